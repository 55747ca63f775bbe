import { type Statement, type Transaction, sql } from '#platform';

/** The tables by which another room hands over rows of a file, and gets the cards behind them. */
export const membershipHandOver = [
  sql`create temp table membership_request (
    row_number int not null, npp text, member_number text not null, month text not null) on commit drop`,
  sql`create temp table membership_resolved (
    row_number int not null, membership_id uuid, person_id uuid, employer_id uuid, segment text, started_on date,
    ended_on date, scale text, risk_class int, labour_intensive boolean, active_workers int, refusal text) on commit drop`,
] as const;

export async function analyzeRequest(tx: Transaction): Promise<void> {
  await tx.run(sql`analyze pg_temp.membership_request`);
}

/**
 * All cards of the asked employers, read once: for counting them, for finding those asked for without a look-up of each, and
 * for who compares the employer's workers with what was handed over.
 */
export async function createEmployerCards(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table employer_card on commit drop as
    select m.employer_id, m.person_id, m.membership_id, m.member_number, m.segment, m.started_on, m.ended_on
    from members.membership m where m.employer_id in (
      select e.employer_id from (select distinct npp from pg_temp.membership_request where npp <> '') r
      join members.employer e using (npp))`);
  await tx.run(sql`analyze pg_temp.employer_card`);
}

/**
 * Each asked employer in each asked month, with how many of its cards run then. Starts and ends are summed month by month, so
 * the work grows with the cards plus the months asked for, not with their product.
 */
export async function countActiveWorkers(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table membership_active on commit drop as
    with asked as (
      select e.employer_id, r.npp, r.month, (r.month || '-01')::date as first_day, e.scale, e.risk_class, e.labour_intensive
      from (select distinct npp, month from pg_temp.membership_request where npp <> '') r
      join members.employer e using (npp)),
    change as (
      select employer_id, date_trunc('month', started_on)::date as first_day, count(*) as change
      from pg_temp.employer_card group by 1, 2
      union all
      select employer_id, (date_trunc('month', ended_on) + interval '1 month')::date, -count(*)
      from pg_temp.employer_card where ended_on is not null group by 1, 2
      union all select employer_id, first_day, 0 from asked),
    running as (
      select employer_id, first_day,
        (sum(sum(change)) over (partition by employer_id order by first_day))::int as active_workers
      from change group by employer_id, first_day)
    select asked.*, running.active_workers from asked join running using (employer_id, first_day)`);
  await tx.run(sql`analyze pg_temp.membership_active`);
}

/** First the cards that are the employer's own, which are nearly all; then the others, looked up by their number. */
export async function fillResolved(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.membership_resolved (row_number, membership_id, person_id, employer_id, segment, started_on,
      ended_on, scale, risk_class, labour_intensive, active_workers)
    select r.row_number, c.membership_id, c.person_id, c.employer_id, c.segment, c.started_on, c.ended_on,
      a.scale, a.risk_class, a.labour_intensive, a.active_workers
    from pg_temp.membership_request r
    join pg_temp.membership_active a on a.npp = r.npp and a.month = r.month
    join pg_temp.employer_card c on c.member_number = r.member_number and c.employer_id = a.employer_id`);
  await tx.run(sql`
    insert into pg_temp.membership_resolved (row_number, membership_id, person_id, employer_id, segment, started_on,
      ended_on, scale, risk_class, labour_intensive, active_workers, refusal)
    select r.row_number, m.membership_id, m.person_id, m.employer_id, m.segment, m.started_on, m.ended_on,
      a.scale, a.risk_class, a.labour_intensive, coalesce(a.active_workers, 0),
      case when m.membership_id is null then 'member_number_unknown'
        when r.npp <> '' and a.employer_id is null then 'employer_unknown'
        when m.employer_id is distinct from a.employer_id then 'member_number_of_other_employer' end
    from pg_temp.membership_request r
    left join members.member_number k on k.member_number = r.member_number
    left join members.membership m on m.person_id = k.person_id and m.membership_id = k.membership_id
    left join pg_temp.membership_active a on a.npp = r.npp and a.month = r.month
    where not exists (select from pg_temp.membership_resolved f where f.row_number = r.row_number)`);
}

/** What the employers of these cards were in earlier months, for those that changed: by the first day of each month. */
export async function createEmployerPast(tx: Transaction): Promise<void> {
  const monthBefore = (day: Statement) => sql`to_char(${day} - 1, 'YYYY-MM') collate "C"`;
  await tx.run(sql`
    create temp table employer_past_month on commit drop as
    select employer_id, lag(last_month, 1, '') over (partition by employer_id order by held_until) as after_month, last_month,
      scale, risk_class, labour_intensive
    from (
      select p.*, ${monthBefore(sql`p.held_until`)} as last_month from members.employer_past p
      where p.employer_id in (select employer_id from pg_temp.membership_resolved)) p`);
}

export async function analyzeResolved(tx: Transaction): Promise<void> {
  await tx.run(sql`analyze pg_temp.membership_resolved`);
}

/** The tables by which another room hands over people named by card or NIK, and gets who they are. */
export const personHandOver = [
  sql`create temp table person_request (row_number int not null, member_number text, index bytea) on commit drop`,
  sql`create temp table person_resolved (
    row_number int not null, person_id uuid, full_name text, refusal text) on commit drop`,
] as const;

export const fillPersonResolved = sql`
  insert into pg_temp.person_resolved (row_number, person_id, full_name, refusal)
  select r.row_number, p.person_id, p.full_name,
    case when r.member_number is not null and k.person_id is null then 'member_number_unknown'
      when r.index is not null and n.person_id is null then 'person_unknown'
      when k.person_id <> n.person_id then 'member_number_taken' end
  from pg_temp.person_request r
  left join members.member_number k on k.member_number = r.member_number
  left join members.national_number n on n.index = r.index
  left join members.person p on p.person_id = coalesce(k.person_id, n.person_id)`;
