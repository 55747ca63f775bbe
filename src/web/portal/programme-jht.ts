import {
  assumptionOf,
  type BenefitRecord,
  type SavingsEstimate,
  savingsClaims,
  savingsFrom,
  type SavingsRange,
  savingsTaxTerms,
} from '#benefits';
import { shortfallOf } from '#contributions';
import {
  formatDate,
  formatMonth,
  formatNumber,
  type Html,
  html,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import { card, dataTable, disclosure } from '#web/layout';
import { shortfallNotice } from './balance-card.ts';
import { headline, money, percent, points, writtenSum } from './benefit-parts.ts';
import { programmePage } from './programme-page.ts';
import type { Services } from './reads.ts';

/** JHT: what stands there, what it may grow to by 56 as a range, going on and stopping now, and when it is paid out. */
export function savingsProgrammePage(services: Services): Page {
  return programmePage(services, 'JHT', (visit, record) => {
    const estimate = savingsFrom(record);
    return {
      first: first(visit, estimate),
      sums: html`${estimateCard(visit, record, estimate)} ${claimsCard(visit, record, estimate)}`,
      changes: changes(visit, estimate),
    };
  });
}

function first(visit: Visit, estimate: SavingsEstimate): Html {
  const { t } = visit;
  const { age, payableOn, monthsToGo, goOn, stopNow, balance } = estimate;
  const values = { age, date: formatDate(payableOn, t.language), ...between(visit, goOn ?? stopNow) };
  const note =
    monthsToGo === 0
      ? t('portal.benefit.JHT.payable', values)
      : t(goOn ? 'portal.benefit.JHT.range' : 'portal.benefit.JHT.range_stopped', values);
  return html`${headline(t('portal.benefit.JHT.balance_today'), money(visit, balance), note)}
  ${shortfallNotice(visit, shortfallOf(balance))}`;
}

const between = (visit: Visit, { low, high }: SavingsRange) => ({
  low: money(visit, low.total),
  high: money(visit, high.total),
});

function estimateCard(visit: Visit, record: BenefitRecord, estimate: SavingsEstimate): Html {
  const { t } = visit;
  const { age, goOn, stopNow, monthsToGo } = estimate;
  if (monthsToGo === 0) return payableCard(visit, estimate);
  return card({
    title: t('portal.benefit.JHT.estimate', { age }),
    body: html`<p>${t('portal.benefit.no_promise')}</p>
      ${
        goOn
          ? html`<h3>${t('portal.benefit.go_on')}</h3>
              ${rangeSum(visit, estimate, goOn, true)}`
          : nothing
      }
      <h3>${t(goOn ? 'portal.benefit.stop_now' : 'portal.benefit.stopped')}</h3>
      ${rangeSum(visit, estimate, stopNow, false)} ${assumptions(visit, record)}
      ${yearTable(visit, goOn ?? stopNow)}`,
  });
}

/** Nothing is assumed any more: what stands there, less the tax. */
function payableCard(visit: Visit, { stopNow, balance }: SavingsEstimate): Html {
  const { t } = visit;
  const { tax, afterTax } = stopNow.low;
  return card({
    title: t('portal.benefit.written_out'),
    body: html`${writtenSum([
        { what: t('portal.benefit.JHT.balance_today'), amount: money(visit, balance) },
        { what: taxText(visit), amount: money(visit, -tax) },
        { what: t('portal.benefit.JHT.after_tax'), amount: money(visit, afterTax), total: true },
      ])}
      <p class="small soft">${t('portal.benefit.JHT.assumption.posted')}</p>`,
  });
}

function taxText(visit: Visit): string {
  const { rate, freeUpTo } = savingsTaxTerms;
  return visit.t('portal.benefit.JHT.tax', { rate: percent(visit, rate), free: money(visit, freeUpTo) });
}

/** The sum for both assumptions: what is the same for both stands once. */
function rangeSum(visit: Visit, estimate: SavingsEstimate, range: SavingsRange, goesOn: boolean): Html {
  const { t } = visit;
  const { low, high } = range;
  const both = (pick: (sum: SavingsRange['low']) => bigint) =>
    html`${percent(visit, low.rate)}: ${money(visit, pick(low))}<br />${percent(visit, high.rate)}:
      ${money(visit, pick(high))}`;
  const contributed = {
    what: t('portal.benefit.JHT.contributions', {
      months: formatNumber(estimate.monthsToGo, t.language),
      amount: money(visit, estimate.monthly),
    }),
    amount: money(visit, low.contributions),
  };
  const taxed = low.tax > 0n || high.tax > 0n;
  return writtenSum([
    { what: t('portal.benefit.JHT.balance_today'), amount: money(visit, estimate.balance) },
    ...(goesOn ? [contributed] : []),
    { what: t('portal.benefit.JHT.returned'), amount: both((sum) => sum.returned) },
    { what: t('portal.benefit.sum'), amount: both((sum) => sum.total), total: true },
    ...(taxed
      ? [
          { what: taxText(visit), amount: both((sum) => -sum.tax) },
          { what: t('portal.benefit.JHT.after_tax'), amount: both((sum) => sum.afterTax), total: true },
        ]
      : []),
  ]);
}

function assumptions(visit: Visit, { reports }: BenefitRecord): Html {
  const { t } = visit;
  const month = reports
    .map((report) => report.month)
    .sort()
    .at(-1);
  const named = (name: 'low' | 'high') => {
    const { rate, year } = assumptionOf(name);
    return html`<li>${t(`portal.benefit.JHT.assumption.${name}`, { rate: percent(visit, rate), year })}</li>`;
  };
  return html`<h3>${t('portal.benefit.assumptions')}</h3>
    <ul>
      ${named('low')} ${named('high')}
      <li>${t('portal.benefit.JHT.assumption.method')}</li>
      ${month ? html`<li>${t('portal.benefit.assumption.wage', { month: formatMonth(month, t.language) })}</li>` : nothing}
      <li>${t('portal.benefit.JHT.assumption.posted')}</li>
      <li>${t('portal.benefit.JHT.assumption.prices')}</li>
    </ul>`;
}

/** The same sum year by year, folded. */
function yearTable(visit: Visit, { low, high }: SavingsRange): Html {
  const { t } = visit;
  return disclosure({
    summary: t('portal.benefit.JHT.by_year'),
    body: dataTable({
      caption: t('portal.benefit.JHT.by_year'),
      captionUnseen: true,
      columns: [
        { label: t('portal.benefit.column.year') },
        { label: t('portal.benefit.JHT.column.contributions'), numeric: true },
        { label: t('portal.benefit.JHT.column.low'), numeric: true },
        { label: t('portal.benefit.JHT.column.high'), numeric: true },
      ],
      rows: low.years.map(({ year, contributions, balance }, index) => [
        String(year),
        money(visit, contributions),
        money(visit, balance),
        money(visit, high.years[index]?.balance ?? 0n),
      ]),
    }),
  });
}

/** When it is paid out and how much of it, by the member's own kind of work; a part with the day it becomes possible. */
function claimsCard(visit: Visit, record: BenefitRecord, estimate: SavingsEstimate): Html {
  const { t } = visit;
  const own = record.memberships.every(({ segment }) => segment === 'BPU');
  return card({
    title: t('portal.benefit.JHT.when'),
    body: html`<p>${t('portal.benefit.JHT.all_of_it')}</p>
      <ul>
        ${savingsClaims(own).map(
          ({ reason, waitMonths }) =>
            html`<li>
              ${t(`benefits.claim.${reason}`)}${waitMonths ? html` (${t('portal.benefit.JHT.wait', { months: waitMonths })})` : nothing}
            </li>`,
        )}
      </ul>
      <h3>${t('portal.benefit.JHT.parts')}</h3>
      <ul class="rows">
        ${estimate.parts.map(
          ({ reason, shareRate, amount, since }) =>
            html`<li class="pair">
              <span
                >${t(`benefits.claim.${reason}`)}
                ${since ? html`<br /><span class="small soft">${t(since > record.today ? 'portal.benefit.JHT.part_from' : 'portal.benefit.JHT.part_since', { date: formatDate(since, t.language) })}</span>` : nothing}</span
              ><span class="number">${percent(visit, shareRate)}: ${money(visit, amount)}</span>
            </li>`,
        )}
      </ul>
      <p class="small soft">${t('portal.benefit.JHT.part_once')}</p>`,
  });
}

function changes(visit: Visit, { goOn, monthly }: SavingsEstimate): Html {
  return points(
    visit,
    [
      ...(goOn ? (['portal.benefit.JHT.change.month', 'portal.benefit.JHT.change.wage'] as const) : []),
      'portal.benefit.JHT.change.return',
      'portal.benefit.JHT.change.part',
    ],
    { amount: money(visit, monthly) },
  );
}
