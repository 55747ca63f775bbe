import { addMonths, type IsoDate, type Month, monthOf, type Rupiah, sumRupiah } from '#kernel';
import { membershipsOf } from '#members';
import type { Executor } from '#platform';
import { readRows } from './history.ts';
import type { ContributionRow, ContributionState } from './types.ts';

type MonthlyTotal = { month: Month; amount: Rupiah; state: ContributionState };

/** From the worst to the best; a month with several cards shows the worst of them. */
const states: readonly ContributionState[] = ['missing', 'overdue', 'reported', 'billed', 'paid', 'posted'];
const mostCards = 40;

/**
 * JHT contributions by month for the chart: at most `months` of them, oldest first, ending with last month (or this
 * one when it is reported), beginning not before the first month of membership. Gaps have amount 0 and state missing.
 */
export async function monthlyTotals(
  executor: Executor,
  personId: string,
  today: IsoDate,
  months: number,
): Promise<MonthlyTotal[]> {
  const memberships = await membershipsOf(executor, personId);
  const thisMonth = monthOf(today);
  const rows = await readRows(executor, personId, memberships, today, {
    from: addMonths(thisMonth, -months),
    to: thisMonth,
    programme: undefined,
    onlyOpen: false,
    limit: (months + 1) * mostCards,
    offset: 0,
  });
  const byMonth = Map.groupBy(rows, (row) => row.month);
  const last = byMonth.has(thisMonth) ? thisMonth : addMonths(thisMonth, -1);
  const start = memberships.map(({ startedOn }) => monthOf(startedOn)).sort()[0] ?? last;
  const totals: MonthlyTotal[] = [];
  for (let month = addMonths(last, 1 - months); month <= last; month = addMonths(month, 1)) {
    if (month >= start) totals.push(totalOf(month, byMonth.get(month) ?? []));
  }
  return totals;
}

function totalOf(month: Month, rows: readonly ContributionRow[]): MonthlyTotal {
  const savings = rows.flatMap(({ shares }) => shares).filter(({ programme }) => programme === 'JHT');
  return {
    month,
    amount: sumRupiah(savings.map(({ employeeShare, employerShare }) => employeeShare + employerShare)),
    state: states.find((state) => rows.some((row) => row.state === state)) ?? 'missing',
  };
}
