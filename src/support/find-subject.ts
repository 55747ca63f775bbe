import { accountOfPerson, accountsBehind, supportProfile } from '#accounts';
import { caseById, readCaseNumber } from '#cases';
import { ok, refused, type Result } from '#kernel';
import { findPersonByMemberNumber, findPersonByNationalNumber } from '#members';
import { caseOfNumber } from './case-numbers.ts';
import type { Subject, SupportServices } from './types.ts';

/** What a member can be searched by: whole and exactly. */
export type SearchKind = 'member_number' | 'national_number' | 'email' | 'phone' | 'username' | 'case_number';

export type Found = Subject & { readonly caseId: string | undefined };

/** Whom it stands for, without counting or recording: the caller does both. Undefined when it is nobody's. */
export async function subjectTyped(
  services: SupportServices,
  typed: string,
): Promise<Result<Subject | undefined, 'several' | 'unreadable'>> {
  const text = typed.trim();
  const kind = kindOf(text);
  if (!kind) return refused('unreadable');
  const found = await subjectsOf(services, kind, text);
  return found.length > 1 ? refused('several') : ok(found[0]);
}

/** By its form alone; ten or eleven digits may be a member number and a phone number, and both are looked up. */
export function kindOf(text: string): SearchKind | undefined {
  const digits = text.replaceAll(/[\s().-]/g, '');
  if (text === '' || text.length > 320) return undefined;
  // Such numbers have no vowels, so hardly any username has their form.
  if (readCaseNumber(text) !== undefined) return 'case_number';
  if (text.includes('@')) return 'email';
  if (/^\d{16}$/.test(digits)) return 'national_number';
  if (/^(?:\+\d{8,15}|(?:62|0)8\d{7,11})$/.test(digits)) return 'phone';
  if (/^\d{10,11}$/.test(digits)) return 'member_number';
  return /^[a-z]/i.test(text) ? 'username' : undefined;
}

export async function subjectsOf(
  services: SupportServices,
  kind: SearchKind,
  text: string,
): Promise<Found[]> {
  const { database, keys } = services;
  const digits = text.replaceAll(/[\s().-]/g, '');
  if (kind === 'case_number') return caseSubject(services, text);
  if (kind === 'national_number')
    return ofPerson(services, await findPersonByNationalNumber(database, keys, digits));
  const accounts = await accountsBehind(database, keys, text);
  const byCard = /^\d{10,11}$/.test(digits)
    ? await ofPerson(services, await findPersonByMemberNumber(database, digits))
    : [];
  const byAccount: Found[] = [];
  for (const accountId of accounts) {
    if (byCard.some((one) => one.accountId === accountId)) continue;
    const profile = await supportProfile(database, keys, accountId);
    byAccount.push({ accountId, personId: profile?.personId, caseId: undefined });
  }
  return [...byCard, ...byAccount];
}

async function ofPerson({ database }: SupportServices, personId: string | undefined): Promise<Found[]> {
  if (personId === undefined) return [];
  return [{ personId, accountId: await accountOfPerson(database, personId), caseId: undefined }];
}

/** A case that is about nobody whom we know finds nobody. */
async function caseSubject(services: SupportServices, text: string): Promise<Found[]> {
  const { database, keys } = services;
  // A number that a page told has no case until somebody uses it.
  const now = services.clock.now();
  const told = await database.transaction((tx) => caseOfNumber(tx, text, now));
  const found = told && (await caseById(database, told.caseId));
  if (!found || (!found.accountId && !found.personId)) return [];
  const accountId = found.accountId ?? (found.personId && (await accountOfPerson(database, found.personId)));
  const profile = accountId ? await supportProfile(database, keys, accountId) : undefined;
  return [{ accountId, personId: found.personId ?? profile?.personId, caseId: found.caseId }];
}
