import { AppError, type IsoDate, ok, refused, type Result, type Rupiah } from '#kernel';
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
  | 'told_otherwise';

/**
 * Notes that a bank took a payment back, once: what it was used for is owed again, and a penalty that it brought falls away. What
 * workers have on their accounts stays there, because their employer owes it; a month of the self-employed is taken back
 * (docs/decisions/0040). A refund of it that is not sent yet comes to nothing; one that is stands before officers
 * (`reversedAfterRefund`). Telling again changes nothing.
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
    await holdPayers(tx, [payerId ?? paymentId]);
    const known = await queries.reversalOf(tx, paymentId);
    if (known) return sameAs(reversal, known) ? ok({ state: 'again' }) : refused('told_otherwise');
    if (!(await queries.insertReversal(tx, paymentId, reversal, now))) return refused('told_otherwise');
    await dropRefunds(tx, paymentId, now);
    if (payerId) await queueAllocation(tx, [payerId]);
    return ok({ state: 'new' });
  });
}

const sameAs = (told: BankReversal, known: queries.Reversal) =>
  told.reversalReference === known.reversalReference && told.reversedOn === known.reversedOn;

/** Refunds of this payment that are under way are refused by the program, approved ones too. */
async function dropRefunds(tx: Transaction, paymentId: string, now: Date): Promise<void> {
  for (const refundId of await queries.refundsUnsent(tx, paymentId))
    if (!(await insertStep(tx, { refundId, step: 'refused', doneBy: null, now })))
      throw new AppError('bug', 'a refund that is held was ended already');
}
