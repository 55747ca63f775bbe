import type { IsoDate, Month, Rate } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';
import type { ContributionSegment } from '#rates';
import type { BilledKind, BilledTerms } from './issue-bills.ts';
import { stillHeld } from './queries-refunds.ts';
import type { BankPayment } from './types.ts';

/** The kinds of month in pg_temp.billed: what the law is asked about. */
export function billedKinds(tx: Transaction): Promise<BilledKind[]> {
  return tx.many(sql`select distinct month, segment, discounts from pg_temp.billed`);
}

/** Which bill each charge goes onto, in pg_temp.placed: that of its month, or `later` for what a correction
 * adds to a month whose day has passed, or changes in one that has no bill of ours. */
export async function placeBilled(
  tx: Transaction,
  terms: readonly BilledTerms[],
  today: IsoDate,
): Promise<void> {
  await tx.run(sql`
    create temp table placed on commit drop as
    select b.*, p.month as bill_month, p.due_on, p.penalty_rate
    from (
      select payer_id, month, corrected, segment, discounts, sum(workers)::int as workers, sum(jht)::bigint as jht,
        sum(jp)::bigint as jp, sum(jkk)::bigint as jkk, sum(jkm)::bigint as jkm, sum(jp_deferred)::bigint as jp_deferred
      from pg_temp.billed group by 1, 2, 3, 4, 5) b
    join unnest(${terms.map((term) => term.month)}::text[], ${terms.map((term) => term.segment)}::text[],
      ${terms.map((term) => term.discounts)}::text[], ${terms.map((term) => term.dueOn)}::date[],
      ${terms.map((term) => term.penaltyRate)}::int[], ${terms.map((term) => term.later.month)}::text[],
      ${terms.map((term) => term.later.dueOn)}::date[], ${terms.map((term) => term.later.penaltyRate)}::int[])
      as t (month, segment, discounts, due_on, penalty_rate, later_month, later_due_on, later_penalty_rate)
      on t.month = b.month and t.segment = b.segment and t.discounts is not distinct from b.discounts
    left join billing.bill own on own.payer_id = b.payer_id and own.month = b.month
    cross join lateral (select b.corrected and t.due_on < ${today}::date
      and (own.bill_id is null or b.jht + b.jp + b.jkk + b.jkm > 0) as later) l
    cross join lateral (values (l.later, t.later_month, t.later_due_on, t.later_penalty_rate),
      (not l.later, t.month, t.due_on, t.penalty_rate)) p (taken, month, due_on, penalty_rate)
    where p.taken`);
}

/** True of a row whose month and segment are among these. */
const isAmong = (kinds: readonly BilledKind[]) =>
  sql`month || ' ' || segment = any (${kinds.map(({ month, segment }) => `${month} ${segment}`)}::text[])`;

/** Where one bill gets several kinds of contributions, the kind whose due day is known decides about the bill. */
export async function insertBills(
  tx: Transaction,
  assumed: readonly BilledKind[],
  now: Date,
  on: IsoDate,
): Promise<void> {
  await tx.run(sql`
    insert into billing.bill (payer_id, month, bill_id, segment, due_on, penalty_rate, issued_on)
    select distinct on (payer_id, bill_month) payer_id, bill_month, billing.new_bill_id(${now}::timestamptz), segment, due_on,
      penalty_rate, ${on}::date
    from pg_temp.placed order by payer_id, bill_month, ${isAmong(assumed)}, penalty_rate
    on conflict (payer_id, month) do nothing`);
}

export async function insertCharges(
  tx: Transaction,
  assumed: readonly BilledKind[],
  chargeId: string,
  on: IsoDate,
): Promise<number> {
  return tx.run(sql`
    insert into billing.charge (payer_id, month, charge_id, kind, for_month, workers, jht, jp, jkk, jkm, jp_deferred,
      penalty_free, charged_on)
    select payer_id, bill_month, ${chargeId}::uuid, case when corrected then 'correction' else 'contributions' end, month,
      sum(workers), sum(jht), sum(jp), sum(jkk), sum(jkm), sum(jp_deferred),
      coalesce(sum(jht + jp + jkk + jkm - jp_deferred) filter (where ${isAmong(assumed)}), 0), ${on}::date
    from pg_temp.placed group by payer_id, bill_month, corrected, month order by payer_id, bill_month`);
}

/** Payers of this run for whom something is to be used or given free at once. */
export async function payersWithCredit(tx: Transaction): Promise<string[]> {
  const rows = await tx.many<{ readonly payer_id: string }>(sql`
    select payer_id from pg_temp.placed b
    group by payer_id having bool_or(jht + jp + jkk + jkm <= 0)
      or (select sum(amount) from billing.payment p where p.payer_id = b.payer_id)
        > (select coalesce(sum(amount), 0) from billing.allocation a where a.payer_id = b.payer_id)
    order by payer_id`);
  return rows.map((found) => found.payer_id);
}

type PaymentRow = {
  readonly billing_code: string;
  readonly payer_id: string | null;
  readonly amount: bigint;
  readonly paid_on: IsoDate;
};

/** The first of several that tell of one payment writes it; the others get nothing. */
export function insertPayment(
  tx: Transaction,
  paymentId: string,
  payment: BankPayment,
  now: Date,
): Promise<{ readonly payer_id: string | null } | undefined> {
  const { bank, bankReference, billingCode, amount, paidOn } = payment;
  return tx.maybe(sql`
    insert into billing.payment (bank, bank_reference, payment_id, billing_code, payer_id, amount, paid_on, received_at)
    select ${bank}, ${bankReference}, ${paymentId}::uuid, ${billingCode},
      (select payer_id from billing.bill where billing_code = ${billingCode}), ${amount}::bigint, ${paidOn}::date, ${now}::timestamptz
    on conflict (bank, bank_reference) do nothing returning payer_id`);
}

/** Queues the job `allocateTask` in the caller's transaction; by a function, because a face may queue no other of the worker's. */
export async function queueAllocation(tx: Transaction, payerIds: readonly string[]): Promise<void> {
  await tx.run(sql`select billing.queue_allocation(${payerIds}::uuid[])`);
}

export function paymentByReference(
  executor: Executor,
  bank: string,
  bankReference: string,
): Promise<PaymentRow | undefined> {
  return executor.maybe(sql`
    select billing_code, payer_id, amount, paid_on from billing.payment
    where bank = ${bank} and bank_reference = ${bankReference}`);
}

export type BillRow = {
  readonly billId: string;
  readonly payerId: string;
  readonly month: Month;
  readonly segment: ContributionSegment;
  readonly billingCode: string;
  readonly dueOn: IsoDate;
  readonly issuedOn: IsoDate;
  readonly penaltyRate: Rate;
  readonly workers: number;
  readonly jht: bigint;
  readonly jp: bigint;
  readonly jkk: bigint;
  readonly jkm: bigint;
  readonly jpDeferred: bigint;
  readonly penaltyFree: bigint;
  readonly penalty: bigint;
  readonly amount: bigint;
  readonly paid: bigint;
};

const billColumns = sql`b.bill_id as "billId", b.payer_id as "payerId", b.month, b.segment, b.billing_code as "billingCode",
  b.due_on as "dueOn", b.issued_on as "issuedOn", b.penalty_rate as "penaltyRate", c.*, a.paid`;

const sums = sql`
  join lateral (
    select sum(workers)::int as workers, sum(jht)::bigint as jht, sum(jp)::bigint as jp, sum(jkk)::bigint as jkk,
      sum(jkm)::bigint as jkm, sum(jp_deferred)::bigint as "jpDeferred", sum(penalty_free)::bigint as "penaltyFree", sum(penalty)::bigint as penalty,
      sum(amount)::bigint as amount
    from billing.charge where payer_id = b.payer_id and month = b.month) c on true
  join lateral (
    select coalesce(sum(amount), 0)::bigint as paid from billing.allocation
    where payer_id = b.payer_id and month = b.month) a on true`;

/** The newest first. */
export function billsOf(
  executor: Executor,
  payerId: string,
  limit: number,
  offset: number,
): Promise<BillRow[]> {
  return executor.many(sql`
    select ${billColumns} from billing.bill b ${sums}
    where b.payer_id = ${payerId}::uuid order by b.month desc limit ${limit}::int offset ${offset}::int`);
}

export function billOf(executor: Executor, payerId: string, month: Month): Promise<BillRow | undefined> {
  return executor.maybe(sql`
    select ${billColumns} from billing.bill b ${sums} where b.payer_id = ${payerId}::uuid and b.month = ${month}`);
}

/** What came in, what bills used of it, what refunds hold, and what was asked for over all months; without what banks took back. */
export function accountOf(
  executor: Executor,
  payerId: string,
): Promise<{
  readonly charged: bigint;
  readonly received: bigint;
  readonly used: bigint;
  readonly held: bigint;
}> {
  return executor.one(sql`
    select (select coalesce(sum(amount), 0) from billing.charge where payer_id = ${payerId}::uuid)::bigint as charged,
      (select coalesce(sum(amount), 0) from billing.payment p where payer_id = ${payerId}::uuid
        and not exists (select from billing.reversal v where v.payment_id = p.payment_id))::bigint as received,
      (select coalesce(sum(amount), 0) from billing.allocation a where payer_id = ${payerId}::uuid
        and not exists (select from billing.reversal v where v.payment_id = a.payment_id))::bigint as used,
      (select coalesce(sum(amount), 0) from billing.refund_part r
        where payer_id = ${payerId}::uuid and ${stillHeld(sql`r.refund_id`)}
        and not exists (select from billing.reversal v where v.payment_id = r.payment_id))::bigint as held`);
}

export type UsedPayment = {
  readonly bank: string;
  readonly bankReference: string;
  readonly paidOn: IsoDate;
  /** The part of the payment that this bill got, whole rupiah. */
  readonly used: bigint;
};

/** What came in for one bill, the oldest first. */
export function paymentsOf(executor: Executor, payerId: string, month: Month): Promise<UsedPayment[]> {
  return executor.many(sql`
    select p.bank, p.bank_reference as "bankReference", p.paid_on as "paidOn", sum(a.amount)::bigint as used
    from billing.allocation a join billing.payment p using (payment_id)
    where a.payer_id = ${payerId}::uuid and a.month = ${month}
    group by p.bank, p.bank_reference, p.paid_on having sum(a.amount) > 0 order by p.paid_on, p.bank_reference limit 100`);
}

export type UnmatchedPayment = {
  readonly paymentId: string;
  readonly bank: string;
  readonly bankReference: string;
  readonly billingCode: string;
  readonly amount: bigint;
  readonly paidOn: IsoDate;
};

export function unmatchedPayments(executor: Executor, limit: number): Promise<UnmatchedPayment[]> {
  return executor.many(sql`
    select payment_id as "paymentId", bank, bank_reference as "bankReference", billing_code as "billingCode", amount,
      paid_on as "paidOn"
    from billing.payment p where payer_id is null
      and not exists (select from billing.reversal v where v.payment_id = p.payment_id)
    order by received_at limit ${limit}::int`);
}

export async function payerOfCode(executor: Executor, billingCode: string): Promise<string | undefined> {
  const row = await executor.maybe<{ readonly payer_id: string }>(sql`
    select payer_id from billing.bill where billing_code = ${billingCode}`);
  return row?.payer_id;
}

/** False when somebody was first. */
export async function matchPayment(
  tx: Transaction,
  paymentId: string,
  payerId: string,
  officerId: string,
): Promise<boolean> {
  const changed = await tx.run(sql`
    update billing.payment set payer_id = ${payerId}::uuid, matched_by = ${officerId}::uuid
    where payment_id = ${paymentId}::uuid and payer_id is null`);
  return changed > 0;
}

/** What corrections of other months brought onto a month's bill, below zero where they took off; whole rupiah. */
export function correctionsOn(
  executor: Executor,
  payerId: string,
  month: Month,
): Promise<{ readonly forMonth: Month; readonly amount: bigint }[]> {
  return executor.many(sql`
    select for_month as "forMonth", sum(amount)::bigint as amount from billing.charge
    where payer_id = ${payerId}::uuid and month = ${month} and kind = 'correction' and for_month <> month
    group by for_month having sum(amount) <> 0 order by for_month`);
}
