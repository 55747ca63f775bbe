import { addMonths, type IsoDate, type Month, monthOf, type Rupiah, sumRupiah } from '#kernel';
import { type Membership, membershipsOf } from '#members';
import type { Executor } from '#platform';
import { readRows } from './history.ts';
import type { ContributionRow, ContributionState } from './types.ts';

type MonthlyTotal = { month: Month; amount: Rupiah; state: ContributionState | 'none' };

/** From the worst to the best; a month with several cards shows the worst of them. */
const states: readonly ContributionState[] = ['missing', 'overdue', 'reported', 'billed', 'paid', 'posted'];
const mostCards = 40;

/**
 * JHT contributions by month for the chart: at most `months` of them, oldest first, ending with last month (or this
 * one when it is reported), within the months of membership. A month that was due but not reported is missing; one for
 * which nothing is due, as between two employments, is none. Both have amount 0.
 */
export async function monthlyTotals(
  executor: Executor,
  personId: string,
  today: IsoDate,
  months: number,
): Promise<MonthlyTotal[]> {
  const memberships = await membershipsOf(executor, personId);
  const thisMonth = monthOf(today);
  const newest = newestMonthOf(memberships, thisMonth);
  const rows = await readRows(executor, personId, memberships, today, {
    // The last month shown may lie two months back: neither this month nor the one before need be due.
    from: addMonths(newest, -months - 1),
    to: thisMonth,
    programme: undefined,
    limit: (months + 2) * mostCards,
    offset: 0,
  });
  const byMonth = Map.groupBy(rows, (row) => row.month);
  const last = rows
    .map(({ month }) => month)
    .sort()
    .at(-1);
  if (last === undefined) return [];
  const start = memberships.map(({ startedOn }) => monthOf(startedOn)).sort()[0] ?? last;
  const totals: MonthlyTotal[] = [];
  for (let month = addMonths(last, 1 - months); month <= last; month = addMonths(month, 1)) {
    if (month >= start) totals.push(totalOf(month, byMonth.get(month) ?? []));
  }
  return totals;
}

/** Where the record ends: this month while a membership runs, otherwise the last month of the newest one. */
function newestMonthOf(memberships: readonly Membership[], thisMonth: Month): Month {
  const ends = memberships.map(({ endedOn }) => (endedOn ? monthOf(endedOn) : thisMonth)).sort();
  const end = ends.at(-1);
  return end !== undefined && end < thisMonth ? end : thisMonth;
}

function totalOf(month: Month, rows: readonly ContributionRow[]): MonthlyTotal {
  const savings = rows.flatMap(({ shares }) => shares).filter(({ programme }) => programme === 'JHT');
  return {
    month,
    amount: sumRupiah(savings.map(({ employeeShare, employerShare }) => employeeShare + employerShare)),
    state: states.find((state) => rows.some((row) => row.state === state)) ?? 'none',
  };
}
