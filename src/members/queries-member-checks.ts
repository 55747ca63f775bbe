import { type Transaction, sql } from '#platform';

export async function createMemberRow(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table member_row (
      row_number int, person_id uuid, membership_id uuid, index bytea, national_number_sealed bytea, full_name text,
      birth_date date, birth_place text, sex text, mother_name_sealed bytea, address text, province_code text,
      email_sealed bytea, phone_sealed bytea, email_hash bytea, phone_hash bytea, sealed_digest bytea, member_number text, npp text, segment text,
      started_on date, ended_on date, refused_column text, refused_value text, refusal text
    ) on commit drop`);
}

export const copyMemberRow = `copy pg_temp.member_row (row_number, person_id, membership_id, index, national_number_sealed,
  full_name, birth_date, birth_place, sex, mother_name_sealed, address, province_code, email_sealed, phone_sealed,
  email_hash, phone_hash, sealed_digest, member_number, npp, segment, started_on, ended_on) from stdin`;

/** Without statistics the planner would take a million staged rows for a handful. */
export async function analyzeMemberRow(tx: Transaction): Promise<void> {
  await tx.run(sql`analyze pg_temp.member_row`);
}

export async function refuseUnknownEmployers(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.member_row r set refused_column = 'npp', refused_value = npp, refusal = 'employer_unknown'
    where npp is not null and not exists (select from members.employer e where e.npp = r.npp)`);
}

/** A NIK that was corrected: the person stands under another one, and the row would bring the old one back. */
export async function refuseCorrectedNumbers(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.member_row r set refused_column = 'nik', refused_value = '•••', refusal = 'national_number_corrected'
    from members.correction c where r.refusal is null and c.index_before = r.index
      and not exists (select from members.national_number n where n.index = r.index)`);
}

/**
 * A name or birth date that was corrected stays, while files still tell the one before: what they tell is taken for
 * something new only when it is neither.
 */
export async function keepCorrected(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.member_row r
    set full_name = case when c.names @> array[r.full_name] then p.full_name else r.full_name end,
      birth_date = case when c.days @> array[r.birth_date] then p.birth_date else r.birth_date end
    from members.national_number n join members.person p using (person_id)
    join (select person_id, array_agg(full_name_before) as names, array_agg(birth_date_before) as days
          from members.correction group by person_id) c using (person_id)
    where r.refusal is null and n.index = r.index`);
}

/**
 * One NIK, two people: a row that names, dates or sexes the person otherwise than the first row of that NIK does, or
 * whose name and birth date both differ from those on record. One of the two alone is a correction.
 */
export async function refuseOtherDescriptions(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.member_row r
    set refusal = 'person_described_differently',
      refused_column = case when r.birth_date <> f.birth_date then 'birth_date' when r.sex <> f.sex then 'sex' else 'full_name' end,
      refused_value = case when r.birth_date <> f.birth_date then r.birth_date::text when r.sex <> f.sex then r.sex else r.full_name end
    from (select distinct on (index) index, full_name, birth_date, sex from pg_temp.member_row
          where refusal is null order by index, row_number) f
    where r.refusal is null and r.index = f.index
      and (r.full_name, r.birth_date, r.sex) is distinct from (f.full_name, f.birth_date, f.sex)`);
  await tx.run(sql`
    update pg_temp.member_row r
    set refusal = 'person_described_differently', refused_column = 'birth_date', refused_value = r.birth_date::text
    from members.national_number n join members.person p using (person_id)
    where r.refusal is null and n.index = r.index and p.full_name <> r.full_name and p.birth_date <> r.birth_date`);
}

/**
 * From whoever may not correct the record: a row of a known NIK whose birth date or sex differs, or whose name shares no word
 * with the one on record, is about somebody else. Names are spelled in several ways; dates are not.
 */
export async function refuseUnlikeRecord(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.member_row r
    set refusal = 'person_described_differently', refused_column = 'nik', refused_value = '•••'
    from members.national_number n join members.person p using (person_id)
    where r.refusal is null and n.index = r.index
      and (p.birth_date <> r.birth_date or p.sex <> r.sex
        or not string_to_array(lower(p.full_name), ' ') && string_to_array(lower(r.full_name), ' '))`);
}

/** A card that belongs to somebody else, on record or further up in the file; or the same card told twice. */
export async function refuseTakenMemberNumbers(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.member_row r
    set refusal = 'member_number_taken', refused_column = 'kpj', refused_value = r.member_number
    from members.member_number k
    where r.refusal is null and k.member_number = r.member_number
      and not exists (select from members.national_number n where n.index = r.index and n.person_id = k.person_id)`);
  await tx.run(sql`
    update pg_temp.member_row r
    set refused_column = 'kpj', refused_value = r.member_number,
      refusal = case when r.index = f.index then 'row_repeated' else 'member_number_taken' end
    from (select distinct on (member_number) member_number, index, row_number from pg_temp.member_row
          where refusal is null order by member_number, row_number) f
    where r.refusal is null and r.member_number = f.member_number and r.row_number > f.row_number`);
}
