import type { IsoDate, Rupiah } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';
import { stillHeld } from './queries-refunds.ts';
import type { BankReversal } from './receive-reversal.ts';

export function paymentToReverse(
  executor: Executor,
  bank: string,
  bankReference: string,
): Promise<
  | {
      readonly paymentId: string;
      readonly payerId: string | null;
      readonly amount: Rupiah;
      readonly paidOn: IsoDate;
    }
  | undefined
> {
  return executor.maybe(sql`
    select payment_id as "paymentId", payer_id as "payerId", amount, paid_on as "paidOn"
    from billing.payment where bank = ${bank} and bank_reference = ${bankReference}`);
}

export type Reversal = { readonly reversalReference: string; readonly reversedOn: IsoDate };

export function reversalOf(executor: Executor, paymentId: string): Promise<Reversal | undefined> {
  return executor.maybe(sql`
    select reversal_reference as "reversalReference", reversed_on as "reversedOn"
    from billing.reversal where payment_id = ${paymentId}::uuid`);
}

/** False when the payment or the reference has one already. */
export async function insertReversal(
  tx: Transaction,
  paymentId: string,
  { bank, reversalReference, reversedOn }: BankReversal,
  now: Date,
): Promise<boolean> {
  const written = await tx.run(sql`
    insert into billing.reversal (payment_id, bank, reversal_reference, reversed_on, received_at)
    values (${paymentId}, ${bank}, ${reversalReference}, ${reversedOn}, ${now}) on conflict do nothing`);
  return written === 1;
}

/** Refunds that hold a part of a payment. */
export function refundsHolding(
  tx: Transaction,
  paymentId: string,
): Promise<{ readonly refundId: string; readonly sent: boolean }[]> {
  return tx.many(sql`
    select p.refund_id as "refundId",
      exists (select from billing.refund_step s where s.refund_id = p.refund_id and s.step = 'sent') as sent
    from billing.refund_part p where p.payment_id = ${paymentId}::uuid and ${stillHeld(sql`p.refund_id`)}`);
}

/**
 * Penalties that reversed payments brought, taken off the bill on which they stand, once for each part; yields how many. Each
 * stands under the allocation that brought it, and what takes it off under the one that gave that part back.
 */
export function dropPenalties(tx: Transaction, allocationIds: readonly string[]): Promise<number> {
  return tx.run(sql`
    insert into billing.charge (payer_id, month, charge_id, kind, workers, penalty, for_month, charged_on)
    select c.payer_id, c.month, back.allocation_id, 'penalty', 0, -sum(c.penalty), c.for_month, max(back.allocated_at)::date
    from billing.allocation back
    join billing.reversal v on v.payment_id = back.payment_id
    join billing.allocation brought on brought.payer_id = back.payer_id and brought.month = back.month
      and brought.payment_id = back.payment_id and brought.amount > 0
    join billing.charge c on c.payer_id = brought.payer_id and c.charge_id = brought.allocation_id and c.kind = 'penalty'
    where back.allocation_id = any (${allocationIds}::uuid[]) and back.amount < 0
    group by c.payer_id, c.month, c.for_month, back.allocation_id
    having sum(c.penalty) > 0`);
}
