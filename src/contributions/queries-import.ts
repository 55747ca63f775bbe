import type { RowRefusal } from '#members';
import { type Statement, type Transaction, sql } from '#platform';
import { asksForStanding, termsOfWage } from './queries-assess.ts';
import { withoutSavingsKind } from './sql-terms.ts';

/** One import at a time; the next one waits here, after reading its file, and then sees what the first one wrote. */
export async function lockImports(tx: Transaction): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(4711, 6)`);
}

export async function createStaging(tx: Transaction): Promise<void> {
  // Sets of a million rows against small tables: hashing beats sorting, and the planner's guess of the groups is poor. Sets
  // of some thousands against a register of millions: the index pages are in memory, and a look-up of each row beats reading all.
  await tx.run(sql`select set_config('work_mem', '128MB', true), set_config('enable_mergejoin', 'off', true),
    set_config('random_page_cost', '1.1', true)`);
  await tx.run(sql`create temp table contribution_row (row_number int, npp text, member_number text,
    month text collate "C", counted_month text collate "C", wage bigint, reported_on date, billed_on date,
    paid_on date, posted_on date, without_savings boolean not null default false) on commit drop`);
}

/** The months that the staged rows are of. */
export async function stagedMonths(tx: Transaction): Promise<ReadonlySet<string>> {
  const rows = await tx.many<{ month: string }>(sql`select distinct month from pg_temp.contribution_row`);
  return new Set(rows.map(({ month }) => month));
}

export async function requestCards(tx: Transaction): Promise<void> {
  await tx.run(sql`analyze pg_temp.contribution_row`);
  await tx.run(sql`
    insert into pg_temp.membership_request (row_number, npp, member_number, month)
    select row_number() over (), npp, member_number, counted_month
    from (select distinct npp, member_number, counted_month from pg_temp.contribution_row) c`);
}

export async function takeCards(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp view contribution_card as
    select q.npp, q.member_number, q.month as counted_month, r.membership_id, r.person_id, r.employer_id, r.segment,
      r.labour_intensive, coalesce(r.active_workers, 0) as active_workers, r.refusal,
      case when r.segment = 'PU' then concat_ws(' ', r.segment, r.scale, r.risk_class) else r.segment end as payer_kind,
      to_char(r.started_on, 'YYYY-MM') collate "C" as first_month, to_char(r.ended_on, 'YYYY-MM') collate "C" as last_month
    from pg_temp.membership_request q join pg_temp.membership_resolved r on r.row_number = q.row_number`);
}

/** What the employer of card `k` was in a month, where it has changed since, as `h`. */
export const pastOfEmployer = (month: Statement) => sql`
  left join pg_temp.employer_past_month h on h.employer_id = k.employer_id and ${month} > h.after_month and ${month} <= h.last_month`;

/** The kind of payer that card `k` is assessed as; the self-employed may leave JHT out. */
export const payerKindOf = (withoutSavings: Statement) => sql`
  case when k.segment = 'BPU' and ${withoutSavings} then ${withoutSavingsKind}
    when k.segment = 'PU' and h.scale is not null then concat_ws(' ', k.segment, h.scale, h.risk_class)
    else k.payer_kind end`;

export const labourIntensive = sql`coalesce(h.labour_intensive, k.labour_intensive) as labour_intensive`;

/**
 * Every staged row with its card, what stands in the database already, and the first thing that is wrong with it.
 * The later of two rows for one card and month is refused, the first stands. A year that is closed takes no posting more.
 */
export async function checkRows(tx: Transaction, closedThrough: number): Promise<void> {
  await tx.run(sql`
    create temp table contribution_twice on commit drop as
    select member_number, month, min(row_number) as first_row from pg_temp.contribution_row
    group by member_number, month having count(*) > 1`);
  await tx.run(sql`
    create temp table contribution_checked on commit drop as
    select s.row_number, s.npp, s.member_number, s.month, s.wage, s.reported_on, s.billed_on, s.paid_on, s.posted_on,
      k.person_id, k.membership_id, k.employer_id, k.segment, t.payer_kind, ${labourIntensive}, k.active_workers,
      k.first_month, c.wage as known_wage, c.reported_on as known_reported_on, c.billed_on as known_billed_on,
      c.paid_on as known_paid_on, c.posted_on as known_posted_on, c.posting_group as known_posting_group,
      c.reversal_group as known_reversal_group, c.reverses_revision as known_reverses,
      case
        when k.refusal is not null then k.refusal
        when s.month < k.first_month or s.month > k.last_month then 'month_outside_employment'
        when s.row_number > d.first_row then 'duplicate_in_file'
        when k.segment = 'PMI' then 'paid_by_package'
        when t.month is null then 'rate_not_known'
        when t.refusal is not null then t.refusal
        when s.wage <> c.wage or (s.reported_on <> c.reported_on and s.reported_on is distinct from c.corrected_on)
          or s.billed_on <> c.billed_on
          or s.paid_on <> c.paid_on or s.posted_on <> c.posted_on then 'already_reported_otherwise'
        when num_nonnulls(s.billed_on, s.paid_on, s.posted_on) > 0
          and (coalesce(s.billed_on, c.billed_on) > coalesce(s.paid_on, c.paid_on)
          or coalesce(s.paid_on, c.paid_on) > coalesce(s.posted_on, c.posted_on)) then 'dates_out_of_order'
        when c.posted_on is null and extract(year from s.posted_on) <= ${closedThrough}::int then 'year_closed'
      end as refusal
    from pg_temp.contribution_row s
    join pg_temp.contribution_card k on k.member_number = s.member_number and k.npp = s.npp and k.counted_month = s.counted_month
    ${pastOfEmployer(sql`s.month`)}
    left join pg_temp.contribution_twice d on d.member_number = s.member_number and d.month = s.month
    left join pg_temp.assessment_term t on t.month = s.month and t.payer_kind = ${payerKindOf(sql`s.without_savings`)}
      and ${termsOfWage(sql`s.wage`)}
    left join contributions.contribution c
      on c.person_id = k.person_id and c.membership_id = k.membership_id and c.month = s.month and not c.superseded`);
  await tx.run(sql`analyze pg_temp.contribution_checked`);
}

/** The oldest month that each payer of this file still owes, by the file and by what is known already, where a discount asks for it. */
export async function createStanding(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table payer_standing on commit drop as
    select payer_id, min(month) as earliest_unpaid_month from (
      select coalesce(employer_id, membership_id) as payer_id, month from pg_temp.contribution_checked
      where refusal is null and paid_on is null and known_paid_on is null
      union all
      select coalesce(c.employer_id, c.membership_id), c.month from contributions.contribution c
      where c.posted_on is null and c.paid_on is null and not c.superseded and c.reverses_revision is null and c.wage > 0
        and coalesce(c.employer_id, c.membership_id) in (
          select coalesce(employer_id, membership_id) from pg_temp.contribution_checked where refusal is null)
        and not exists (
        select from pg_temp.contribution_checked f where f.person_id = c.person_id
          and f.membership_id = c.membership_id and f.month = c.month and f.paid_on is not null and f.refusal is null)
    ) unpaid where ${asksForStanding} group by payer_id`);
}

/** Rows that nobody has reported yet, as the input of the assessment. */
export async function createAssessmentInput(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp view assessment_input as
    select row_number, person_id, membership_id, employer_id, coalesce(employer_id, membership_id) as payer_id, segment,
      payer_kind, month, wage, reported_on, billed_on, paid_on, posted_on, labour_intensive, active_workers, first_month
    from pg_temp.contribution_checked where refusal is null and known_wage is null`);
}

export async function dropAssessmentInput(tx: Transaction): Promise<void> {
  await tx.run(sql`drop view pg_temp.assessment_input`);
}

export type ImportCounts = { fresh: bigint; changed: bigint; unchanged: bigint; refused: bigint };

export function countRows(tx: Transaction): Promise<ImportCounts> {
  return tx.one(sql`
    select count(*) filter (where refusal is null and known_wage is null) as fresh,
      count(*) filter (where refusal is null and known_wage is not null and (${hasNews})) as changed,
      count(*) filter (where refusal is null and known_wage is not null and not (${hasNews})) as unchanged,
      count(*) filter (where refusal is not null) as refused
    from pg_temp.contribution_checked`);
}

const hasNews = sql`(billed_on is not null and known_billed_on is null) or (paid_on is not null and known_paid_on is null)
  or (posted_on is not null and known_posted_on is null)`;

export async function insertBatch(
  tx: Transaction,
  now: Date,
  read: number,
  refused: number,
): Promise<number> {
  const { batchId } = await tx.one<{ batchId: number }>(sql`
    insert into contributions.batch (imported_at, rows_read, rows_refused)
    values (${now}::timestamptz, ${read}::int, ${refused}::int) returning batch_id as "batchId"`);
  return batchId;
}

/** Fills in what happened since: the bill, the payment, the posting. */
export async function updateDates(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update contributions.contribution c set billed_on = coalesce(c.billed_on, f.billed_on),
      paid_on = coalesce(c.paid_on, f.paid_on), posted_on = coalesce(c.posted_on, f.posted_on)
    from pg_temp.contribution_checked f
    where c.person_id = f.person_id and c.membership_id = f.membership_id and c.month = f.month and not c.superseded
      and f.refusal is null and f.known_wage is not null and (${sql`
        (f.billed_on is not null and f.known_billed_on is null) or (f.paid_on is not null and f.known_paid_on is null)
        or (f.posted_on is not null and f.known_posted_on is null)`})`);
}

/** Refusals found by the set-based checks, after a line, in the order of the file. Sixteen digits may be a NIK. */
export function refusedRows(tx: Transaction, after: number, limit: number): Promise<RowRefusal[]> {
  return tx.many<RowRefusal>(sql`
    select row_number as row, refusal as reason, refused_column as column,
      case refused_column when 'kpj' then case when length(member_number) >= 16 then '•••' else member_number end
        when 'npp' then case when length(npp) >= 16 then '•••' else npp end when 'month' then month when 'wage' then wage::text
        when 'posted_on' then posted_on::text when 'paid_on' then paid_on::text when 'billed_on' then billed_on::text
        when 'reported_on' then reported_on::text end as value
    from (
      select *, case refusal
        when 'member_number_unknown' then 'kpj' when 'paid_by_package' then 'kpj'
        when 'employer_unknown' then 'npp' when 'member_number_of_other_employer' then 'npp'
        when 'band_not_known' then 'wage' when 'dates_out_of_order' then 'paid_on' when 'year_closed' then 'posted_on'
        when 'already_reported_otherwise' then case when wage <> known_wage then 'wage'
          when reported_on <> known_reported_on then 'reported_on' when billed_on <> known_billed_on then 'billed_on'
          when paid_on <> known_paid_on then 'paid_on' else 'posted_on' end
        else 'month' end as refused_column
      from pg_temp.contribution_checked
      where refusal is not null and row_number > ${after}::int order by row_number limit ${limit}::int) r
    order by row_number`);
}
