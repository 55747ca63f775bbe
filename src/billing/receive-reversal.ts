import { type IsoDate, ok, refused, type Result, type Rupiah } from '#kernel';
import type { Database, Transaction } from '#platform';
import { queueAllocation } from './queries.ts';
import { holdPayers } from './queries-allocate.ts';
import { insertStep } from './queries-refunds.ts';
import * as queries from './queries-reversals.ts';

/** A bank takes a whole payment back that it told of before. */
export type BankReversal = {
  readonly bank: string;
  /** The bank's number of the payment. */
  readonly bankReference: string;
  /** The bank's own number of the reversal. */
  readonly reversalReference: string;
  readonly amount: Rupiah;
  readonly reversedOn: IsoDate;
};

export type ReversalRefusal =
  /** The bank never told of such a payment. */
  | 'payment_unknown'
  /** Another amount than the payment's, a day before it, or told before with other values. */
  | 'told_otherwise'
  /** What was over of the payment was paid out already: a person has to look. */
  | 'paid_back';

/**
 * Notes that a bank took a payment back, once: what it was used for is owed again, and a penalty that it brought falls away. What
 * members have on their accounts stays there, because the payer owes it (docs/decisions/0040). A refund of it that is not sent
 * yet comes to nothing. Telling again changes nothing.
 */
export function receiveReversal(
  database: Database,
  reversal: BankReversal,
  now: Date,
): Promise<Result<{ readonly state: 'new' | 'again' }, ReversalRefusal>> {
  return database.transaction(async (tx) => {
    const payment = await queries.paymentToReverse(tx, reversal.bank, reversal.bankReference);
    if (!payment) return refused('payment_unknown');
    const { paymentId, payerId, amount, paidOn } = payment;
    if (amount !== reversal.amount || reversal.reversedOn < paidOn) return refused('told_otherwise');
    if (payerId) await holdPayers(tx, [payerId]);
    const known = await queries.reversalOf(tx, paymentId);
    if (known) return sameAs(reversal, known) ? ok({ state: 'again' }) : refused('told_otherwise');
    if (!(await dropRefunds(tx, paymentId, now))) return refused('paid_back');
    if (!(await queries.insertReversal(tx, paymentId, reversal, now))) return refused('told_otherwise');
    if (payerId) await queueAllocation(tx, [payerId]);
    return ok({ state: 'new' });
  });
}

const sameAs = (told: BankReversal, known: queries.Reversal) =>
  told.reversalReference === known.reversalReference && told.reversedOn === known.reversedOn;

/** Refunds of this payment that are under way are refused by the program; false when one is with the bank already. */
async function dropRefunds(tx: Transaction, paymentId: string, now: Date): Promise<boolean> {
  const refunds = await queries.refundsHolding(tx, paymentId);
  if (refunds.some(({ sent }) => sent)) return false;
  for (const { refundId } of refunds)
    if (!(await insertStep(tx, { refundId, step: 'refused', doneBy: null, now }))) return false;
  return true;
}
