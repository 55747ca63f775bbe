import type { IsoDate, Month } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';
import { asksForStanding, assessedRows } from './queries-assess.ts';
import type { CardUntil, ReportRefusal, ReportTotals } from './report.ts';

/** A set is at most some ten thousand rows of a few months: a sample of three thousand tells the planner as much as all of them. */
export async function takeFewStatistics(tx: Transaction): Promise<void> {
  await tx.run(sql`select set_config('default_statistics_target', '10', true)`);
}

export async function selectTotals(tx: Transaction): Promise<ReportTotals[]> {
  return tx.many<ReportTotals>(sql`
    select c.npp, count(*)::int as rows, sum(a.wage)::bigint as wages,
      sum(coalesce(a.jht_employer, 0) + coalesce(a.jht_employee, 0))::bigint as jht,
      sum(coalesce(a.jp_employer, 0) + coalesce(a.jp_employee, 0))::bigint as jp,
      sum(coalesce(a.jkk, 0))::bigint as jkk, sum(coalesce(a.jkm, 0))::bigint as jkm
    from (${assessedRows}) a join pg_temp.contribution_checked c on c.row_number = a.row_number
    group by c.npp`);
}

/**
 * The oldest month that each payer of a report still owes, where a discount asks for it. A report pays nothing, so that the
 * oldest row in the index of those unpaid is the answer, however many there are behind it.
 */
export async function createStanding(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table payer_standing on commit drop as
    select f.payer_id, least(f.month, c.month) as earliest_unpaid_month
    from (
      select coalesce(employer_id, membership_id) as payer_id, min(month) filter (where known_paid_on is null) as month
      from pg_temp.contribution_checked where refusal is null group by 1) f
    left join lateral (
      select c.month from contributions.contribution c
      where coalesce(c.employer_id, c.membership_id) = f.payer_id and c.paid_on is null and c.posted_on is null
        and not c.superseded and c.reverses_revision is null and c.wage > 0
      order by coalesce(c.employer_id, c.membership_id), c.month limit 1) c on true
    where least(f.month, c.month) is not null and ${asksForStanding}`);
}

/** A row of the same day and wage is refused by no check, and yet there is nothing to take of it. */
export function selectRefused(tx: Transaction, after: number, limit: number): Promise<ReportRefusal[]> {
  return tx.many<ReportRefusal>(sql`
    select row_number as row, coalesce(refusal, 'already_reported_otherwise') as reason, member_number as "memberNumber", month, wage::text as wage,
      coalesce(wage = known_wage, false) as "sameWage"
    from pg_temp.contribution_checked
    where (refusal is not null or known_wage is not null) and row_number > ${after}::int
    order by row_number limit ${limit}::int`);
}

/** Every card of the employer in the month before; `known` in the month itself, by this report or an earlier one. */
export async function createChanges(
  tx: Transaction,
  {
    percent,
    most,
    refused,
  }: { readonly percent: number; readonly most: number; readonly refused: readonly string[] },
): Promise<void> {
  await tx.run(sql`
    create temp table report_change on commit drop as
    with month as (
      select npp, employer_id, month, to_char((month || '-01')::date - 1, 'YYYY-MM') collate "C" as month_before,
        (month || '-01')::date as first_day, (month || '-01')::date + interval '1 month' as next_first_day
      from pg_temp.contribution_checked where refusal is null and employer_id is not null
      group by npp, employer_id, month),
    card as (
      select m.npp, m.month, k.person_id, k.membership_id, now.wage, was.wage as last_wage
      from month m
      join pg_temp.employer_card k on k.employer_id = m.employer_id
      left join pg_temp.contribution_checked now
        on now.membership_id = k.membership_id and now.month = m.month and now.refusal is null
      left join lateral (
        select nullif(c.wage, 0) as wage from contributions.contribution c
        where c.person_id = k.person_id and c.membership_id = k.membership_id and c.month = m.month_before
        order by c.revision desc limit 1) was on true
      where k.started_on < m.next_first_day and (k.ended_on is null or k.ended_on >= m.first_day)
        and (now.wage is not null or not exists (
          select from contributions.contribution c
          where c.person_id = k.person_id and c.membership_id = k.membership_id and c.month = m.month))),
    refused as (
      select membership_id from pg_temp.contribution_checked where refusal is not null and membership_id is not null
      union all
      select membership_id from pg_temp.employer_card where member_number = any(${refused}::text[])),
    change as (
      select *, case when last_wage is null then case when wage is not null then 'new' end
        when wage is null then case when membership_id not in (select membership_id from refused) then 'gone' end
        when wage * 100 > last_wage * (100 + ${percent}::int) then 'wage_up'
        when wage * 100 < last_wage * (100 - ${percent}::int) then 'wage_down' end as kind
      from card),
    ranked as (
      select *, row_number() over (partition by npp, kind
        order by abs(coalesce(wage, 0) - coalesce(last_wage, 0)) desc, membership_id) as rank
      from change where kind is not null)
    select npp, person_id, membership_id, kind, wage, last_wage from ranked where rank <= ${most}::int`);
}

export function selectWages(
  executor: Executor,
  cards: readonly { readonly personId: string; readonly membershipId: string }[],
  month: Month,
): Promise<{ membershipId: string; wage: bigint; reportedOn: IsoDate }[]> {
  return executor.many(sql`
    select distinct on (c.membership_id) c.membership_id as "membershipId", c.wage, c.reported_on as "reportedOn"
    from unnest(${cards.map(({ personId }) => personId)}::uuid[], ${cards.map(({ membershipId }) => membershipId)}::uuid[])
      as asked (person_id, membership_id)
    join contributions.contribution c using (person_id, membership_id)
    where c.month = ${month} and not c.superseded and c.wage > 0 order by c.membership_id, c.revision desc`);
}

export function selectMonthsAfter(
  executor: Executor,
  cards: readonly CardUntil[],
): Promise<{ membershipId: string; months: Month[] }[]> {
  const of = (key: keyof CardUntil) => cards.map((card) => card[key]);
  return executor.many(sql`
    select c.membership_id as "membershipId", array_agg(distinct c.month order by c.month) as months
    from unnest(${of('personId')}::uuid[], ${of('membershipId')}::uuid[], ${of('lastMonth')}::text[])
      as asked (person_id, membership_id, last_month)
    join contributions.contribution c using (person_id, membership_id)
    where c.month > asked.last_month collate "C" and not c.superseded and c.wage > 0
    group by c.membership_id`);
}
