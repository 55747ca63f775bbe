import type { ContributionState, HistoryFilter } from '#contributions';
import { type IsoDate, type Month, month, monthOf, monthsBetween, type Rupiah } from '#kernel';
import { formatMonth, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { barChart, card, chartTable } from '#web/layout';

const shownMonths = 12;
const mostMonths = 600;

type MonthTotal = {
  readonly month: Month;
  readonly amount: Rupiah;
  readonly state: ContributionState | 'none';
};

/** How many months back the chart needs: the last twelve, or as far as the chosen year. */
export function chartMonths(filter: HistoryFilter, today: IsoDate): number {
  if (filter.year === undefined) return shownMonths;
  const back = monthsBetween(month(`${filter.year}-01`), monthOf(today)) + 1;
  return Math.min(mostMonths, Math.max(shownMonths, back));
}

/** JHT by month. It speaks of all employers, so it is left out when the list is narrowed to one, or to another programme. */
export function historyChart(
  visit: Visit,
  filter: HistoryFilter,
  totals: readonly MonthTotal[],
  own = false,
): Html {
  if (filter.employerId || (filter.programme && filter.programme !== 'JHT')) return nothing;
  const months = filter.year
    ? totals.filter((total) => total.month.startsWith(`${filter.year}-`))
    : totals.slice(-shownMonths);
  if (months.length === 0) return nothing;
  const { t } = visit;
  const title = t('portal.contributions.chart');
  const missing = t(own ? 'portal.state.overdue' : 'portal.state.missing');
  const bars = months.map((total) => ({
    month: total.month,
    amount: total.amount,
    tone: toneOf(total.state),
  }));
  return card({
    body: html`${barChart(visit, { title, bars, missing })}${chartTable(visit, {
      caption: title,
      rows: months.map(
        (total) => [formatMonth(total.month, t.language), amountText(visit, total, missing)] as const,
      ),
    })}`,
  });
}

function amountText({ t }: Visit, { state, amount }: MonthTotal, missing: string): string {
  if (state === 'none') return t('portal.state.none');
  return state === 'missing' ? missing : formatRupiah(amount, t.language);
}

function toneOf(state: MonthTotal['state']): 'full' | 'pending' | 'missing' | 'none' {
  if (state === 'missing' || state === 'none') return state;
  return state === 'posted' ? 'full' : 'pending';
}
