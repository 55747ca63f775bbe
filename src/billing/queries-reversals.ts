import type { IsoDate, Rupiah } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';
import { isSent, stillHeld } from './queries-refunds.ts';
import type { SaidClaim } from './close-claim.ts';
import { isClaimClosed, saidOf } from './queries-claims.ts';
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

/** Refunds that hold a part of a payment and are not with the bank yet. */
export async function refundsUnsent(tx: Transaction, paymentId: string): Promise<string[]> {
  const rows = await tx.many<{ readonly refund_id: string }>(sql`
    select p.refund_id from billing.refund_part p
    where p.payment_id = ${paymentId}::uuid and ${stillHeld(sql`p.refund_id`)} and not ${isSent(sql`p.refund_id`)}`);
  return rows.map((row) => row.refund_id);
}

export type ReversedAfterRefund = {
  readonly paymentId: string;
  readonly payerId: string;
  readonly bank: string;
  readonly bankReference: string;
  /** What went out of it, whole rupiah. */
  readonly refunded: Rupiah;
  readonly reversedOn: IsoDate;
  /** How one officer says that it ended; null while nobody has. */
  readonly said: SaidClaim | null;
};

/** Of a payment `p`: its bank took it back after a refund of it went out, and no two officers have closed that. */
export const isOpenClaim = sql`exists (
    select from billing.reversal v join billing.refund_part r on r.payment_id = v.payment_id
    where v.payment_id = p.payment_id and r.payer_id = p.payer_id
      and ${isSent(sql`r.refund_id`)} and ${stillHeld(sql`r.refund_id`)})
  and not ${isClaimClosed(sql`p.payment_id`)}`;

export function reversedAfterRefund(executor: Executor, limit: number): Promise<ReversedAfterRefund[]> {
  return executor.many(sql`
    select p.payment_id as "paymentId", p.payer_id as "payerId", p.bank, p.bank_reference as "bankReference",
      sum(r.amount)::bigint as refunded, v.reversed_on as "reversedOn", ${saidOf(sql`p.payment_id`)} as said
    from billing.reversal v
    join billing.payment p using (payment_id)
    join billing.refund_part r on r.payer_id = p.payer_id and r.payment_id = p.payment_id
    where ${isSent(sql`r.refund_id`)} and ${stillHeld(sql`r.refund_id`)} and ${isOpenClaim}
    group by p.payment_id, p.payer_id, p.bank, p.bank_reference, v.reversed_on, v.received_at
    order by v.received_at limit ${limit}::int`);
}

/**
 * Penalties that reversed payments brought, taken off the bill on which they stand, once for each part; yields the payers. Each
 * stands under the allocation that brought it, and what takes it off under the one that gave that part back.
 */
export async function dropPenalties(
  tx: Transaction,
  allocationIds: readonly string[],
  on: IsoDate,
): Promise<string[]> {
  const rows = await tx.many<{ readonly payer_id: string }>(sql`
    insert into billing.charge (payer_id, month, charge_id, kind, workers, penalty, for_month, charged_on)
    select c.payer_id, c.month, back.allocation_id, 'penalty', 0, -sum(c.penalty), c.for_month, ${on}::date
    from billing.allocation back
    join billing.reversal v on v.payment_id = back.payment_id
    join billing.allocation brought on brought.payer_id = back.payer_id and brought.month = back.month
      and brought.payment_id = back.payment_id and brought.amount > 0
    join billing.charge c on c.payer_id = brought.payer_id and c.charge_id = brought.allocation_id and c.kind = 'penalty'
    where back.allocation_id = any (${allocationIds}::uuid[]) and back.amount < 0
    group by c.payer_id, c.month, c.for_month, back.allocation_id
    having sum(c.penalty) > 0 returning payer_id`);
  return rows.map((row) => row.payer_id);
}
