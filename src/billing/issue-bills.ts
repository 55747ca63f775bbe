import { takeUnbilled } from '#contributions';
import { dayIn, type IsoDate, type Month, monthOf, newId, type Rate } from '#kernel';
import type { Transaction } from '#platform';
import { type ContributionSegment, dueOn, isDueDayAssumed } from '#rates';
import { payersAtOnce } from './payers-at-once.ts';
import { penaltyRateOf } from './penalty.ts';
import * as queries from './queries.ts';
import { spreadCorrections } from './queries-place.ts';
import type { BillingServices } from './types.ts';

/** Task name of the job that bills what was reported. */
export const issueTask = 'billing.issue';

/**
 * Bills what employers reported and what stands on no bill yet: a month's first report makes its bill, later ones and
 * corrections add charges. In one transaction; again, it finds nothing to do. Of two at once each row is billed once.
 * Yields how many charges were added. Without `payerIds` it looks at every employer.
 */
export function issueBills(
  { database, clock }: BillingServices,
  payerIds?: readonly string[],
): Promise<number> {
  return database.transaction((tx) => issueIn(tx, clock.now(), payerIds));
}

async function issueIn(tx: Transaction, now: Date, payerIds: readonly string[] | undefined): Promise<number> {
  const chargeId = newId(now);
  const on = dayIn(now);
  if ((await takeUnbilled(tx, { chargeId, on, payerIds })) === 0) return 0;
  const terms = (await queries.billedKinds(tx)).map((kind) => ({
    ...kind,
    ...termsOf(kind.month, kind),
    isAssumed: isDueDayAssumed(kind.month, kind.segment),
    later: { month: monthOf(on), ...termsOf(monthOf(on), kind) },
  }));
  await queries.placeBilled(tx, terms, on);
  await spreadCorrections(tx);
  const assumed = terms.filter(({ isAssumed }) => isAssumed);
  await queries.insertBills(tx, assumed, now, on);
  const charges = await queries.insertCharges(tx, assumed, chargeId, on);
  const waiting = await queries.payersWithCredit(tx);
  for (let from = 0; from < waiting.length; from += payersAtOnce)
    await queries.queueAllocation(tx, waiting.slice(from, from + payersAtOnce));
  return charges;
}

/** When a month is due and what being late costs; of discounts only those of that month count. */
function termsOf(month: Month, { segment, discounts }: BilledKind) {
  return {
    dueOn: dueOn(month, segment),
    penaltyRate: penaltyRateOf(month, segment, (discounts ?? '').split(' ')),
  };
}

export type BilledKind = {
  readonly month: Month;
  readonly segment: ContributionSegment;
  readonly discounts: string | null;
};

type Terms = { readonly dueOn: IsoDate; readonly penaltyRate: Rate };

/**
 * What the law says of the months that are billed. What a correction adds to a month whose day has passed is asked for with the month
 * in which it was reported (`later`), so that it is not late before anybody knew of it.
 */
export type BilledTerms = BilledKind &
  Terms & {
    readonly later: Terms & { readonly month: Month };
    /** No penalty is ever counted on it: its due day is taken from another segment. */
    readonly isAssumed: boolean;
  };
