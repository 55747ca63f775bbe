import type { Transaction } from '#platform';
import { type CorrectionReport, correctContributions, tryCorrections } from './correct.ts';
import { createCorrectionTables } from './queries-correct.ts';
import * as reports from './queries-correct-report.ts';
import type { ReportRefusal, ReportTotals } from './report.ts';

/**
 * Looks at the rows of one report, staged by `createReportHandOver` and `reportCopy`, as corrections of what was reported
 * before; with `take` it makes them count. `sourceId` is the report's own id: with the row's number it makes the id of each
 * correction, so that the same report taken again changes nothing. Once in a transaction.
 */
export async function checkCorrectionReport(
  tx: Transaction,
  now: Date,
  { sourceId, reason, take }: { readonly sourceId: string; readonly reason: string; readonly take: boolean },
): Promise<CorrectionReport> {
  await createCorrectionTables(tx);
  await reports.requestStaged(tx, sourceId, reason);
  return take ? correctContributions(tx, now) : tryCorrections(tx, now);
}

/** The refused rows after `checkCorrectionReport`, in order; `nothing_to_correct` where nothing was reported before. */
export function refusedCorrections(tx: Transaction): Promise<ReportRefusal[]> {
  return reports.selectRefused(tx);
}

/** By how much wages and shares of the corrected rows differ from what stood: above zero is more, below zero is less. */
export async function correctionTotals(tx: Transaction): Promise<ReportTotals | undefined> {
  return reports.selectDifferences(tx);
}

/**
 * Every corrected card into pg_temp.report_change, as `createReportChanges` does, of kind `corrected`: `last_wage` is what
 * stood. `shares` and `last_shares` are JHT, JP, JKK and JKM, both sides together.
 */
export async function createCorrectionChanges(tx: Transaction): Promise<void> {
  await reports.createChanges(tx);
}
