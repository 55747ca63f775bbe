import { type Executor, sql, type Transaction } from '#platform';
import type { Relative } from './family-change.ts';
import type { Relation } from './types.ts';

export type FamilyRow = {
  readonly relation: Relation;
  readonly fullName: string;
  readonly birthDate: string | null;
};

/** Whoever changes the family waits; files wait for the lock of the register. */
export function familyForCorrection(tx: Transaction, personId: string): Promise<FamilyRow[]> {
  return tx.many(sql`
    select relation, full_name as "fullName", birth_date as "birthDate" from members.family
    where person_id = ${personId}::uuid for update`);
}

type Kept = {
  readonly correctionId: string;
  readonly personId: string;
  readonly place: number;
  readonly before?: Relative | undefined;
  readonly after?: Relative | undefined;
};

/** The birth date before is what the register says, whatever the request was made with. */
export async function keepFamilyChange(tx: Transaction, { before, after, ...of }: Kept): Promise<void> {
  await tx.run(sql`
    insert into members.family_change (correction_id, place, person_id, relation_before, full_name_before, birth_date_before,
      relation_after, full_name_after, birth_date_after)
    select ${of.correctionId}, ${of.place}::int, ${of.personId}, ${before?.relation ?? null}, ${before?.fullName ?? null},
      (select birth_date from members.family where person_id = ${of.personId}::uuid
        and relation = ${before?.relation ?? null} and full_name = ${before?.fullName ?? null}),
      ${after?.relation ?? null}, ${after?.fullName ?? null}, ${after?.birthDate ?? null}::date`);
}

export async function removeRelative(tx: Transaction, personId: string, one: Relative): Promise<void> {
  await tx.run(sql`
    delete from members.family
    where person_id = ${personId}::uuid and relation = ${one.relation} and full_name = ${one.fullName}`);
}

export async function addRelative(tx: Transaction, personId: string, one: Relative): Promise<void> {
  await tx.run(sql`
    insert into members.family (person_id, relation, full_name, birth_date)
    values (${personId}, ${one.relation}, ${one.fullName}, ${one.birthDate ?? null}::date)`);
}

export type EarlierRelative = {
  readonly correctionId: string;
  readonly relationBefore: Relation | null;
  readonly fullNameBefore: string | null;
  readonly birthDateBefore: string | null;
  readonly relationAfter: Relation | null;
  readonly fullNameAfter: string | null;
  readonly birthDateAfter: string | null;
};

export function earlierFamily(executor: Executor, personId: string): Promise<EarlierRelative[]> {
  return executor.many(sql`
    select correction_id as "correctionId", relation_before as "relationBefore", full_name_before as "fullNameBefore",
      birth_date_before as "birthDateBefore", relation_after as "relationAfter", full_name_after as "fullNameAfter",
      birth_date_after as "birthDateAfter"
    from members.family_change where person_id = ${personId}::uuid order by correction_id, place`);
}

/**
 * Of a family file: who was taken off the record, or stands there under another name, does not come back by a file that still
 * tells them; a birth date that was put right stays while the file tells none, or the one before.
 */
export async function keepCorrectedFamily(tx: Transaction): Promise<void> {
  await tx.run(sql`
    delete from pg_temp.family_row r using members.national_number n
    where r.refusal is null and n.index = r.index
      and exists (select from members.family_change c where c.person_id = n.person_id
        and (c.relation_before, c.full_name_before) = (r.relation, r.full_name)
        and (c.relation_after, c.full_name_after) is distinct from (r.relation, r.full_name))
      and not exists (select from members.family f where f.person_id = n.person_id
        and (f.relation, f.full_name) = (r.relation, r.full_name))`);
  await tx.run(sql`
    update pg_temp.family_row r set birth_date = f.birth_date
    from members.national_number n join members.family f using (person_id)
    where r.refusal is null and n.index = r.index and (f.relation, f.full_name) = (r.relation, r.full_name)
      and exists (select from members.family_change c where c.person_id = n.person_id
        and (c.relation_after, c.full_name_after) = (r.relation, r.full_name)
        and (r.birth_date is null or (c.birth_date_before = r.birth_date and c.birth_date_after is not null)))`);
}
