import type { Rupiah } from '#kernel';
import { type Executor, sql, type Statement, type Transaction } from '#platform';
import type { Refund, RefundStep } from './refund-types.ts';

/** What a refund holds is not free for bills, unless it came to nothing. */
export const stillHeld = (refundId: Statement) => sql`not exists (
  select from billing.refund_step s where s.refund_id = ${refundId} and s.step in ('refused', 'withdrawn', 'returned'))`;

/** It stands in a file of outgoing payments. */
export const isSent = (refundId: Statement) => sql`exists (
  select from billing.refund_step s where s.refund_id = ${refundId} and s.step = 'sent')`;

/** Of a step `s` that says that the bank returned the refund: nobody has taken it back. */
const standsReturning = sql`s.step = 'returning' and not exists (
  select from billing.refund_step m where m.refund_id = s.refund_id and m.turn = s.turn and m.step = 'not_returned')`;

export async function insertRefund(
  tx: Transaction,
  refund: {
    readonly payerId: string;
    readonly refundId: string;
    readonly askedBy: string;
    readonly destination: Buffer;
    readonly parts: readonly { readonly paymentId: string; readonly left: Rupiah }[];
    readonly now: Date;
  },
): Promise<void> {
  const { payerId, refundId, parts } = refund;
  const amount = parts.reduce((sum, { left }) => sum + left, 0n);
  await tx.run(sql`
    insert into billing.refund (payer_id, refund_id, amount, asked_by, asked_at)
    values (${payerId}, ${refundId}, ${amount}, ${refund.askedBy}, ${refund.now})`);
  await tx.run(sql`
    insert into billing.refund_part (payer_id, refund_id, payment_id, amount)
    select ${payerId}::uuid, ${refundId}::uuid, payment_id, amount
    from unnest(${parts.map((part) => part.paymentId)}::uuid[], ${parts.map((part) => part.left)}::bigint[]) p (payment_id, amount)`);
  await tx.run(sql`
    insert into billing.refund_destination (refund_id, destination_sealed) values (${refundId}, ${refund.destination})`);
}

export const refundColumns = sql`r.refund_id as "refundId", r.payer_id as "payerId", r.amount, r.asked_by as "askedBy",
  r.asked_at as "askedAt", d.destination_sealed as destination,
  (select done_by from billing.refund_step s where s.refund_id = r.refund_id and s.step = 'checked') as "checkedBy",
  (select done_by from billing.refund_step s where s.refund_id = r.refund_id and ${standsReturning}) as "returningBy",
  coalesce((select case step when 'not_returned' then 'sent' else step end from billing.refund_step s
    where s.refund_id = r.refund_id order by s.turn desc, ${stepOrder()} desc limit 1), 'asked') as state`;

/** Later steps have larger numbers; each stands once in a turn. */
function stepOrder(): Statement {
  return sql`array_position(array['checked', 'approved', 'sent', 'returning', 'not_returned', 'refused', 'withdrawn', 'returned'], s.step)`;
}

export type RefundRow = Omit<Refund, 'destination'> & { readonly destination: Buffer };
export const refunds = sql`billing.refund r join billing.refund_destination d using (refund_id)`;

export function refundById(executor: Executor, refundId: string): Promise<RefundRow | undefined> {
  return executor.maybe(sql`select ${refundColumns} from ${refunds} where r.refund_id = ${refundId}::uuid`);
}

/** Of one payer, the newest first. */
export function refundsOf(executor: Executor, payerId: string, limit: number): Promise<RefundRow[]> {
  return executor.many(sql`
    select ${refundColumns} from ${refunds} where r.payer_id = ${payerId}::uuid
    order by r.asked_at desc limit ${limit}::int`);
}

/** What nobody has ended yet, and what was sent lately, because a bank may return it, or is said to be returned; the oldest first. */
export function refundsAtWork(executor: Executor, sentSince: Date, limit: number): Promise<RefundRow[]> {
  return executor.many(sql`
    select ${refundColumns} from ${refunds}
    where not exists (
      select from billing.refund_step s where s.refund_id = r.refund_id
        and (s.step in ('refused', 'withdrawn', 'returned')
          or (s.step = 'sent' and s.done_at < ${sentSince} and r.refund_id not in (
            select s.refund_id from billing.refund_step s where ${standsReturning}))))
    order by r.asked_at limit ${limit}::int`);
}

/** Writes a step once in the turn that runs; false when it is there, or another decision is. */
export async function insertStep(
  tx: Transaction,
  step: {
    readonly refundId: string;
    readonly step: RefundStep;
    readonly doneBy: string | null;
    readonly now: Date;
  },
): Promise<boolean> {
  const written = await tx.run(sql`
    insert into billing.refund_step (refund_id, step, done_by, done_at, turn)
    select ${step.refundId}::uuid, ${step.step}, ${step.doneBy}::uuid, ${step.now}::timestamptz,
      case when ${step.step} in ('returning', 'not_returned', 'returned') then (
        select count(*) from billing.refund_step s where s.refund_id = ${step.refundId}::uuid and s.step = 'not_returned') else 0 end
    on conflict do nothing`);
  return written === 1;
}
