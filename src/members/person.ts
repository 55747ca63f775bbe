import { isoDate } from '#kernel';
import type { Executor, KeyRing } from '#platform';
import { membershipFrom } from './memberships.ts';
import * as queries from './queries.ts';
import { maskName, maskNationalNumber, nationalNumberIndexes, openFor } from './sealed.ts';
import type { PersonDetails } from './types.ts';

/** A person with cards and family, by one statement; undefined when there is no such person. */
export async function personDetails(
  executor: Executor,
  keys: KeyRing,
  personId: string,
): Promise<PersonDetails | undefined> {
  const row = await queries.personWithCardsAndFamily(executor, personId);
  return row && detailsFrom(keys, row);
}

/** As `personDetails`, with nothing masked: for the person's own copy, whose making the caller records. */
export async function heldPerson(
  executor: Executor,
  keys: KeyRing,
  personId: string,
): Promise<
  (PersonDetails & { readonly nationalNumber: string; readonly motherName: string | undefined }) | undefined
> {
  const row = await queries.personWithCardsAndFamily(executor, personId);
  if (!row) return undefined;
  return {
    ...detailsFrom(keys, row),
    nationalNumber: openFor(keys, 'national_number', row.index, row.nationalNumberSealed) ?? '',
    motherName: openFor(keys, 'mother_name', row.index, row.motherNameSealed),
  };
}

function detailsFrom(keys: KeyRing, row: queries.PersonRow): PersonDetails {
  const nationalNumber = openFor(keys, 'national_number', row.index, row.nationalNumberSealed) ?? '';
  const motherName = openFor(keys, 'mother_name', row.index, row.motherNameSealed);
  return {
    personId: row.personId,
    fullName: row.fullName,
    birthDate: isoDate(row.birthDate),
    birthPlace: row.birthPlace ?? undefined,
    sex: row.sex,
    provinceCode: row.provinceCode ?? undefined,
    address: row.address ?? undefined,
    email: openFor(keys, 'email', row.index, row.emailSealed),
    phone: openFor(keys, 'phone', row.index, row.phoneSealed),
    nationalNumberMasked: maskNationalNumber(nationalNumber),
    motherNameMasked: motherName === undefined ? undefined : maskName(motherName),
    memberships: row.memberships.map(membershipFrom),
    family: row.family.map((relative) => ({
      relation: relative.relation,
      fullName: relative.fullName,
      birthDate: relative.birthDate === null ? undefined : isoDate(relative.birthDate),
    })),
  };
}

/**
 * The whole NIK of a person, undefined when there is no such person. The caller records the activity
 * `national_number_revealed` in the same transaction.
 */
export async function revealNationalNumber(
  executor: Executor,
  keys: KeyRing,
  personId: string,
): Promise<string | undefined> {
  const row = await queries.sealedNationalNumber(executor, personId);
  return row && openFor(keys, 'national_number', row.index, row.sealed);
}

/** The person behind a KPJ; an unknown number costs the same one look-up. */
export async function findPersonByMemberNumber(
  executor: Executor,
  memberNumber: string,
): Promise<string | undefined> {
  return (await queries.personOfMemberNumber(executor, memberNumber))?.personId;
}

/** The person behind a NIK, found by its blind index; an unknown number costs the same one look-up. */
export async function findPersonByNationalNumber(
  executor: Executor,
  keys: KeyRing,
  nationalNumber: string,
): Promise<string | undefined> {
  return (await queries.personOfIndex(executor, nationalNumberIndexes(keys, nationalNumber)))?.personId;
}

/** The code of the province of residence; undefined when there is none on the register. */
export async function provinceOf(executor: Executor, personId: string): Promise<string | undefined> {
  return (await queries.provinceOf(executor, personId))?.provinceCode ?? undefined;
}
