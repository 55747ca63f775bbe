import type { Transaction } from '#platform';
import type { WageBound } from '#rates';
import * as queries from './queries-wage-checks.ts';

/** What the month of a report asks of a wage in the employer's province, and beside which own month it is large. */
export type WageLaw = { readonly npp: string; readonly bounds: readonly WageBound[] };

export type WageLimits = {
  /** A wage above this many rupiah is pointed out. */
  readonly large: bigint;
  /** A wage of more than so many times the last one is pointed out. */
  readonly times: number;
  /** At most so many of a kind and employer are named. */
  readonly most: number;
};

/** `below_floor`, `below_lowest`, `below_province`: see `wageBoundsOf`; `very_large` above the limit; `far_above_last` by times. */
export type WageCheckKind = WageBound['kind'] | 'very_large' | 'far_above_last';

/**
 * Compares the wages that a report would add with the minimum of their month, into pg_temp.wage_check(npp, person_id,
 * membership_id, kind, wage, compared, legal_source, is_example, of_kind): of wage earners the gravest bound that a wage is
 * under, and wages too large to be believed at once. `of_kind` is how many the employer's report has of the kind, named or
 * not. It only tells: nothing is refused for it. After `createReportChanges`.
 */
export async function createWageChecks(
  tx: Transaction,
  laws: readonly WageLaw[],
  limits: WageLimits,
): Promise<void> {
  await queries.createChecks(tx, queries.reportedWages, laws, limits);
}

/** The same of the wages that a correction puts in the place of others. After `createCorrectionChanges`. */
export async function createCorrectionWageChecks(
  tx: Transaction,
  laws: readonly WageLaw[],
  limits: WageLimits,
): Promise<void> {
  await queries.createChecks(tx, queries.correctedWages, laws, limits);
}
