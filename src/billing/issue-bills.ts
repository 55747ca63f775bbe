import { takeUnbilled } from '#contributions';
import { dayIn, type Month, newId } from '#kernel';
import type { Transaction } from '#platform';
import { type ContributionSegment, dueOn } from '#rates';
import { penaltyRateOf } from './penalty.ts';
import * as queries from './queries.ts';
import type { BillingServices } from './types.ts';

/** Task name of the job that bills what was reported. */
export const issueTask = 'billing.issue';

/**
 * Bills what employers reported and what stands on no bill yet: a month's first report makes its bill, later ones and
 * corrections add a charge to it. In one transaction; again, it finds nothing to do. Of two at once each row is billed once.
 * Yields how many charges were added. Without `payerIds` it looks at every employer.
 */
export function issueBills(
  { database, clock }: BillingServices,
  payerIds?: readonly string[],
): Promise<number> {
  return database.transaction((tx) => issueIn(tx, clock.now(), payerIds));
}

/** As `issueBills`, in the caller's transaction. */
export async function issueIn(
  tx: Transaction,
  now: Date,
  payerIds: readonly string[] | undefined,
): Promise<number> {
  const chargeId = newId(now);
  const on = dayIn(now);
  if ((await takeUnbilled(tx, { chargeId, on, payerIds })) === 0) return 0;
  const kinds = await queries.billedKinds(tx);
  const terms = kinds.map(({ month, segment, discounts }) => ({
    month,
    segment,
    discounts,
    dueOn: dueOn(month, segment),
    penaltyRate: penaltyRateOf(month, segment, (discounts ?? '').split(' ')),
  }));
  await queries.insertBills(tx, terms, now, on);
  return queries.insertCharges(tx, chargeId, on);
}

export type BilledKind = {
  readonly month: Month;
  readonly segment: ContributionSegment;
  readonly discounts: string | null;
};
