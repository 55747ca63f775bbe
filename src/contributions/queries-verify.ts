import { type Transaction, sql } from '#platform';
import type { ContributionDifference } from './verify.ts';

/** Corrections with the posted revision that each takes back; one that was corrected again before it counted takes nothing. */
const takenBack = sql`from contributions.contribution c
  join contributions.contribution b on b.person_id = c.person_id and b.membership_id = c.membership_id
    and b.month = c.month and b.revision = c.reverses_revision
  where c.reversal_group is not null and not (c.superseded and c.posted_on is null)`;

export async function createGroupTotals(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table group_total on commit drop as
    select (left(g.posting_group::text, 34) || p.suffix)::uuid as entry_id, g.payer_id, g.month, p.fund, p.amount::bigint as amount,
      case when g.posted_on is null then 'pending' else 'posted' end as state, g.posted_on
    from (
      select posting_group, employer_id as payer_id, month, posted_on,
        coalesce(sum(jht_employer), 0) + coalesce(sum(jht_employee), 0) as jht,
        coalesce(sum(jp_employer), 0) + coalesce(sum(jp_employee), 0) as jp,
        coalesce(sum(jkk_employer), 0) + coalesce(sum(jkk_employee), 0) as jkk,
        coalesce(sum(jkm_employer), 0) + coalesce(sum(jkm_employee), 0) as jkm
      from contributions.contribution where not (superseded and posted_on is null) group by 1, 2, 3, 4
      union all
      select c.reversal_group, c.employer_id, c.month, c.posted_on,
        coalesce(b.jht_employer, 0) + coalesce(b.jht_employee, 0), coalesce(b.jp_employer, 0) + coalesce(b.jp_employee, 0),
        coalesce(b.jkk_employer, 0) + coalesce(b.jkk_employee, 0), coalesce(b.jkm_employer, 0) + coalesce(b.jkm_employee, 0)
      ${takenBack}
    ) g
    cross join lateral (values ('01', 'JHT', g.jht), ('02', 'JP', g.jp), ('03', 'JKK', g.jkk), ('04', 'JKM', g.jkm)) p (suffix, fund, amount)
    where p.amount <> 0`);
}

export function selectEntryDifferences(tx: Transaction): Promise<ContributionDifference[]> {
  return tx.many(sql`
    select case when e.entry_id is null then 'row_without_entry' else 'entry_differs' end as check,
      concat_ws(' ', coalesce(g.entry_id, e.entry_id), coalesce(g.month, e.period), coalesce(g.fund, e.fund)) as subject,
      concat_ws(' ', coalesce(g.amount, 0), g.state, g.posted_on) as expected,
      concat_ws(' ', coalesce(e.amount, 0), e.state, e.effective_on) as found
    from pg_temp.group_total g
    full join (select * from pg_temp.entry_total where kind = 'contribution' and state <> 'voided') e on e.entry_id = g.entry_id
    where e.entry_id is null or g.entry_id is null or e.amount <> g.amount or e.state <> g.state or e.fund <> g.fund
      or e.period <> g.month or e.payer_id is distinct from g.payer_id or e.effective_on is distinct from g.posted_on
    limit 1000`);
}

export function selectSavingsDifferences(tx: Transaction): Promise<ContributionDifference[]> {
  return tx.many(sql`
    select 'savings_differ' as check, coalesce(c.person_id, s.owner_id)::text as subject,
      concat(coalesce(c.posted, 0), ' posted, ', coalesce(c.pending, 0), ' pending') as expected,
      concat(coalesce(s.posted, 0), ' posted, ', coalesce(s.pending, 0), ' pending') as found
    from (
      select person_id, coalesce(sum(amount) filter (where posted_on is not null), 0) as posted,
        coalesce(sum(amount) filter (where posted_on is null), 0) as pending
      from (
        select person_id, posted_on, coalesce(jht_employer, 0) + coalesce(jht_employee, 0) as amount
        from contributions.contribution where not (superseded and posted_on is null)
        union all
        select c.person_id, c.posted_on, -coalesce(b.jht_employer, 0) - coalesce(b.jht_employee, 0) ${takenBack}
      ) given_and_taken group by person_id
    ) c full join pg_temp.savings_total s on s.owner_id = c.person_id
    where coalesce(c.posted, 0) <> coalesce(s.posted, 0) or coalesce(c.pending, 0) <> coalesce(s.pending, 0)
    limit 1000`);
}

export function selectEmployerDifferences(tx: Transaction): Promise<ContributionDifference[]> {
  return tx.many(sql`
    select 'employer_month_differs' as check,
      concat_ws(' ', 'payer', coalesce(payer_id::text, 'members themselves'), month, fund) as subject,
      sum(expected)::text as expected, sum(found)::text as found
    from (
      select payer_id, month, fund, amount as expected, 0 as found from pg_temp.group_total
      union all
      select payer_id, period, fund, 0, amount from pg_temp.entry_total where kind = 'contribution' and state <> 'voided'
    ) both_sides
    group by payer_id, month, fund having sum(expected) <> sum(found) limit 1000`);
}

/** Every payment, and every return paid with one, has its pay-out with the same amount and day, and the other way round. */
export function selectPayOutDifferences(tx: Transaction): Promise<ContributionDifference[]> {
  return tx.many(sql`
    select 'payment_differs' as check, coalesce(o.entry_id, e.entry_id)::text as subject,
      concat_ws(' ', coalesce(o.amount, 0), 'on', o.paid_on) as expected,
      concat_ws(' ', coalesce(e.amount, 0), 'on', e.effective_on) as found
    from (
      select (left(pay_out_id::text, 34) || suffix)::uuid as entry_id, paid_on, amount from contributions.pay_out
      cross join lateral (values ('05', return_amount), ('06', savings + return_amount)) e (suffix, amount)
      where amount > 0) o
    full join (
      select * from pg_temp.entry_total where kind = 'payment' or reason = 'provisional_return') e on e.entry_id = o.entry_id
    where e.entry_id is null or o.entry_id is null or e.amount <> o.amount or e.effective_on is distinct from o.paid_on
    union all
    select 'payment_differs', coalesce(o.person_id, s.owner_id)::text, coalesce(o.paid, 0)::text, coalesce(s.paid, 0)::text
    from (select person_id, sum(savings + return_amount) as paid from contributions.pay_out group by person_id) o
    full join (select owner_id, paid from pg_temp.savings_total where paid <> 0) s on s.owner_id = o.person_id
    where coalesce(o.paid, 0) <> coalesce(s.paid, 0)
    limit 1000`);
}
