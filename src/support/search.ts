import { accountOfPerson, accountsBehind, ownPersonOf, supportProfile } from '#accounts';
import { record } from '#activity';
import { caseById } from '#cases';
import { newId, ok, refused, type Result } from '#kernel';
import { findPersonByMemberNumber, findPersonByNationalNumber } from '#members';
import { caseOfNumber } from './case-numbers.ts';
import { type LimitReached, takeOfficerLimit } from './officer-limits.ts';
import * as queries from './queries.ts';
import type { Officer, Subject, SupportServices } from './types.ts';

/** What a member can be searched by: whole and exactly. */
export type SearchKind = 'member_number' | 'national_number' | 'email' | 'phone' | 'username' | 'case_number';

/** `several`: more than one stands behind it (a family's phone); `own`: the officer's own account. */
export type SearchRefusal = { readonly kind: 'nobody' | 'several' | 'own' | 'unreadable' } | LimitReached;

type Found = Subject & { readonly caseId: string | undefined };

/** How long case and reason may be chosen after a search. */
const searchLifeSeconds = 900;

/**
 * Looks for one member by what was typed. Counts against the officer's limits before anything is looked up, those that
 * find nobody twice; what was typed is kept nowhere. Answers with the id under which case and reason are asked for: the
 * search itself shows nothing of the member.
 */
export async function searchMember(
  services: SupportServices,
  officer: Officer,
  typed: string,
): Promise<Result<{ readonly searchId: string }, SearchRefusal>> {
  const text = typed.trim();
  const kind = kindOf(text);
  if (!kind) return refused({ kind: 'unreadable' });
  const taken = await takeOfficerLimit(services, officer, 'officer_searches_day');
  if (!taken.ok) return taken;
  const found = await subjectsOf(services, kind, text);
  const [one] = found;
  if (!one) {
    const miss = await takeOfficerLimit(services, officer, 'officer_misses_hour');
    await keep(services, officer, kind, undefined);
    return miss.ok ? refused({ kind: 'nobody' }) : miss;
  }
  if (found.length > 1) {
    await keep(services, officer, kind, undefined);
    return refused({ kind: 'several' });
  }
  const searchId = await keep(services, officer, kind, one);
  return (await isOwn(services, officer, one)) ? refused({ kind: 'own' }) : ok({ searchId });
}

/** An officer has nothing to look for in the own account, nor in the own membership. */
export async function isOwn(
  { database }: SupportServices,
  { officerId }: Officer,
  { accountId, personId }: Subject,
): Promise<boolean> {
  if (accountId === officerId) return true;
  return personId !== undefined && (await ownPersonOf(database, officerId)) === personId;
}

const caseNumber = /^[kt]-?[0-9a-z]{4}-?[0-9a-z]{4}$/i;

/** By its form alone; ten or eleven digits may be a member number and a phone number, and both are looked up. */
function kindOf(text: string): SearchKind | undefined {
  const digits = text.replaceAll(/[\s().-]/g, '');
  if (text === '' || text.length > 320) return undefined;
  if (caseNumber.test(text)) return 'case_number';
  if (text.includes('@')) return 'email';
  if (/^\d{16}$/.test(digits)) return 'national_number';
  if (/^(?:\+\d{8,15}|(?:62|0)8\d{7,11})$/.test(digits)) return 'phone';
  if (/^\d{10,11}$/.test(digits)) return 'member_number';
  return /^[a-z]/i.test(text) ? 'username' : undefined;
}

async function subjectsOf(services: SupportServices, kind: SearchKind, text: string): Promise<Found[]> {
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

async function keep(
  { database, clock }: SupportServices,
  { officerId, sessionId }: Officer,
  kind: SearchKind,
  found: Found | undefined,
): Promise<string> {
  const now = clock.now();
  const searchId = newId(now);
  const { accountId, personId, caseId } = found ?? {};
  await database.transaction(async (tx) => {
    await queries.insertSearch(tx, {
      searchId,
      officerId,
      sessionId,
      kind,
      accountId,
      personId,
      caseId,
      now,
      expiresAt: new Date(now.getTime() + searchLifeSeconds * 1000),
    });
    await record(tx, {
      event: 'support_searched',
      actor: { kind: 'officer', accountId: officerId },
      ...(accountId ? { accountId } : {}),
      ...(personId ? { personId } : {}),
      at: now,
      details: { by: kind, found: found ? 1 : 0 },
    });
  });
  return searchId;
}

export type FoundMember = Subject & {
  readonly kind: SearchKind;
  /** When it was searched for by a case. */
  readonly caseId: string | undefined;
};

/** Whom a search of this session found; undefined when it is another's, found nobody or is too old. */
export async function foundBy(
  { database, clock }: SupportServices,
  officer: Officer,
  searchId: string,
): Promise<FoundMember | undefined> {
  const row = await queries.searchById(database, searchId, officer, clock.now());
  return (
    row && {
      kind: row.kind,
      accountId: row.account_id ?? undefined,
      personId: row.person_id ?? undefined,
      caseId: row.case_id ?? undefined,
    }
  );
}
