import { type Transaction, sql } from '#platform';

/** One row per NIK of the file: who it is on record, or who it becomes; told by the person's last accepted row. */
export async function resolvePersons(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table member_person on commit drop as
    select last.index, last.row_number, coalesce(n.person_id, last.person_id) as person_id,
      n.person_id is null as added, n.person_id is null as written
    from (select distinct on (index) index, person_id, row_number from pg_temp.member_row
          where refusal is null order by index, row_number desc) last
    left join members.national_number n using (index)`);
  await tx.run(sql`analyze pg_temp.member_person`);
}

export async function addPersons(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into members.person (person_id, full_name, birth_date, birth_place, sex, address, province_code,
      national_number_sealed, mother_name_sealed, email_sealed, phone_sealed, email_hash, phone_hash, sealed_digest)
    select p.person_id, r.full_name, r.birth_date, r.birth_place, r.sex, r.address, r.province_code,
      r.national_number_sealed, r.mother_name_sealed, r.email_sealed, r.phone_sealed, r.email_hash, r.phone_hash,
      r.sealed_digest
    from pg_temp.member_person p join pg_temp.member_row r using (row_number) where p.added
    order by p.person_id`);
  await tx.run(sql`
    insert into members.national_number (index, person_id)
    select index, person_id from pg_temp.member_person where added`);
}

export async function updatePersons(tx: Transaction): Promise<void> {
  await tx.run(sql`
    with changed as (
      update members.person p set full_name = r.full_name, birth_date = r.birth_date, birth_place = r.birth_place,
        sex = r.sex, address = r.address, province_code = r.province_code, mother_name_sealed = r.mother_name_sealed,
        email_sealed = r.email_sealed, phone_sealed = r.phone_sealed, email_hash = r.email_hash,
        phone_hash = r.phone_hash, sealed_digest = r.sealed_digest
      from pg_temp.member_person m join pg_temp.member_row r using (row_number)
      where not m.added and p.person_id = m.person_id
        and (p.full_name, p.birth_date, p.birth_place, p.sex, p.address, p.province_code, p.sealed_digest)
          is distinct from (r.full_name, r.birth_date, r.birth_place, r.sex, r.address, r.province_code, r.sealed_digest)
      returning p.person_id)
    update pg_temp.member_person m set written = true from changed where changed.person_id = m.person_id`);
}

export async function resolveCards(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table member_card on commit drop as
    select r.row_number, r.index, p.person_id, coalesce(k.membership_id, r.membership_id) as membership_id,
      r.member_number, e.employer_id, r.segment, r.started_on, r.ended_on,
      k.membership_id is null as added, k.membership_id is null as written
    from pg_temp.member_row r join pg_temp.member_person p using (index)
    left join members.employer e on e.npp = r.npp
    left join members.member_number k on k.member_number = r.member_number
    where r.refusal is null`);
  await tx.run(sql`analyze pg_temp.member_card`);
}

export async function addCards(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into members.membership (person_id, membership_id, member_number, employer_id, segment, started_on, ended_on)
    select person_id, membership_id, member_number, employer_id, segment, started_on, ended_on
    from pg_temp.member_card where added order by person_id`);
  await tx.run(sql`
    insert into members.member_number (member_number, person_id, membership_id)
    select member_number, person_id, membership_id from pg_temp.member_card where added`);
}

/** An end that was recorded on a worker's notice stays where the file has none: its employer just does not know it yet. */
export async function updateCards(tx: Transaction): Promise<void> {
  await tx.run(sql`
    with known as (
      select c.*, coalesce(c.ended_on, (select max(exit.ended_on) from members.exit
        where exit.person_id = c.person_id and exit.membership_id = c.membership_id)) as last_day
      from pg_temp.member_card c where not c.added
    ), changed as (
      update members.membership m set employer_id = c.employer_id, segment = c.segment, started_on = c.started_on,
        ended_on = c.last_day
      from known c
      where m.person_id = c.person_id and m.membership_id = c.membership_id
        and (m.employer_id, m.segment, m.started_on, m.ended_on)
          is distinct from (c.employer_id, c.segment, c.started_on, c.last_day)
      returning m.membership_id)
    update pg_temp.member_card c set written = true from changed where changed.membership_id = c.membership_id`);
}

/** Rows whose card or person was added or changed. */
export async function countWritten(tx: Transaction): Promise<number> {
  const { count } = await tx.one<{ count: bigint }>(sql`
    select count(*) as count from pg_temp.member_card c join pg_temp.member_person p using (index)
    where c.written or p.written`);
  return Number(count);
}
