import type { IsoDate } from '#kernel';
import { type Statement, type Transaction, sql } from '#platform';
import { assessedRows } from './queries-assess.ts';

/*
 * A corrected row has posting groups of its own: one with its new shares, and one that takes back those of the posted
 * revision before it. Both wait together until what is owed more is paid and posted, or count at once.
 */

/** For the table of rows to post, which here takes only what is entered anew. */
export const nothingAssessed = sql`${assessedRows} where false`;

/** The pending entries of what is corrected: a group of several rows is voided, and the others are entered anew. */
export async function findPendingCorrected(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table settled_group on commit drop as
    select c.posting_group, false as whole, null::date as posted_on,
      coalesce(sum(coalesce(c.jht_employer, 0) + coalesce(c.jht_employee, 0)), 0) as jht,
      coalesce(sum(coalesce(c.jp_employer, 0) + coalesce(c.jp_employee, 0)), 0) as jp,
      coalesce(sum(coalesce(c.jkk_employer, 0) + coalesce(c.jkk_employee, 0)), 0) as jkk,
      coalesce(sum(coalesce(c.jkm_employer, 0) + coalesce(c.jkm_employee, 0)), 0) as jkm
    from contributions.contribution c
    where c.posted_on is null and not c.superseded
      and c.posting_group in (select known_group from pg_temp.correction_revision where known_posted_on is null)
    group by c.posting_group`);
}

/** What a pending correction would have taken back is taken back by the next one. */
export async function requestPendingReversals(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.settlement (entry_id, state, effective_on)
    select (left(n.known_reversal_group::text, 34) || p.suffix)::uuid, 'voided', null
    from pg_temp.correction_revision n
    join contributions.contribution b on b.person_id = n.person_id and b.membership_id = n.membership_id
      and b.month = n.month and b.revision = n.known_reverses
    cross join lateral ${programmesOf(sql`b`)}
    where n.known_posted_on is null and p.amount > 0`);
}

/** Of a revision: suffix of the entry, fund, and amount of each programme. */
export const programmesOf = (of: Statement) => sql`(values
  ('01', 'JHT', coalesce(${of}.jht_employer, 0) + coalesce(${of}.jht_employee, 0)),
  ('02', 'JP', coalesce(${of}.jp_employer, 0) + coalesce(${of}.jp_employee, 0)),
  ('03', 'JKK', coalesce(${of}.jkk_employer, 0) + coalesce(${of}.jkk_employee, 0)),
  ('04', 'JKM', coalesce(${of}.jkm_employer, 0) + coalesce(${of}.jkm_employee, 0))) p (suffix, fund, amount)`;

/** From the payers' control account of a programme to its fund, JHT to the person's savings, as for a file. */
const flows = (of: Statement) => sql`(values
  ('01', ${of}.person_id, null, coalesce(${of}.jht_employer, 0) + coalesce(${of}.jht_employee, 0)),
  ('01', null, 'contributions:JHT', -coalesce(${of}.jht_employer, 0) - coalesce(${of}.jht_employee, 0)),
  ('02', null, 'contributions:JP', -coalesce(${of}.jp_employer, 0) - coalesce(${of}.jp_employee, 0)),
  ('02', null, 'fund:JP', coalesce(${of}.jp_employer, 0) + coalesce(${of}.jp_employee, 0)),
  ('03', null, 'contributions:JKK', -coalesce(${of}.jkk_employer, 0) - coalesce(${of}.jkk_employee, 0)),
  ('03', null, 'fund:JKK',
    coalesce(${of}.jkk_employer, 0) + coalesce(${of}.jkk_employee, 0) - coalesce(${of}.jkp_from_jkk, 0)),
  ('03', null, 'fund:JKP', coalesce(${of}.jkp_from_jkk, 0)),
  ('04', null, 'contributions:JKM', -coalesce(${of}.jkm_employer, 0) - coalesce(${of}.jkm_employee, 0)),
  ('04', null, 'fund:JKM',
    coalesce(${of}.jkm_employer, 0) + coalesce(${of}.jkm_employee, 0) - coalesce(${of}.jkp_from_jkm, 0)),
  ('04', null, 'fund:JKP', coalesce(${of}.jkp_from_jkm, 0))) p (suffix, owner_id, name, amount)`;

const base = sql`b.person_id = n.person_id and b.membership_id = n.membership_id and b.month = n.month
  and b.revision = n.base_revision`;

export async function supersede(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update contributions.contribution c set superseded = true from pg_temp.correction_revision n
    where c.person_id = n.person_id and c.membership_id = n.membership_id and c.month = n.month
      and c.revision = n.known_revision`);
}

export async function insertRevisions(tx: Transaction, today: IsoDate, batchId: number): Promise<void> {
  await tx.run(sql`
    insert into contributions.contribution (person_id, membership_id, month, revision, segment, employer_id, wage,
      jht_employer, jht_employee, jp_employer, jp_employee, jp_deferred, jkk_employer, jkk_employee, jkm_employer,
      jkm_employee, jkp_from_jkk, jkp_from_jkm, jkp_from_state, discounts, reported_on, billed_on, paid_on, posted_on,
      batch_id, posting_group, corrected_on, correction_id, correction_reason, reverses_revision, reversal_group)
    select person_id, membership_id, month, known_revision + 1, segment, employer_id, wage, jht_employer, jht_employee,
      jp_employer, jp_employee, jp_deferred, jkk_employer, jkk_employee, jkm_employer, jkm_employee, jkp_from_jkk,
      jkp_from_jkm, jkp_from_state, discounts, reported_on, billed_on, paid_on, posted_on, ${batchId}::int,
      posting_group, ${today}::date, correction_id, reason, base_revision, reversal_group
    from pg_temp.correction_revision`);
}

export async function handOverCorrections(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.new_entry (entry_id, state, kind, reason, fund, period, payer_id, effective_on, corrects_entry_id)
    select (left(n.posting_group::text, 34) || p.suffix)::uuid, case when n.posted_on is null then 'pending' else 'posted' end,
      'contribution', 'contribution_corrected', p.fund, n.month, n.employer_id, n.posted_on, null
    from pg_temp.correction_revision n cross join lateral ${programmesOf(sql`n`)} where p.amount > 0
    union all
    select (left(n.reversal_group::text, 34) || p.suffix)::uuid, case when n.posted_on is null then 'pending' else 'posted' end,
      'contribution', 'contribution_taken_back', p.fund, n.month, n.employer_id, n.posted_on,
      (left(b.posting_group::text, 34) || p.suffix)::uuid
    from pg_temp.correction_revision n join contributions.contribution b on ${base}
    cross join lateral ${programmesOf(sql`b`)} where p.amount > 0`);
  await tx.run(sql`
    insert into pg_temp.new_posting (entry_id, owner_id, control_name, amount)
    select (left(n.posting_group::text, 34) || p.suffix)::uuid, p.owner_id, p.name, p.amount
    from pg_temp.correction_revision n cross join lateral ${flows(sql`n`)} where p.amount <> 0
    union all
    select (left(n.reversal_group::text, 34) || p.suffix)::uuid, p.owner_id, p.name, -p.amount
    from pg_temp.correction_revision n join contributions.contribution b on ${base}
    cross join lateral ${flows(sql`b`)} where p.amount <> 0`);
}
