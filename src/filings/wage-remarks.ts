import type { createCorrectionWageChecks, createWageChecks, WageLaw } from '#contributions';
import type { Month } from '#kernel';
import { employerProvinces } from '#members';
import type { Executor, Transaction } from '#platform';
import { wageBoundsOf } from '#rates';
import type { ClaimedFiling } from './queries-process.ts';
import * as queries from './queries-wage-remarks.ts';
import type { ProcessServices } from './types.ts';

export type WageRemark = queries.WageRemarkRow;

const most = 100;

/**
 * Notes the wages of these filings that are under the minimum of their month or too large to be believed at once, in place
 * of what an earlier look noted: the law of each filing, one comparison of all their rows, one insert.
 */
export async function noteWages(
  tx: Transaction,
  { config }: ProcessServices,
  filings: readonly ClaimedFiling[],
  compare: typeof createWageChecks | typeof createCorrectionWageChecks,
): Promise<void> {
  const limits = { large: BigInt(config.FILING_LARGE_WAGE), times: config.FILING_WAGE_TIMES, most };
  await compare(tx, await lawsOf(tx, filings), limits);
  await queries.writeWageRemarks(tx, filings);
}

async function lawsOf(tx: Transaction, filings: readonly ClaimedFiling[]): Promise<WageLaw[]> {
  const provinces = await employerProvinces(
    tx,
    filings.map(({ employerId }) => employerId),
  );
  return filings.map(({ npp, employerId, month }) => ({
    npp,
    bounds: wageBoundsOf(month as Month, provinces.get(employerId)),
  }));
}

/** Wages to look at again before the filing counts, by kind, the furthest off first; at most 100 of each. */
export function wageRemarksOf(executor: Executor, filingId: string): Promise<WageRemark[]> {
  return queries.wageRemarks(executor, filingId);
}
