import { prepareChargeTotals } from '#contributions';
import type { Database } from '#platform';
import * as queries from './queries-verify.ts';
import * as refunds from './queries-verify-refunds.ts';

/** One thing that does not tie between bills, payments and contributions, named so that a person can look at it. */
export type BillingDifference = {
  readonly check:
    | 'charge_differs'
    | 'payment_overused'
    | 'bill_overpaid'
    | 'paid_not_settled'
    | 'own_month_differs'
    | 'reversed_used'
    | 'refund_differs'
    | 'refund_out_of_order'
    | 'claim_out_of_order';
  /** Payer and month, the payment, or the refund. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
};

/**
 * Compares each charge with the rows that stand on it, what payments were used for with what they are, what was paid with
 * what is asked for, months that are paid whole with their rows, refunds with their payments and their steps, and claims with theirs. Yields what differs; nothing when all ties. Reads a
 * steady picture, whatever is paid meanwhile.
 */
export async function* verifyBilling(database: Database): AsyncGenerator<BillingDifference> {
  const found = await database.transaction(async (tx) => {
    await queries.holdPicture(tx);
    await prepareChargeTotals(tx);
    return [
      ...(await queries.selectChargeDifferences(tx)),
      ...(await queries.selectOverused(tx)),
      ...(await queries.selectBillDifferences(tx)),
      ...(await queries.selectOwnDifferences(tx)),
      ...(await refunds.selectReversedUsed(tx)),
      ...(await refunds.selectRefundDifferences(tx)),
      ...(await refunds.selectStepDifferences(tx)),
      ...(await refunds.selectClaimDifferences(tx)),
    ];
  });
  yield* found;
}
