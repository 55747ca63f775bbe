import type { IsoDate, Month, Rate, Rupiah } from '#kernel';
import { type Executor, sql, type Statement, type Transaction } from '#platform';
import type { ContributionSegment } from '#rates';
import type { PayerBill } from './allocate.ts';
import type { Credit } from './plan-allocation.ts';
import { stillHeld } from './queries-refunds.ts';

/** Until the end of the transaction nobody else uses payments of these payers. In one order, so that two never wait in a ring. */
export async function holdPayers(tx: Transaction, payerIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    select pg_advisory_xact_lock(4712, number) from (
      select distinct hashtext(payer_id) as number from unnest(${payerIds}::text[]) payer_id order by 1) payer`);
}

/** The month whose bill a payment names; null when its code names none of this payer. */
const namedMonth = (paymentId: Statement) => sql`(
  select n.month from billing.payment np join billing.bill n on n.billing_code = np.billing_code and n.payer_id = np.payer_id
  where np.payment_id = ${paymentId})`;

/** Bills on which what was asked for and what was paid differ, the oldest first. */
export async function openBills(executor: Executor, payerIds: readonly string[]): Promise<PayerBill[]> {
  const rows = await executor.many<
    Omit<PayerBill, 'parts'> & {
      parts: (Omit<PayerBill['parts'][number], 'amount'> & { amount: string })[];
    }
  >(sql`
    select b.payer_id as "payerId", b.month, b.segment, b.due_on as "dueOn", b.penalty_rate as "penaltyRate", c.amount::bigint as amount,
      c.penalisable::bigint as penalisable, coalesce(a.parts, '[]') as parts
    from billing.bill b
    join lateral (
      select sum(amount) as amount, sum(amount - penalty - jp_deferred - penalty_free) as penalisable
      from billing.charge where payer_id = b.payer_id and month = b.month) c on true
    left join lateral (
      select sum(used) as paid, bool_or(reversed) as reversed,
        json_agg(json_build_object('paymentId', payment_id, 'paidOn', paid_on, 'amount', used::text, 'reversed', reversed,
          'named', ${namedMonth(sql`p.payment_id`)}) order by paid_on, payment_id) as parts
      from (
        select payment_id, paid_on, sum(amount) as used,
          exists (select from billing.reversal r where r.payment_id = n.payment_id) as reversed
        from billing.allocation n
        where payer_id = b.payer_id and month = b.month group by payment_id, paid_on having sum(amount) > 0) p) a on true
    where b.payer_id = any (${payerIds}::uuid[]) and (c.amount <> coalesce(a.paid, 0) or a.reversed)
    order by b.payer_id, b.month`);
  return rows.map((row) => ({
    ...row,
    parts: row.parts.map((part) => ({ ...part, amount: BigInt(part.amount) })),
  }));
}

/** Payments of which something is left. */
export function credits(
  executor: Executor,
  payerIds: readonly string[],
): Promise<(Credit & { readonly payerId: string })[]> {
  return executor.many(sql`
    select p.payer_id as "payerId", p.payment_id as "paymentId", p.paid_on as "paidOn",
      (p.amount - coalesce(u.used, 0) - coalesce(g.held, 0))::bigint as "left", ${namedMonth(sql`p.payment_id`)} as named
    from billing.payment p
    left join (
      select payer_id, payment_id, sum(amount) as used from billing.allocation
      where payer_id = any (${payerIds}::uuid[]) group by 1, 2) u using (payer_id, payment_id)
    left join (
      select r.payment_id, sum(r.amount) as held from billing.refund_part r
      where r.payer_id = any (${payerIds}::uuid[]) and ${stillHeld(sql`r.refund_id`)} group by 1) g using (payment_id)
    where p.payer_id = any (${payerIds}::uuid[]) and p.amount > coalesce(u.used, 0) + coalesce(g.held, 0)
      and not exists (select from billing.reversal v where v.payment_id = p.payment_id)
    order by p.payer_id, p.paid_on, p.payment_id`);
}

export type NewAllocation = {
  readonly payerId: string;
  readonly segment: ContributionSegment;
  readonly month: Month;
  readonly allocationId: string;
  readonly paymentId: string;
  readonly amount: Rupiah;
  readonly paidOn: IsoDate;
};

export async function insertAllocations(
  tx: Transaction,
  rows: readonly NewAllocation[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into billing.allocation (payer_id, month, allocation_id, payment_id, amount, paid_on, allocated_at)
    select payer_id, month, allocation_id, payment_id, amount, paid_on, ${now}::timestamptz
    from unnest(${rows.map((row) => row.payerId)}::uuid[], ${rows.map((row) => row.month)}::text[],
      ${rows.map((row) => row.allocationId)}::uuid[], ${rows.map((row) => row.paymentId)}::uuid[],
      ${rows.map((row) => row.amount)}::bigint[], ${rows.map((row) => row.paidOn)}::date[])
      as r (payer_id, month, allocation_id, payment_id, amount, paid_on)`);
}

export type NewPenalty = {
  readonly payerId: string;
  readonly month: Month;
  readonly chargeId: string;
  readonly forMonth: Month;
  readonly penalty: Rupiah;
  readonly segment: ContributionSegment;
  readonly dueOn: IsoDate;
  readonly penaltyRate: Rate;
};

/** A penalty may begin the bill of a month that nobody has reported yet. */
export async function insertPenalties(
  tx: Transaction,
  rows: readonly NewPenalty[],
  now: Date,
  on: IsoDate,
): Promise<void> {
  if (rows.length === 0) return;
  const payerIds = rows.map((row) => row.payerId);
  const months = rows.map((row) => row.month);
  await tx.run(sql`
    insert into billing.bill (payer_id, month, bill_id, segment, due_on, penalty_rate, issued_on)
    select distinct on (payer_id, month) payer_id, month, billing.new_bill_id(${now}::timestamptz), segment, due_on, penalty_rate, ${on}::date
    from unnest(${payerIds}::uuid[], ${months}::text[], ${rows.map((row) => row.segment)}::text[],
      ${rows.map((row) => row.dueOn)}::date[], ${rows.map((row) => row.penaltyRate)}::int[])
      as r (payer_id, month, segment, due_on, penalty_rate)
    on conflict (payer_id, month) do nothing`);
  await tx.run(sql`
    insert into billing.charge (payer_id, month, charge_id, kind, workers, penalty, for_month, charged_on)
    select payer_id, month, charge_id, 'penalty', 0, penalty, for_month, ${on}::date
    from unnest(${payerIds}::uuid[], ${months}::text[], ${rows.map((row) => row.chargeId)}::uuid[],
      ${rows.map((row) => row.penalty)}::bigint[], ${rows.map((row) => row.forMonth)}::text[])
      as r (payer_id, month, charge_id, penalty, for_month)`);
}

/**
 * The charges of bills that are paid whole, for the settlement; the day is that of the last payment. A correction that stands on a
 * later bill waits until the bill of its own month is paid too; where it takes off a later bill what an earlier one added (a part
 * without workers), it waits for nothing.
 */
export async function requestPaidCharges(
  tx: Transaction,
  payerIds: readonly string[],
  today: IsoDate,
): Promise<number> {
  return tx.run(sql`
    with bill as (
      select payer_id, month, sum(amount) = coalesce(max(a.paid), 0) as whole, coalesce(max(a.paid_on), ${today}::date) as paid_on
      from billing.charge
      left join (
        select payer_id, month, sum(amount) as paid, max(paid_on) as paid_on from billing.allocation
        where payer_id = any (${payerIds}::uuid[]) group by payer_id, month) a using (payer_id, month)
      where payer_id = any (${payerIds}::uuid[]) group by payer_id, month)
    insert into pg_temp.paid_charge (payer_id, charge_id, month, corrected, paid_on)
    select c.payer_id, c.charge_id, c.for_month, c.kind = 'correction', greatest(b.paid_on, own.paid_on)
    from billing.charge c
    join bill b on b.payer_id = c.payer_id and b.month = c.month
    left join bill own on own.payer_id = c.payer_id and own.month = c.for_month
    where c.kind <> 'penalty' and c.workers > 0 and b.whole and coalesce(own.whole, true)`);
}
