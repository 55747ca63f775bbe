import { prepareChargeTotals } from '#contributions';
import type { Database } from '#platform';
import * as queries from './queries-verify.ts';

/** One thing that does not tie between bills, payments and contributions, named so that a person can look at it. */
export type BillingDifference = {
  readonly check:
    | 'charge_differs'
    | 'payment_overused'
    | 'bill_overpaid'
    | 'paid_not_settled'
    | 'own_month_differs';
  /** Payer and month, or the payment. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
};

/**
 * Compares each charge with the rows that stand on it, what payments were used for with what they are, what was paid with
 * what is asked for, and months that are paid whole with their rows. Yields what differs; nothing when all ties. Reads a
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
    ];
  });
  yield* found;
}
