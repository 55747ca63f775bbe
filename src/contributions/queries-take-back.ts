import type { IsoDate, Month } from '#kernel';
import { sql, type Transaction } from '#platform';
import { groupId } from './queries-correct.ts';
import type { UnpaidOwnMonth } from './take-back-own.ts';

/** The revisions that take back, in the table that corrections are written from; without shares, so that they give nothing. */
export async function createTakenBack(
  tx: Transaction,
  months: readonly (UnpaidOwnMonth & { readonly personId: string })[],
  { today, idPrefix }: { readonly today: IsoDate; readonly idPrefix: string },
): Promise<void> {
  await tx.run(sql`
    create temp table correction_revision on commit drop as
    select c.person_id, c.membership_id, c.month, c.revision as known_revision, c.revision as base_revision, c.segment,
      c.employer_id, c.wage, null::bigint as jht_employer, null::bigint as jht_employee, null::bigint as jp_employer,
      null::bigint as jp_employee, null::bigint as jp_deferred, null::bigint as jkk_employer, null::bigint as jkk_employee,
      null::bigint as jkm_employer, null::bigint as jkm_employee, null::bigint as jkp_from_jkk, null::bigint as jkp_from_jkm,
      null::bigint as jkp_from_state, null::text as discounts, c.reported_on, c.billed_on, c.paid_on, ${today}::date as posted_on,
      gen_random_uuid() as correction_id, null::text as reason,
      ${groupId(idPrefix, sql`2 * row_number() over ()`)} as posting_group,
      ${groupId(idPrefix, sql`2 * row_number() over () + 1`)} as reversal_group
    from unnest(${months.map(({ personId }) => personId)}::uuid[], ${months.map(({ membershipId }) => membershipId)}::uuid[],
      ${months.map(({ month }) => month)}::text[], ${months.map(({ billedOn }) => billedOn)}::date[])
      u (person_id, membership_id, month, billed_on)
    join contributions.contribution c using (person_id, membership_id, month, billed_on)
    where c.employer_id is null and c.posted_on is not null and not c.superseded`);
}

export function selectTakenBack(
  tx: Transaction,
): Promise<{ readonly membershipId: string; readonly month: Month }[]> {
  return tx.many(sql`select membership_id as "membershipId", month from pg_temp.correction_revision`);
}

/** What takes back counts for nothing itself. */
export async function supersedeTakenBack(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update contributions.contribution c set superseded = true from pg_temp.correction_revision n
    where c.person_id = n.person_id and c.membership_id = n.membership_id and c.month = n.month
      and c.revision = n.known_revision + 1`);
}
