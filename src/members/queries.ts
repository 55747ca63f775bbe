import { type Executor, sql } from '#platform';
import type { Exit } from './exit.ts';
import type { FamilyMember, Segment, Sex } from './types.ts';

export type MembershipRow = {
  membershipId: string;
  memberNumber: string;
  segment: Segment;
  employerId: string | null;
  employerName: string | null;
  employerProvince: string | null;
  startedOn: string;
  endedOn: string | null;
};

export type PersonRow = {
  personId: string;
  fullName: string;
  birthDate: string;
  birthPlace: string | null;
  sex: Sex;
  provinceCode: string | null;
  address: string | null;
  index: Buffer;
  nationalNumberSealed: Buffer;
  motherNameSealed: Buffer | null;
  emailSealed: Buffer | null;
  phoneSealed: Buffer | null;
  memberships: readonly MembershipRow[];
  family: readonly (Omit<FamilyMember, 'birthDate'> & { birthDate: string | null })[];
};

/**
 * Nobody has so many cards or relatives: the longest working life on the register has some twenty. A faulty file may
 * give one person thousands, and no page should carry them; the newest are read.
 */
const mostCards = 100;
const mostRelatives = 100;

const membershipColumns = sql`m.membership_id as "membershipId", m.member_number as "memberNumber", m.segment,
  m.employer_id as "employerId", e.name as "employerName", e.province_code as "employerProvince", m.started_on as "startedOn", m.ended_on as "endedOn"`;

export function personWithCardsAndFamily(
  executor: Executor,
  personId: string,
): Promise<PersonRow | undefined> {
  return executor.maybe<PersonRow>(sql`
    select p.person_id as "personId", p.full_name as "fullName", p.birth_date as "birthDate",
      p.birth_place as "birthPlace", p.sex, p.province_code as "provinceCode", p.address, n.index,
      p.national_number_sealed as "nationalNumberSealed", p.mother_name_sealed as "motherNameSealed",
      p.email_sealed as "emailSealed", p.phone_sealed as "phoneSealed",
      (select coalesce(json_agg(c order by c."startedOn" desc, c."memberNumber"), '[]') from (
        select ${membershipColumns} from members.membership m left join members.employer e using (employer_id)
        where m.person_id = p.person_id order by m.started_on desc, m.member_number limit ${mostCards}) c) as memberships,
      (select coalesce(json_agg(f order by f."birthDate" nulls last, f."fullName"), '[]') from (
        select relation, full_name as "fullName", birth_date as "birthDate" from members.family
        where person_id = p.person_id order by birth_date nulls last, full_name limit ${mostRelatives}) f) as family
    from members.person p join members.national_number n using (person_id) where p.person_id = ${personId}::uuid`);
}

export function provinceOf(
  executor: Executor,
  personId: string,
): Promise<{ readonly provinceCode: string | null } | undefined> {
  return executor.maybe(sql`
    select province_code as "provinceCode" from members.person where person_id = ${personId}::uuid`);
}

export type IdentityRow = {
  personId: string;
  fullName: string;
  index: Buffer;
  emailSealed: Buffer | null;
  phoneSealed: Buffer | null;
  emailOfOthers: boolean;
  phoneOfOthers: boolean;
};

/** The person whom card, NIK and birth date name together, and whether each contact stands for somebody else too. */
export function personOfIdentity(
  executor: Executor,
  memberNumber: string,
  indexes: readonly Buffer[],
  birthDate: string,
): Promise<IdentityRow | undefined> {
  return executor.maybe<IdentityRow>(sql`
    select p.person_id as "personId", p.full_name as "fullName", n.index,
      p.email_sealed as "emailSealed", p.phone_sealed as "phoneSealed",
      exists (select from members.person o where o.email_hash = p.email_hash and o.person_id <> p.person_id) as "emailOfOthers",
      exists (select from members.person o where o.phone_hash = p.phone_hash and o.person_id <> p.person_id) as "phoneOfOthers"
    from members.member_number k
    join members.national_number n using (person_id)
    join members.person p using (person_id)
    where k.member_number = ${memberNumber}::text and n.index = any(${indexes}::bytea[]) and p.birth_date = ${birthDate}::date`);
}

export function sealedNationalNumber(
  executor: Executor,
  personId: string,
): Promise<{ index: Buffer; sealed: Buffer } | undefined> {
  return executor.maybe(sql`
    select n.index, p.national_number_sealed as sealed
    from members.person p join members.national_number n using (person_id) where p.person_id = ${personId}::uuid`);
}

export function personOfMemberNumber(
  executor: Executor,
  memberNumber: string,
): Promise<{ personId: string } | undefined> {
  return executor.maybe(sql`
    select person_id as "personId" from members.member_number where member_number = ${memberNumber}::text`);
}

export function personOfIndex(
  executor: Executor,
  indexes: readonly Buffer[],
): Promise<{ personId: string } | undefined> {
  return executor.maybe(sql`
    select person_id as "personId" from members.national_number where index = any(${indexes}::bytea[])`);
}

export function membershipsOfPerson(executor: Executor, personId: string): Promise<MembershipRow[]> {
  return executor.many<MembershipRow>(sql`
    select ${membershipColumns} from members.membership m left join members.employer e using (employer_id)
    where m.person_id = ${personId}::uuid order by m.started_on desc, m.member_number limit ${mostCards}`);
}

export function membershipsOfPersons(
  executor: Executor,
  personIds: readonly string[],
): Promise<(MembershipRow & { personId: string })[]> {
  return executor.many(sql`
    select m.person_id as "personId", ${membershipColumns}
    from members.membership m left join members.employer e using (employer_id)
    where m.person_id = any(${personIds}::uuid[]) order by m.person_id, m.started_on desc, m.member_number`);
}

export function namesOfEmployers(
  executor: Executor,
  employerIds: readonly string[],
): Promise<{ employerId: string; name: string }[]> {
  return executor.many(sql`
    select employer_id as "employerId", name from members.employer where employer_id = any(${employerIds}::uuid[])`);
}

export function holderOfCard(
  executor: Executor,
  membershipId: string,
): Promise<{ personId: string; fullName: string; memberNumber: string } | undefined> {
  return executor.maybe(sql`
    select person_id as "personId", full_name as "fullName", member_number as "memberNumber"
    from members.membership join members.person using (person_id) where membership_id = ${membershipId}::uuid`);
}

export function wordsOfPerson(
  executor: Executor,
  personId: string,
): Promise<{ fullName: string; birthDate: string; memberNumbers: string[] } | undefined> {
  return executor.maybe<{ fullName: string; birthDate: string; memberNumbers: string[] }>(sql`
    select full_name as "fullName", birth_date as "birthDate", member_numbers as "memberNumbers"
    from members.words_of_person(${personId})`);
}

export function noteDeath(tx: Executor, personId: string, diedOn: string | null): Promise<number> {
  return tx.run(sql`
    update members.person set died_on = ${diedOn}::date
    where person_id = ${personId}::uuid and (${diedOn}::date is null or ${diedOn}::date >= birth_date)`);
}

export function dayOfDeath(
  executor: Executor,
  personId: string,
): Promise<{ readonly diedOn: string | null } | undefined> {
  return executor.maybe<{ readonly diedOn: string | null }>(sql`
    select died_on as "diedOn" from members.person where person_id = ${personId}::uuid`);
}

export async function recordExit(tx: Executor, exit: Exit & { readonly exitId: string }): Promise<boolean> {
  const { recorded } = await tx.one<{ readonly recorded: boolean }>(sql`
    select members.record_exit(${exit.exitId}::uuid, ${exit.personId}::uuid, ${exit.membershipId}::uuid, ${exit.lastDay}::date,
      ${exit.reason}, ${exit.caseId}::uuid, ${exit.officerId}::uuid, ${exit.now}::timestamptz) as recorded`);
  return recorded;
}
