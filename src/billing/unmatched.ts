import { record } from '#activity';
import { ok, refused, type Result } from '#kernel';
import type { Executor } from '#platform';
import * as queries from './queries.ts';
import * as reversals from './queries-reversals.ts';
import type { BillingServices } from './types.ts';

/** Money that came in with a code that names no bill. */
export type UnmatchedPayment = queries.UnmatchedPayment;

const mostShown = 100;

/** The oldest first; at most 100. */
export function unmatchedPayments(executor: Executor): Promise<UnmatchedPayment[]> {
  return queries.unmatchedPayments(executor, mostShown);
}

/** A payment that went out as a refund, and that its bank took back all the same: an officer asks the payer for it. */
export type ReversedAfterRefund = reversals.ReversedAfterRefund;

/** The oldest first; at most 100. One leaves the list when the bank returns the refund, or two officers say how it ended (`closeClaim`). */
export function reversedAfterRefund(executor: Executor): Promise<ReversedAfterRefund[]> {
  return reversals.reversedAfterRefund(executor, mostShown);
}

export type MatchRefusal =
  /** No such payment, or somebody has said whose it is. */
  | 'gone'
  /** No bill has this code. */
  | 'no_bill';

/** An officer says which bill a payment was for, once; it is then used as any other of that employer. Recorded. */
export function matchPayment(
  { database, clock }: BillingServices,
  match: { readonly paymentId: string; readonly billingCode: string; readonly officerId: string },
): Promise<Result<undefined, MatchRefusal>> {
  return database.transaction(async (tx) => {
    const payerId = await queries.payerOfCode(tx, match.billingCode);
    if (!payerId) return refused('no_bill');
    if (!(await queries.matchPayment(tx, match.paymentId, payerId, match.officerId))) return refused('gone');
    await queries.queueAllocation(tx, [payerId]);
    await record(tx, {
      event: 'payment_matched',
      actor: { kind: 'officer', accountId: match.officerId },
      accountId: match.officerId,
      at: clock.now(),
      details: { code: match.billingCode },
    });
    return ok(undefined);
  });
}
