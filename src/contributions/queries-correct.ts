import type { IsoDate, Month } from '#kernel';
import { type Executor, type Statement, type Transaction, sql } from '#platform';
import { assessedRows, termsOfWage } from './queries-assess.ts';
import { labourIntensive, pastOfEmployer, payerKindOf } from './queries-import.ts';

/** What a correction asks for and how it ended; see correct.ts. */
export async function createCorrectionTables(tx: Transaction): Promise<void> {
  await tx.run(sql`create temp table correction_request (row_number int, correction_id uuid, npp text,
    member_number text, month text collate "C", wage bigint, reason text) on commit drop`);
  await tx.run(
    sql`create temp table correction_result (row_number int, outcome text, refusal text) on commit drop`,
  );
}

export async function insertRequests(tx: Executor, rows: string): Promise<void> {
  await tx.run(sql`insert into pg_temp.correction_request
    select * from json_populate_recordset(null::pg_temp.correction_request, ${rows}::json)`);
}

/** The months that the requests are of. */
export async function requestedMonths(tx: Transaction): Promise<ReadonlySet<string>> {
  const rows = await tx.many<{ month: string }>(sql`select distinct month from pg_temp.correction_request`);
  return new Set(rows.map(({ month }) => month));
}

/** The requests as rows of a file, for the checks of cards that imports use. */
export async function stageRequests(tx: Transaction, currentMonth: Month): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.contribution_row (row_number, npp, member_number, month, counted_month, wage)
    select r.row_number, r.npp, r.member_number, r.month, case when exists (
        select from pg_temp.discount_rule d where d.month = r.month and d.min_active_workers > 0)
      then r.month else ${currentMonth} end, r.wage
    from pg_temp.correction_request r`);
}

const total = sql`coalesce(jht_employer, 0) + coalesce(jht_employee, 0) + coalesce(jp_employer, 0)
  + coalesce(jp_employee, 0) + coalesce(jkk_employer, 0) + coalesce(jkk_employee, 0) + coalesce(jkm_employer, 0)
  + coalesce(jkm_employee, 0)`;

/**
 * Every request with its card, the revision that stands, the posted revision whose money stands, what was paid and
 * posted at most for the month, and the first thing that is wrong with it.
 */
export async function checkRequests(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table correction_checked on commit drop as
    select r.row_number, r.correction_id, r.reason, r.wage, r.month, k.person_id, k.membership_id, k.employer_id,
      k.segment, t.payer_kind, ${labourIntensive}, k.active_workers, k.first_month, c.revision as known_revision,
      c.wage as known_wage, c.posted_on as known_posted_on, c.posting_group as known_group,
      c.reversal_group as known_reversal_group, c.reverses_revision as known_reverses, c.reported_on,
      b.revision as base_revision, p.most_posted, p.most_paid, q.billed_on as paid_billed_on, q.paid_on as paid_paid_on,
      case
        when r.wage is null or r.wage < 0 or (r.wage = 0 and k.membership_id is not null and k.employer_id is null) then 'wage_zero'
        when r.wage > 1000000000000 then 'wage_too_large'
        when k.refusal is not null then k.refusal
        when count(*) over (partition by r.member_number, r.month order by r.row_number) > 1
          or count(*) over (partition by r.correction_id order by r.row_number) > 1 then 'duplicate_in_file'
        when c.revision is null then 'nothing_to_correct'
        when r.wage = 0 then null
        when t.month is null then 'rate_not_known'
        when t.refusal is not null then t.refusal
      end as refusal,
      exists (select from contributions.contribution d where d.correction_id = r.correction_id) as done_before
    from pg_temp.correction_request r
    join pg_temp.contribution_row s on s.row_number = r.row_number
    left join pg_temp.contribution_card k
      on k.member_number = r.member_number and k.npp = r.npp and k.counted_month = s.counted_month
    ${pastOfEmployer(sql`r.month`)}
    left join lateral (select * from contributions.contribution c where ${ofCard} and not c.superseded) c on true
    left join pg_temp.assessment_term t on t.month = r.month
      and t.payer_kind = ${payerKindOf(sql`c.revision is not null and c.jht_employee is null`)} and ${termsOfWage(sql`r.wage`)}
    left join lateral (select * from contributions.contribution c where ${ofCard} and c.posted_on is not null
      order by c.revision desc limit 1) b on true
    left join lateral (select max(${total}) filter (where c.posted_on is not null) as most_posted,
      max(${total}) filter (where c.paid_on is not null) as most_paid
      from contributions.contribution c where ${ofCard} and ${keepsItsMoney}) p on true
    left join lateral (select * from contributions.contribution c where ${ofCard} and ${keepsItsMoney} and c.paid_on is not null
      order by ${total} desc, c.revision limit 1) q on true`);
}

/** What was paid on a bill of ours and is asked for no more has been given free, for the next bill. */
const keepsItsMoney = sql`(c.charge_id is null or not c.superseded)`;

const ofCard = sql`c.person_id = k.person_id and c.membership_id = k.membership_id and c.month = r.month`;

/** The oldest month that each payer owes. What a correction adds to a month that was paid is no arrear of it. */
export async function createCorrectionStanding(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table payer_standing on commit drop as
    select coalesce(c.employer_id, c.membership_id) as payer_id, min(c.month) as earliest_unpaid_month
    from contributions.contribution c
    where c.posted_on is null and c.paid_on is null and not c.superseded and c.reverses_revision is null
      and coalesce(c.employer_id, c.membership_id) in (
        select coalesce(employer_id, membership_id) from pg_temp.correction_checked where refusal is null)
      and c.wage > 0
    group by 1`);
}

export async function createCorrectionInput(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp view assessment_input as
    select row_number, person_id, membership_id, employer_id, coalesce(employer_id, membership_id) as payer_id, segment,
      payer_kind, month, wage, reported_on, null::date as billed_on, paid_paid_on as paid_on, null::date as posted_on,
      labour_intensive, active_workers, first_month
    from pg_temp.correction_checked where refusal is null and not done_before and wage > 0`);
}

const valuesOf = (
  of: Statement,
) => sql`row(${of}.wage, ${of}.jht_employer, ${of}.jht_employee, ${of}.jp_employer,
  ${of}.jp_employee, nullif(${of}.jp_deferred, 0), ${of}.jkk_employer, ${of}.jkk_employee, ${of}.jkm_employer,
  ${of}.jkm_employee, ${of}.jkp_from_jkk, ${of}.jkp_from_jkm, ${of}.jkp_from_state, ${of}.discounts)`;

const columns = sql`person_id, membership_id, employer_id, segment, month, wage, jht_employer, jht_employee, jp_employer,
  jp_employee, jp_deferred, jkk_employer, jkk_employee, jkm_employer, jkm_employee, jkp_from_jkk, jkp_from_jkm, jkp_from_state`;
const noShares = sql`null::bigint, null::bigint, null::bigint, null::bigint, null::bigint, null::bigint, null::bigint,
  null::bigint, null::bigint, null::bigint, null::bigint, null::bigint`;

/**
 * The new revisions with their shares and dates; of a month that is taken back one without shares. What was paid for the month stays with it: a revision within that is
 * paid, and posted on the day of the correction when it was posted; a dearer one waits for its bill. One that changes
 * nothing is left out.
 */
export async function createRevisions(tx: Transaction, today: IsoDate, idPrefix: string): Promise<void> {
  await tx.run(sql`
    create temp table correction_revision on commit drop as
    with assessed as (
      select row_number, ${columns}, discounts from (${assessedRows}) a
      union all
      select row_number, person_id, membership_id, employer_id, segment, month, wage, ${noShares}, null
      from pg_temp.correction_checked where refusal is null and not done_before and wage = 0),
    summed as (select assessed.*, ${total} as new_total from assessed)
    select a.row_number, a.person_id, a.membership_id, a.employer_id, a.segment, a.month, a.wage, a.jht_employer,
      a.jht_employee, a.jp_employer, a.jp_employee, nullif(a.jp_deferred, 0) as jp_deferred, a.jkk_employer,
      a.jkk_employee, a.jkm_employer, a.jkm_employee, a.jkp_from_jkk, a.jkp_from_jkm, a.jkp_from_state, a.discounts,
      k.reported_on, k.correction_id, k.reason, k.known_revision, k.known_posted_on, k.known_group,
      k.known_reversal_group, k.known_reverses, k.base_revision,
      case when a.new_total <= k.most_paid then k.paid_billed_on end as billed_on,
      case when a.new_total <= k.most_paid then k.paid_paid_on end as paid_on,
      case when a.new_total <= k.most_posted or (a.wage = 0 and k.paid_paid_on is not null) then ${today}::date end as posted_on,
      ${groupId(idPrefix, sql`2 * row_number() over ()`)} as posting_group,
      case when k.base_revision is not null then ${groupId(idPrefix, sql`2 * row_number() over () + 1`)} end as reversal_group
    from summed a join pg_temp.correction_checked k on k.row_number = a.row_number
    join contributions.contribution c on c.person_id = k.person_id and c.membership_id = k.membership_id
      and c.month = k.month and c.revision = k.known_revision
    where ${valuesOf(sql`a`)} is distinct from ${valuesOf(sql`c`)}`);
  await tx.run(sql`analyze pg_temp.correction_revision`);
}

export const groupId = (prefix: string, number: Statement) =>
  sql`(${prefix}::text || lpad(to_hex(${number}), 10, '0') || '00')::uuid`;

export type CorrectionCounts = { corrected: bigint; unchanged: bigint; refused: bigint };

export async function tellResults(tx: Transaction): Promise<CorrectionCounts> {
  await tx.run(sql`
    insert into pg_temp.correction_result
    select k.row_number, case when k.done_before and k.refusal is distinct from 'duplicate_in_file' then 'unchanged'
      when k.refusal is not null then 'refused' when n.row_number is null then 'unchanged' else 'corrected' end,
      case when not k.done_before then k.refusal end
    from pg_temp.correction_checked k left join pg_temp.correction_revision n using (row_number)`);
  return tx.one(sql`
    select count(*) filter (where outcome = 'corrected') as corrected,
      count(*) filter (where outcome = 'unchanged') as unchanged,
      count(*) filter (where outcome = 'refused') as refused from pg_temp.correction_result`);
}
