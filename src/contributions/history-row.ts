import { type IsoDate, type Month, monthOf, sumRupiah } from '#kernel';
import type { Membership } from '#members';
import { dueOn, isDueDayAssumed, isDueDayExample, type Programme } from '#rates';
import type { HistoryRow } from './queries.ts';
import type { ContributionRow, ContributionState, Share } from './types.ts';

/** A row as people read it; with a programme, of that programme only. */
export function contributionRow(
  row: HistoryRow,
  membership: Membership,
  today: IsoDate,
  programme: Programme | undefined,
): ContributionRow {
  const dueMonth = dueMonthOf(row);
  const due = dueOn(dueMonth, membership.segment);
  const shares = sharesOf(row).filter((share) => !programme || share.programme === programme);
  return {
    month: row.month,
    membershipId: membership.membershipId,
    memberNumber: membership.memberNumber,
    employerId: membership.employerId,
    employerName: membership.employerName,
    wage: row.wage ?? undefined,
    shares,
    employeeShare: sumRupiah(shares.map((share) => share.employeeShare)),
    employerShare: sumRupiah(shares.map((share) => share.employerShare)),
    reportedOn: row.reportedOn ?? undefined,
    billedOn: row.billedOn ?? undefined,
    dueOn: due,
    ...(isDueDayAssumed(row.month, membership.segment) ? { dueDayAssumed: true } : {}),
    ...(isDueDayExample(dueMonth, membership.segment) ? { dueDayExample: true } : {}),
    paidOn: row.paidOn ?? undefined,
    postedOn: row.postedOn ?? undefined,
    correctedOn: row.correctedOn ?? undefined,
    paidLate: !!row.wage && row.paidOn !== null && row.paidOn > due,
    daysLate: row.wage ? daysLate(due, row.paidOn ?? today) : undefined,
    state: stateOf(row, due, today),
  };
}

function daysLate(due: IsoDate, until: IsoDate): number | undefined {
  const days = (Date.parse(until) - Date.parse(due)) / 86_400_000;
  return days > 0 ? days : undefined;
}

/** What a correction adds is due with the month in which it was reported; what was paid before it was due as ever. */
function dueMonthOf({ month, correctedOn, paidOn }: HistoryRow): Month {
  if (correctedOn === null || (paidOn !== null && paidOn < correctedOn)) return month;
  const corrected = monthOf(correctedOn);
  return corrected > month ? corrected : month;
}

function sharesOf(row: HistoryRow): Share[] {
  const lines = [
    ['JHT', row.jhtEmployee, row.jhtEmployer],
    ['JP', row.jpEmployee, row.jpEmployer],
    ['JKK', row.jkkEmployee, row.jkkEmployer],
    ['JKM', row.jkmEmployee, row.jkmEmployer],
  ] as const;
  const shares: Share[] = lines
    .filter(([, employee, employer]) => employee !== null || employer !== null)
    .map(([programme, employee, employer]) => ({
      programme,
      employeeShare: employee ?? 0n,
      employerShare: employer ?? 0n,
    }));
  if (row.jkpFromJkk !== null) shares.push({ programme: 'JKP', employeeShare: 0n, employerShare: 0n });
  return shares;
}

function stateOf(row: HistoryRow, due: IsoDate, today: IsoDate): ContributionState {
  if (row.wage === null) return 'missing';
  if (row.wage === 0n) return 'taken_back';
  if (row.postedOn) return 'posted';
  if (row.paidOn) return 'paid';
  if (today > due) return 'overdue';
  return row.billedOn ? 'billed' : 'reported';
}
