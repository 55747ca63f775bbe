import {
  type BenefitRecord,
  pensionAgeOf,
  type PensionEstimate,
  pensionFrom,
  type PensionOutcome,
  survivorsPension,
} from '#benefits';
import { yearOf } from '#kernel';
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
import { card, dataTable, disclosure, supportPhone } from '#web/layout';
import { headline, money, percent, points, type SumLine, writtenSum } from './benefit-parts.ts';
import { programmePage } from './programme-page.ts';
import type { Services } from './reads.ts';

/** JP: the monthly pension or the one sum by the formula, going on and stopping now, and what survivors would have. */
export function pensionProgrammePage(services: Services): Page {
  return programmePage(services, 'JP', (visit, record) => {
    const estimate = pensionFrom(record);
    const keys = estimate
      ? (['months', 'wage', 'bounds', 'later'] as const)
      : (['employer', 'foreign'] as const);
    return {
      first: estimate ? first(visit, estimate) : withoutPension(visit, record),
      sums: estimate
        ? html`${estimateCard(visit, record, estimate)} ${survivorsCard(visit, record)}`
        : nothing,
      changes: points(
        visit,
        keys.map((key) => `portal.benefit.JP.change.${key}` as const),
      ),
    };
  });
}

function ageValues({ t }: Visit, { age, reachedOn, startsOn, latestOn }: PensionEstimate['pensionAge']) {
  return {
    age,
    date: formatDate(reachedOn, t.language),
    start: formatDate(startsOn, t.language),
    latest: formatDate(latestOn, t.language),
  };
}

function withoutPension(visit: Visit, { birthDate }: BenefitRecord): Html {
  const { t } = visit;
  return html`<p>${t('portal.benefit.JP.none', ageValues(visit, pensionAgeOf(birthDate)))}</p>`;
}

function first(visit: Visit, estimate: PensionEstimate): Html {
  const { t } = visit;
  const outcome = estimate.goOn ?? estimate.stopNow;
  const values = { ...ageValues(visit, estimate.pensionAge), prices: estimate.pricesOf };
  const goesOn = estimate.goOn ? 'go_on' : 'stopped';
  if (outcome.kind === 'monthly')
    return headline(
      t('portal.benefit.JP.monthly'),
      money(visit, outcome.amount),
      t(`portal.benefit.JP.monthly_from.${goesOn}`, values),
    );
  return headline(
    t('portal.benefit.JP.lump_sum'),
    money(visit, outcome.contributions),
    t(`portal.benefit.JP.lump_sum_why.${goesOn}`, { ...values, missing: outcome.missing }),
  );
}

function estimateCard(visit: Visit, record: BenefitRecord, estimate: PensionEstimate): Html {
  const { t } = visit;
  const { goOn, stopNow, monthsUnpaid, monthsNeeded, pensionAge, fullIn } = estimate;
  const past = pensionAge.reachedOn <= record.today;
  return card({
    title: t('portal.benefit.JP.estimate'),
    body: html`<p>
        ${t(past ? 'portal.benefit.JP.age_past' : 'portal.benefit.JP.age', ageValues(visit, pensionAge))}
      </p>
      ${fullIn ? html`<p>${t('portal.benefit.JP.full_in', { needed: monthsNeeded, month: formatMonth(fullIn, t.language) })}</p>` : nothing}
      ${
        goOn
          ? html`<h3>${t('portal.benefit.go_on')}</h3>
              ${outcomeSum(visit, estimate, goOn, estimate.monthsToGo)}`
          : nothing
      }
      <h3>${t(past ? 'portal.benefit.JP.now' : 'portal.benefit.stop_now')}</h3>
      ${outcomeSum(visit, estimate, stopNow, 0)}
      ${monthsUnpaid > 0 ? html`<p>${t('portal.benefit.JP.unpaid', { months: monthsUnpaid })}</p>` : nothing}
      <h3>${t('portal.benefit.assumptions')}</h3>
      ${points(
        visit,
        [
          'portal.benefit.JP.assumption.prices',
          ...(goOn ? (['portal.benefit.JP.assumption.wage'] as const) : []),
          'portal.benefit.JP.assumption.once',
          'portal.benefit.JP.assumption.index',
        ],
        { wage: money(visit, estimate.wage), prices: String(estimate.pricesOf) },
      )}
      ${boundsNote(visit, record, estimate)} ${yearTable(visit, estimate)}`,
  });
}

function outcomeSum(visit: Visit, estimate: PensionEstimate, outcome: PensionOutcome, further: number): Html {
  const { t } = visit;
  const count = (value: number) => formatNumber(value, t.language);
  const { monthsPaid, monthsNeeded, accrualRate } = estimate;
  const months: SumLine = {
    what: t('portal.benefit.JP.months'),
    amount:
      further > 0
        ? t('portal.benefit.JP.months_sum', {
            paid: count(monthsPaid),
            further: count(further),
            months: count(outcome.months),
          })
        : t('portal.benefit.JP.months_count', { months: count(outcome.months) }),
  };
  if (outcome.kind === 'lump_sum')
    return html`${writtenSum([
        months,
        {
          what: t('portal.benefit.JP.missing', { needed: monthsNeeded }),
          amount: t('portal.benefit.JP.months_count', { months: count(outcome.missing) }),
        },
        {
          what: t('portal.benefit.JP.contributions'),
          amount: money(visit, outcome.contributions),
          total: true,
        },
      ])}
      <p class="small soft">${t('portal.benefit.JP.lump_sum_note')}</p>`;
  const { average, formula, amount, boundedBy } = outcome;
  return html`${writtenSum([
    months,
    { what: t('portal.benefit.JP.average'), amount: money(visit, average) },
    {
      what: t('portal.benefit.JP.formula', {
        rate: percent(visit, accrualRate),
        months: count(outcome.months),
        average: money(visit, average),
      }),
      amount: money(visit, formula),
    },
    ...boundLines(visit, estimate, boundedBy),
    { what: t('portal.benefit.JP.each_month'), amount: money(visit, amount), total: true },
  ])}`;
}

function boundLines(
  visit: Visit,
  { bounds }: PensionEstimate,
  boundedBy: 'minimum' | 'maximum' | undefined,
): SumLine[] {
  const { t } = visit;
  const line = (name: 'minimum' | 'maximum'): SumLine => {
    const standing = name === 'minimum' ? bounds.minimumStanding : bounds.maximumStanding;
    return {
      what: html`${t(`portal.benefit.JP.${name}`, { since: formatDate(bounds.from, t.language) })}${boundedBy === name ? html` (${t('portal.benefit.JP.applies')})` : nothing}
      ${standing === 'verified' ? nothing : html`<br /><span class="small soft">${t('portal.benefit.standing.derived')}</span>`}`,
      amount: money(visit, bounds[name]),
    };
  };
  return [line('minimum'), line('maximum')];
}

/** Bounds and prices of a year come by decree: until then those of the year before stand here, and it is said. */
function boundsNote(
  { t }: Visit,
  { today }: BenefitRecord,
  { bounds, boundsAwaited }: PensionEstimate,
): Html {
  if (!boundsAwaited) return nothing;
  const values = { year: yearOf(today), known: yearOf(bounds.from) };
  return html`<p class="small">${t('portal.benefit.JP.bounds_awaited', values)}</p>`;
}

/** The wages of each year as they count, folded. */
function yearTable(visit: Visit, { years, pricesOf }: PensionEstimate): Html {
  const { t } = visit;
  if (years.length === 0) return nothing;
  return disclosure({
    summary: t('portal.benefit.JP.by_year'),
    body: dataTable({
      caption: t('portal.benefit.JP.by_year'),
      captionUnseen: true,
      columns: [
        { label: t('portal.benefit.column.year') },
        { label: t('portal.benefit.JP.column.indexed', { year: pricesOf }), numeric: true },
        { label: t('portal.benefit.JP.column.months'), numeric: true },
        { label: t('portal.benefit.JP.column.wages'), numeric: true },
        { label: t('portal.benefit.JP.column.prices'), numeric: true },
      ],
      rows: years.map(({ year, months, wages, priceRate, indexed }) => [
        String(year),
        money(visit, indexed),
        formatNumber(months, t.language),
        money(visit, wages),
        percent(visit, priceRate),
      ]),
    }),
  });
}

/** Whether survivors would have a pension each month; how large it is could not be confirmed, so it is not said. */
function survivorsCard(visit: Visit, record: BenefitRecord): Html {
  const { t } = visit;
  const found = survivorsPension(record);
  if (!found) return nothing;
  const { memberMonths, monthsPaid, densityRate, needed, reached } = found;
  return card({
    title: t('portal.benefit.JP.survivors'),
    body: html`${writtenSum([
        {
          what: t('portal.benefit.JP.member_months', { needed: needed.memberMonths }),
          amount: t('portal.benefit.JP.months_count', { months: memberMonths }),
        },
        {
          what: t('portal.benefit.JP.density', {
            paid: monthsPaid,
            months: memberMonths,
            needed: percent(visit, needed.densityRate),
          }),
          amount: percent(visit, Math.floor(densityRate / 100) * 100),
        },
      ])}
      <p>${t(reached ? 'portal.benefit.JP.survivors_reached' : 'portal.benefit.JP.survivors_not_reached')}</p>
      <p class="small">
        ${t('benefits.unknown.survivor_shares_not_known')}
        ${t.html('portal.benefit.ask', { phone: supportPhone(visit) })}
      </p>`,
  });
}
