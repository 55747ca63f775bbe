import { newId, ok, refused, type Result } from '#kernel';
import type { Database, Transaction } from '#platform';
import * as queries from './queries.ts';
import type { BankPayment } from './types.ts';

/** Task name of the job that uses what came in for the bills of a payer. */
export const allocateTask = 'billing.allocate';

export type PaymentRefusal =
  /** This reference was told before, with another amount, day or code. */
  'told_otherwise';

export type Received = {
  /** `again`: told before with the same values; nothing was written. */
  readonly state: 'new' | 'again';
  /** False: the code names no bill of ours, and an officer has to find out whose money it is. */
  readonly matched: boolean;
};

/**
 * Notes a payment that a bank tells of, once for each bank and reference, and has it used for the bills. One statement
 * decides which of several at once is the first.
 */
export function receivePayment(
  database: Database,
  payment: BankPayment,
  now: Date,
): Promise<Result<Received, PaymentRefusal>> {
  return database.transaction((tx) => receiveIn(tx, payment, now));
}

async function receiveIn(
  tx: Transaction,
  payment: BankPayment,
  now: Date,
): Promise<Result<Received, PaymentRefusal>> {
  const written = await queries.insertPayment(tx, newId(now), payment, now);
  if (written) {
    if (written.payer_id) await queries.queueAllocation(tx, [written.payer_id]);
    return ok({ state: 'new', matched: written.payer_id !== null });
  }
  const known = await queries.paymentByReference(tx, payment.bank, payment.bankReference);
  const same =
    known?.amount === payment.amount &&
    known.paid_on === payment.paidOn &&
    known.billing_code === payment.billingCode;
  return same ? ok({ state: 'again', matched: known.payer_id !== null }) : refused('told_otherwise');
}
