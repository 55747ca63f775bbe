import type { HistoryChoices, Savings } from '#contributions';
import { dayIn, type Rupiah, yearOf } from '#kernel';
import { formatDate, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { areaChart, card, chartTable, notice } from '#web/layout';
import { shortRecordNote } from './record-note.ts';

export type YearBalance = { readonly year: number; readonly balance: Rupiah };

/** The one number: the JHT balance, what is on its way, and how it grew. */
export function balanceCard(
  visit: Visit,
  savings: Savings,
  years: readonly YearBalance[],
  choices: HistoryChoices,
): Html {
  const { t } = visit;
  return card({
    title: t('portal.balance.title'),
    body: html`${balanceFigures(visit, savings)} ${shortRecordNote(visit, choices)}
      ${yearlyChart(visit, years)}
      <p class="links"><a href="/balance">${t('portal.balance.movements_link')}</a></p>`,
  });
}

export function balanceFigures(visit: Visit, savings: Savings): Html {
  const { t } = visit;
  const date = formatDate(savings.asOf, t.language, 'medium');
  const bold = (amount: Rupiah) => html`<strong class="number">${formatRupiah(amount, t.language)}</strong>`;
  return html`<p class="amount number">${formatRupiah(savings.balance, t.language)}</p>
    ${shortfallNotice(visit, savings.shortfall)}
    <p class="small soft">
      ${t.html('portal.balance.this_year', { date, amount: bold(savings.contributionsThisYear) })}
    </p>
    ${returnsLine(visit, savings)}
    ${
      savings.pending > 0n
        ? html`<p class="small soft">
            ${t.html('portal.balance.pending', { amount: bold(savings.pending) })}
          </p>`
        : nothing
    }`;
}

/** What of the balance is returns; nothing when more of them was credited than is left after a benefit was paid. */
function returnsLine({ t }: Visit, { balance, returns }: Savings): Html {
  if (returns > 0n && returns > balance) return nothing;
  const amount = html`<strong class="number">${formatRupiah(returns, t.language)}</strong>`;
  return html`<p class="small soft">
    ${returns > 0n ? t.html('portal.balance.with_returns', { amount }) : t('portal.balance.without_returns')}
  </p>`;
}

/** Why the balance stands below zero, and what becomes of that; nothing for nearly everybody. */
export function shortfallNotice({ t }: Visit, shortfall: Rupiah): Html {
  if (shortfall === 0n) return nothing;
  return notice({
    kind: 'warn',
    standing: true,
    title: t('portal.balance.shortfall', { amount: formatRupiah(shortfall, t.language) }),
    body: html`<p>${t('portal.balance.shortfall_text')}</p>`,
  });
}

/** Balance at the end of each year and today, drawn and in numbers. Nothing while there is only one year to show. */
function yearlyChart(visit: Visit, years: readonly YearBalance[]): Html {
  if (years.length < 2) return nothing;
  const title = visit.t('portal.balance.chart');
  const running = yearOf(dayIn(visit.now));
  const label = (year: number) =>
    year === running ? visit.t('portal.balance.so_far', { year }) : String(year);
  const points = years.map(({ year, balance }) => ({ year, amount: balance }));
  return html`${areaChart(title, points)}${chartTable(visit, {
    caption: title,
    rows: years
      .map(({ year, balance }) => [label(year), formatRupiah(balance, visit.t.language)] as const)
      .reverse(),
  })}`;
}
