import { type Transaction, sql } from '#platform';
import { programmesOf } from './queries-correct-posting.ts';

/*
 * From assessed rows to the ledger. pg_temp.to_post holds rows that need entries: those just assessed, and those of
 * a pending entry that is settled only in part. They are numbered into posting groups (payer, month, day of posting);
 * a group has one entry for each programme billed, whose id is that of the group with 01 to 04 at its end. What is set
 * aside for JKP stands within the entries of JKK and JKM; the state's part comes from the state, not from a report.
 */
export async function createToPost(tx: Transaction, assessed: ReturnType<typeof sql>): Promise<void> {
  await tx.run(sql`
    create temp table to_post on commit drop as
    select row_number, person_id, membership_id, employer_id, segment, month, wage, jht_employer, jht_employee,
      jp_employer, jp_employee, case when jp_deferred <> 0 then jp_deferred end as jp_deferred, jkk_employer,
      jkk_employee, jkm_employer, jkm_employee, jkp_from_jkk, jkp_from_jkm, jkp_from_state, discounts, reported_on,
      billed_on, paid_on, posted_on, null::uuid as corrects_group,
      coalesce(employer_id, '00000000-0000-0000-0000-000000000000') as payer_key,
      coalesce(posted_on, 'infinity') as posted_key
    from (${assessed}) a`);
}

/** Pending groups of which some rows are now posted: whole ones are settled, the others are taken apart. */
export async function findSettled(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table settled_group on commit drop as
    select c.posting_group, count(c.posted_on) = count(*) and count(distinct c.posted_on) = 1 as whole,
      min(c.posted_on) as posted_on,
      coalesce(sum(coalesce(c.jht_employer, 0) + coalesce(c.jht_employee, 0)), 0) as jht,
      coalesce(sum(coalesce(c.jp_employer, 0) + coalesce(c.jp_employee, 0)), 0) as jp,
      coalesce(sum(coalesce(c.jkk_employer, 0) + coalesce(c.jkk_employee, 0)), 0) as jkk,
      coalesce(sum(coalesce(c.jkm_employer, 0) + coalesce(c.jkm_employee, 0)), 0) as jkm
    from (
      select c.* from contributions.contribution c where c.posted_on is null and not c.superseded and c.posting_group in (${newlyPosted})
      union all
      select c.* from contributions.contribution c join pg_temp.contribution_checked f
        on f.person_id = c.person_id and f.membership_id = c.membership_id and f.month = c.month and not c.superseded
      where f.refusal is null and f.known_wage is not null and f.known_posted_on is null and f.posted_on is not null
    ) c group by c.posting_group`);
}

const newlyPosted = sql`
  select known_posting_group from pg_temp.contribution_checked
  where refusal is null and known_wage is not null and known_posted_on is null and posted_on is not null`;

export async function requestSettlement(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.settlement (entry_id, state, effective_on)
    select (left(g.posting_group::text, 34) || p.suffix)::uuid, case when g.whole then 'posted' else 'voided' end,
      case when g.whole then g.posted_on end
    from pg_temp.settled_group g
    cross join lateral (values ('01', g.jht), ('02', g.jp), ('03', g.jkk), ('04', g.jkm)) p (suffix, amount)
    where p.amount > 0`);
}

/** A corrected row that is posted takes back, on the same day, what the posted revision before it gave. */
export async function requestTakingBack(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.settlement (entry_id, state, effective_on)
    select (left(f.known_reversal_group::text, 34) || p.suffix)::uuid, 'posted', f.posted_on
    from pg_temp.contribution_checked f
    join contributions.contribution b on b.person_id = f.person_id and b.membership_id = f.membership_id
      and b.month = f.month and b.revision = f.known_reverses
    cross join lateral ${programmesOf(sql`b`)}
    where f.refusal is null and f.known_reversal_group is not null and f.known_posted_on is null
      and f.posted_on is not null and p.amount > 0`);
}

/** The rows of groups that are taken apart, to be entered anew: those posted now by their day, the rest pending. */
export async function addTakenApart(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.to_post
    select 0, c.person_id, c.membership_id, c.employer_id, c.segment, c.month, c.wage, c.jht_employer, c.jht_employee,
      c.jp_employer, c.jp_employee, c.jp_deferred, c.jkk_employer, c.jkk_employee, c.jkm_employer, c.jkm_employee,
      c.jkp_from_jkk, c.jkp_from_jkm, c.jkp_from_state, c.discounts, c.reported_on, c.billed_on, c.paid_on, c.posted_on,
      c.posting_group, coalesce(c.employer_id, '00000000-0000-0000-0000-000000000000'), coalesce(c.posted_on, 'infinity')
    from contributions.contribution c join pg_temp.settled_group g on g.posting_group = c.posting_group
    where not g.whole and not c.superseded`);
}

export async function createGroups(tx: Transaction, idPrefix: string): Promise<void> {
  await tx.run(sql`
    create temp table posting_group on commit drop as
    select (${idPrefix}::text || lpad(to_hex(row_number() over ()), 10, '0') || '00')::uuid as posting_group, g.*
    from (
      select payer_key, month, posted_key, coalesce(corrects_group, '00000000-0000-0000-0000-000000000000') as corrects_key,
        coalesce(sum(jht_employer), 0) + coalesce(sum(jht_employee), 0) as jht,
        coalesce(sum(jp_employer), 0) + coalesce(sum(jp_employee), 0) as jp,
        coalesce(sum(jkk_employer), 0) + coalesce(sum(jkk_employee), 0) as jkk,
        coalesce(sum(jkm_employer), 0) + coalesce(sum(jkm_employee), 0) as jkm,
        coalesce(sum(jkp_from_jkk), 0) as jkp_from_jkk, coalesce(sum(jkp_from_jkm), 0) as jkp_from_jkm
      from pg_temp.to_post group by 1, 2, 3, 4) g`);
  await tx.run(sql`analyze pg_temp.to_post`);
  await tx.run(sql`analyze pg_temp.posting_group`);
}

const groupOfRow = sql`g.payer_key = r.payer_key and g.month = r.month and g.posted_key = r.posted_key
  and g.corrects_key = coalesce(r.corrects_group, '00000000-0000-0000-0000-000000000000')`;

/** Rows to post with the last revision of a month of the self-employed that was taken back; only theirs are looked for. */
const withTakenBack = sql`
  select r.*, case when r.employer_id is null then (
    select max(c.revision) from contributions.contribution c
    where c.person_id = r.person_id and c.membership_id = r.membership_id and c.month = r.month) end as taken_back
  from pg_temp.to_post r`;

/** A row that nobody knew is its month's revision 0; one that was taken back before is entered again as the next revision. */
export async function insertContributions(tx: Transaction, batchId: number): Promise<number> {
  return tx.run(sql`
    insert into contributions.contribution (person_id, membership_id, month, segment, employer_id, wage, jht_employer,
      jht_employee, jp_employer, jp_employee, jp_deferred, jkk_employer, jkk_employee, jkm_employer, jkm_employee,
      jkp_from_jkk, jkp_from_jkm, jkp_from_state, discounts, reported_on, billed_on, paid_on, posted_on, batch_id,
      posting_group, revision)
    select r.person_id, r.membership_id, r.month, r.segment, r.employer_id, r.wage, r.jht_employer, r.jht_employee,
      r.jp_employer, r.jp_employee, r.jp_deferred, r.jkk_employer, r.jkk_employee, r.jkm_employer, r.jkm_employee,
      r.jkp_from_jkk, r.jkp_from_jkm, r.jkp_from_state, r.discounts, r.reported_on, r.billed_on, r.paid_on, r.posted_on,
      ${batchId}::int, g.posting_group, coalesce(r.taken_back + 1, 0)
    from (${withTakenBack}) r join pg_temp.posting_group g on ${groupOfRow}
    where r.corrects_group is null
    order by r.person_id, r.membership_id, r.month`);
}

export async function moveTakenApart(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update contributions.contribution c set posting_group = g.posting_group
    from pg_temp.to_post r join pg_temp.posting_group g on ${groupOfRow}
    where r.corrects_group is not null
      and c.person_id = r.person_id and c.membership_id = r.membership_id and c.month = r.month and not c.superseded`);
}

export async function handOverEntries(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.new_entry (entry_id, state, kind, reason, fund, period, payer_id, effective_on, corrects_entry_id)
    select (left(g.posting_group::text, 34) || p.suffix)::uuid, case when g.posted_key = 'infinity' then 'pending' else 'posted' end,
      'contribution', case when g.corrects_key = ${noOne} then 'contributions_reported' else 'settled_in_part' end,
      p.fund, g.month, nullif(g.payer_key, ${noOne}), nullif(g.posted_key, 'infinity'),
      case when g.corrects_key <> ${noOne} then (left(g.corrects_key::text, 34) || p.suffix)::uuid end
    from pg_temp.posting_group g
    cross join lateral (values ('01', 'JHT', g.jht), ('02', 'JP', g.jp), ('03', 'JKK', g.jkk), ('04', 'JKM', g.jkm)) p (suffix, fund, amount)
    where p.amount > 0`);
}

const noOne = sql`'00000000-0000-0000-0000-000000000000'`;

/** Contributions flow from the payers' control account of a programme to its fund, JHT to each person's savings. */
export async function handOverPostings(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.new_posting (entry_id, owner_id, control_name, amount)
    select (left(g.posting_group::text, 34) || '01')::uuid, r.person_id, null,
      sum(coalesce(r.jht_employer, 0) + coalesce(r.jht_employee, 0))::bigint
    from pg_temp.to_post r join pg_temp.posting_group g on ${groupOfRow}
    where coalesce(r.jht_employer, 0) + coalesce(r.jht_employee, 0) > 0
    group by g.posting_group, r.person_id
    union all
    select (left(g.posting_group::text, 34) || p.suffix)::uuid, null, p.name, p.amount
    from pg_temp.posting_group g
    cross join lateral (values
      ('01', 'contributions:JHT', -g.jht),
      ('02', 'contributions:JP', -g.jp), ('02', 'fund:JP', g.jp),
      ('03', 'contributions:JKK', -g.jkk), ('03', 'fund:JKK', g.jkk - g.jkp_from_jkk), ('03', 'fund:JKP', g.jkp_from_jkk),
      ('04', 'contributions:JKM', -g.jkm), ('04', 'fund:JKM', g.jkm - g.jkp_from_jkm), ('04', 'fund:JKP', g.jkp_from_jkm)
    ) p (suffix, name, amount)
    where p.amount <> 0`);
}
