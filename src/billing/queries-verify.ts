import { sql, type Transaction } from '#platform';
import { stillHeld } from './queries-refunds.ts';
import type { BillingDifference } from './verify.ts';

export async function holdPicture(tx: Transaction): Promise<void> {
  await tx.run(sql`set transaction isolation level repeatable read`);
  await tx.run(sql`select set_config('statement_timeout', '0', true), set_config('work_mem', '96MB', true)`);
}

export function selectChargeDifferences(tx: Transaction): Promise<BillingDifference[]> {
  return tx.many(sql`
    select 'charge_differs' as check, concat_ws(' ', payer_id, month, charge_id, case when corrected then 'correction' end) as subject,
      concat_ws(' ', t.workers, t.jht, t.jp, t.jkk, t.jkm) as expected,
      concat_ws(' ', c.workers, c.jht, c.jp, c.jkk, c.jkm) as found
    from pg_temp.charge_total t
    full join (
      select payer_id, for_month as month, kind = 'correction' as corrected, charge_id, sum(workers) as workers, sum(jht) as jht,
        sum(jp) as jp, sum(jkk) as jkk, sum(jkm) as jkm
      from billing.charge join billing.bill using (payer_id, month) where kind <> 'penalty' and segment <> 'BPU'
      group by 1, 2, 3, 4) c using (payer_id, month, corrected, charge_id)
    where (t.workers, t.jht, t.jp, t.jkk, t.jkm) is distinct from (c.workers, c.jht, c.jp, c.jkk, c.jkm) limit 1000`);
}

export function selectOverused(tx: Transaction): Promise<BillingDifference[]> {
  return tx.many(sql`
    select 'payment_overused' as check, payment_id::text as subject, concat('0 to ', coalesce(p.amount, 0)) as expected,
      u.used::text as found
    from (
      select payment_id, sum(used) + sum(held) as used, sum(used) as on_bills from (
        select payment_id, amount as used, 0 as held from billing.allocation
        union all
        select r.payment_id, 0, r.amount from billing.refund_part r where ${stillHeld(sql`r.refund_id`)}) a
      group by payment_id) u
    left join billing.payment p using (payment_id) where u.used > coalesce(p.amount, 0) or u.on_bills < 0 limit 1000`);
}

/** Bills with what they ask for, what was paid, and whether the rows on them are posted. */
const bills = sql`
  select payer_id, month, c.amount, coalesce(a.paid, 0) as paid, c.settled
  from (
    select c.payer_id, c.month, sum(c.amount) as amount, bool_and(coalesce(t.settled, true)) as settled
    from billing.charge c
    left join pg_temp.charge_total t on t.payer_id = c.payer_id and t.charge_id = c.charge_id and t.month = c.for_month
      and t.corrected = (c.kind = 'correction') and c.month = c.for_month
    group by 1, 2) c
  left join (select payer_id, month, sum(amount) as paid from billing.allocation group by 1, 2) a using (payer_id, month)`;

/** A bill that a correction made smaller waits for the allocation, no longer than its job. */
export function selectBillDifferences(tx: Transaction): Promise<BillingDifference[]> {
  return tx.many(sql`
    select case when paid > greatest(amount, 0) then 'bill_overpaid' else 'paid_not_settled' end as check,
      concat_ws(' ', payer_id, month) as subject, concat(amount, ' asked for') as expected,
      concat(paid, ' paid', case when not settled then ', not posted' end) as found
    from (${bills}) b
    where paid > greatest(amount, 0) or (paid = amount and paid > 0 and not settled) limit 1000`);
}

/** Of the self-employed: what is paid whole is posted with the same amount, and what a bank took back is not. */
export function selectOwnDifferences(tx: Transaction): Promise<BillingDifference[]> {
  return tx.many(sql`
    select 'own_month_differs' as check, concat_ws(' ', b.payer_id, b.month) as subject, c.amount::text as expected,
      coalesce(t.amount::text, 'not posted') as found
    from billing.bill b
    join (select payer_id, month, sum(amount) as amount from billing.charge group by 1, 2) c using (payer_id, month)
    join (select payer_id, month, sum(amount) as paid from billing.allocation group by 1, 2) a using (payer_id, month)
    left join pg_temp.own_total t on t.membership_id = b.payer_id and t.month = b.month
    where b.segment = 'BPU' and a.paid = c.amount and t.amount is distinct from c.amount
    union all
    select 'own_month_differs', concat_ws(' ', b.payer_id, b.month), 'not posted, its payment was taken back', t.amount::text
    from billing.bill b
    join pg_temp.own_total t on t.membership_id = b.payer_id and t.month = b.month and t.billed_on = b.issued_on
    where b.segment = 'BPU'
      and (select sum(amount) from billing.charge c where c.payer_id = b.payer_id and c.month = b.month)
        > (select sum(amount) from billing.allocation a where a.payer_id = b.payer_id and a.month = b.month)
      and exists (
        select from billing.allocation a join billing.reversal v using (payment_id)
        where a.payer_id = b.payer_id and a.month = b.month) limit 1000`);
}
