import { dayIn, type IsoDate, type Month, monthOf } from '#kernel';
import type { Transaction } from '#platform';
import { checkStaged, insertReported } from './import.ts';
import { createReliefs } from './queries-assess.ts';
import * as imports from './queries-import.ts';
import * as reports from './queries-report.ts';
import { countsActiveWorkers } from './sql-terms.ts';

/*
 * Reports of employers, handed over by the room that receives their files: it fills
 *
 *   pg_temp.contribution_row(row_number, npp, member_number, month, counted_month, wage, reported_on, …)
 *
 * by `reportCopy`, and asks for what it needs inside one transaction: the checks, what would be billed, what differs from
 * the month before, and at last that the rows be taken.
 */
export const reportCopy =
  'copy pg_temp.contribution_row (row_number, npp, member_number, month, counted_month, wage, reported_on) from stdin';

/** The month for which the employer's active workers are counted beside a row: only some discounts ask for them. */
export function countedMonth(month: Month, now: Date): Month {
  return countsActiveWorkers(month) ? month : monthOf(dayIn(now));
}

/** Makes the hand-over table, which goes with the transaction. */
export async function createReportHandOver(tx: Transaction): Promise<void> {
  await imports.createStaging(tx);
  await reports.takeFewStatistics(tx);
}

/**
 * Looks at every row by the register and by what is known. With `take` it first waits for whoever writes contributions now,
 * so that what it sees still holds when the rows are taken.
 */
export async function checkReports(tx: Transaction, now: Date, take: boolean): Promise<void> {
  if (take) await imports.lockImports(tx);
  await checkStaged(tx, now);
}

/** A row that is not taken; `sameWage`: the card has this wage in this month already, so there is nothing to take. */
export type ReportRefusal = {
  readonly row: number;
  readonly reason: string;
  readonly memberNumber: string;
  readonly month: string;
  readonly wage: string;
  readonly sameWage: boolean;
};

/** The next refused rows after a row, in order. */
export function refusedReports(tx: Transaction, after: number, limit: number): Promise<ReportRefusal[]> {
  return reports.selectRefused(tx, after, limit);
}

/** What the good rows of one employer come to; shares of workers and employer together, in whole rupiah. */
export type ReportTotals = {
  readonly npp: string;
  readonly rows: number;
  readonly wages: bigint;
  readonly jht: bigint;
  readonly jp: bigint;
  readonly jkk: bigint;
  readonly jkm: bigint;
};

/** Assesses the good rows by the law of their month and adds them up by employer; writes nothing. */
export async function reportTotals(tx: Transaction): Promise<ReportTotals[]> {
  await reports.createStanding(tx);
  await imports.createAssessmentInput(tx);
  await createReliefs(tx);
  return reports.selectTotals(tx);
}

/**
 * Compares the good rows with the month before, by employer, into pg_temp.report_change(npp, person_id, membership_id, kind,
 * wage, last_wage): `new` cards without a report then, `gone` cards that still run and were reported then but not now, and
 * `wage_up` and `wage_down` by more than `percent`. Cards whose row was refused, here or by the caller (`refused`), are not
 * gone. At most `most` of each kind and employer, the largest first.
 */
export async function createReportChanges(
  tx: Transaction,
  options: { readonly percent: number; readonly most: number; readonly refused: readonly string[] },
): Promise<void> {
  await reports.createChanges(tx, options);
}

/** Takes the good rows: assessed, written and entered in the ledger. Rows that are known already are left alone. */
export async function takeReports(
  tx: Transaction,
  now: Date,
  counts: { readonly read: number; readonly refused: number },
): Promise<number> {
  return insertReported(tx, now, counts);
}

/** The wage last known of each of these cards in the month; cards without a report are left out. */
export function wagesOfMonth(
  tx: Parameters<typeof reports.selectWages>[0],
  cards: readonly { readonly personId: string; readonly membershipId: string }[],
  month: Month,
): Promise<{ membershipId: string; wage: bigint; reportedOn: IsoDate }[]> {
  return reports.selectWages(tx, cards, month);
}

export type CardUntil = {
  readonly personId: string;
  readonly membershipId: string;
  readonly lastMonth: Month;
};

/** What counts already of each card after its last month; cards without such a month are left out. One statement. */
export function monthsAfter(
  executor: Parameters<typeof reports.selectMonthsAfter>[0],
  cards: readonly CardUntil[],
): Promise<{ membershipId: string; months: Month[] }[]> {
  return reports.selectMonthsAfter(executor, cards);
}
