import { sql, type Transaction } from '#platform';
import { isSent, stillHeld } from './queries-refunds.ts';
import type { BillingDifference } from './verify.ts';

/** What a bank took back pays for nothing, but for a refund that was with the bank by then; it waits for the allocation no longer than its job. */
export function selectReversedUsed(tx: Transaction): Promise<BillingDifference[]> {
  return tx.many(sql`
    select 'reversed_used' as check, v.payment_id::text as subject, '0' as expected, u.used::text as found
    from billing.reversal v
    join lateral (
      select coalesce((select sum(amount) from billing.allocation a where a.payment_id = v.payment_id), 0)
        + coalesce((select sum(r.amount) from billing.refund_part r
          where r.payment_id = v.payment_id and ${stillHeld(sql`r.refund_id`)} and not ${isSent(sql`r.refund_id`)}), 0) as used) u on true
    where u.used <> 0 limit 1000`);
}

/** A refund is what it takes from payments of its own payer. */
export function selectRefundDifferences(tx: Transaction): Promise<BillingDifference[]> {
  return tx.many(sql`
    select 'refund_differs' as check, r.refund_id::text as subject, r.amount::text as expected,
      coalesce(p.amount, 0)::text as found
    from billing.refund r
    left join (
      select part.refund_id, sum(part.amount) as amount
      from billing.refund_part part join billing.payment using (payer_id, payment_id) group by 1) p using (refund_id)
    where r.amount is distinct from p.amount limit 1000`);
}

/** Two officers approve, neither of them who asked; nothing is sent without, or comes back unsent or by the word of one. */
export function selectStepDifferences(tx: Transaction): Promise<BillingDifference[]> {
  return tx.many(sql`
    select 'refund_out_of_order' as check, r.refund_id::text as subject, 'checked, approved, sent by the right people' as expected,
      s.steps as found
    from billing.refund r
    join lateral (
      select string_agg(step, ', ' order by done_at, step) as steps,
        max(done_by::text) filter (where step = 'checked') as checked_by,
        max(done_by::text) filter (where step = 'approved') as approved_by,
        max(done_by::text) filter (where step = 'returning' and a.turn = last.turn) as returning_by,
        max(done_by::text) filter (where step = 'returned') as returned_by,
        bool_or(step = 'approved') as approved, bool_or(step = 'sent') as sent, bool_or(step in ('refused', 'withdrawn')) as ended, bool_or(step = 'returned') as returned,
        bool_or(step = 'returning') as returning,
        bool_or(step = 'not_returned' and not exists (select from billing.refund_step b
          where b.refund_id = r.refund_id and b.step = 'returning' and b.turn = a.turn)) as denied
      from billing.refund_step a
      cross join (select max(turn) as turn from billing.refund_step where refund_id = r.refund_id and step = 'returning') last
      where a.refund_id = r.refund_id) s on true
    where (s.approved and (s.checked_by is null or s.checked_by = s.approved_by
        or r.asked_by::text in (s.checked_by, s.approved_by)))
      or (s.sent and (s.ended or not s.approved)) or (s.returning and not s.sent) or s.denied
      or (s.returned and (s.returning_by is null or s.returning_by = s.returned_by
        or r.asked_by::text in (s.returning_by, s.returned_by))) limit 1000`);
}

/** Who confirms how a claim ended is not who said it, and both said the same. */
export function selectClaimDifferences(tx: Transaction): Promise<BillingDifference[]> {
  return tx.many(sql`
    select 'claim_out_of_order' as check, c.payment_id::text as subject, 'said by one officer, confirmed by another' as expected,
      concat_ws(' ', 'said by', s.done_by, s.outcome, 'confirmed by', c.done_by, c.outcome) as found
    from billing.claim_step c
    left join billing.claim_step s on s.payment_id = c.payment_id and s.turn = c.turn and s.step = 'said'
    where c.step <> 'said' and (s.done_by is null or (s.outcome, s.reference) <> (c.outcome, c.reference)
      or (c.step = 'confirmed' and s.done_by = c.done_by)) limit 1000`);
}
