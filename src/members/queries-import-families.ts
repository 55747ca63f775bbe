import { type Transaction, sql } from '#platform';

export async function createFamilyRow(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table family_row (
      row_number int, index bytea, relation text, full_name text, birth_date date,
      refused_column text, refused_value text, refusal text
    ) on commit drop`);
}

export const copyFamilyRow =
  'copy pg_temp.family_row (row_number, index, relation, full_name, birth_date) from stdin';

/** A NIK that nobody on record has, and a relative told twice: the first row counts. */
export async function refuseFamilyRows(tx: Transaction): Promise<void> {
  await tx.run(sql`analyze pg_temp.family_row`);
  await tx.run(sql`
    update pg_temp.family_row r set refused_column = 'nik', refused_value = '•••', refusal = 'person_unknown'
    where not exists (select from members.national_number n where n.index = r.index)`);
  await tx.run(sql`
    update pg_temp.family_row r set refused_column = 'full_name', refused_value = r.full_name, refusal = 'row_repeated'
    from (select index, relation, full_name, min(row_number) as first from pg_temp.family_row
          group by index, relation, full_name having count(*) > 1) twice
    where r.refusal is null and r.index = twice.index and r.relation = twice.relation
      and r.full_name = twice.full_name and r.row_number > twice.first`);
}

export function writeFamilies(tx: Transaction): Promise<number> {
  return tx.run(sql`
    insert into members.family as f (person_id, relation, full_name, birth_date)
    select n.person_id, r.relation, r.full_name, r.birth_date
    from pg_temp.family_row r join members.national_number n using (index) where r.refusal is null
    on conflict (person_id, relation, full_name) do update set birth_date = excluded.birth_date
    where f.birth_date is distinct from excluded.birth_date`);
}
