import type { Executor } from '#platform';
import * as queries from './queries.ts';
import type { Filing } from './filing.ts';
import type { RefusedRow } from './types.ts';

/** The filings of an employer, the newest first. */
export function filingsOf(executor: Executor, employerId: string, limit: number): Promise<Filing[]> {
  return queries.filingsOf(executor, employerId, limit);
}

/** One filing of this employer; undefined when it is not there or another's. */
export function filingOf(
  executor: Executor,
  employerId: string,
  filingId: string,
): Promise<Filing | undefined> {
  return queries.filingOf(executor, employerId, filingId);
}

/** The refused rows of a filing after a row, in the order of the file. */
export function refusedRowsOf(
  executor: Executor,
  filingId: string,
  slice: { readonly after: number; readonly limit: number },
): Promise<RefusedRow[]> {
  return queries.refusedRows(executor, filingId, slice);
}

export type Corrected = queries.CorrectedRow;

/** What a correction makes of each worker, the largest difference in wages first. */
export function correctedOf(
  executor: Executor,
  filingId: string,
  slice: { readonly limit: number; readonly offset: number },
): Promise<Corrected[]> {
  return queries.corrected(executor, filingId, slice);
}

export type Remark = queries.RemarkRow;

/** What differs from the month before, by kind, the largest first; at most 100 of each. */
export function remarksOf(executor: Executor, filingId: string): Promise<Remark[]> {
  return queries.remarks(executor, filingId);
}
