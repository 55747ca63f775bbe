import { ownPersonOf } from '#accounts';
import { record } from '#activity';
import { caseById } from '#cases';
import { newId, ok, refused, type Result } from '#kernel';
import { type Found, kindOf, type SearchKind, subjectsOf } from './find-subject.ts';
import { type LimitReached, refusedBy, takeOfficerLimit } from './officer-limits.ts';
import { isHiddenFrom } from './officer.ts';
import * as queries from './queries.ts';
import type { Officer, Subject, SupportServices } from './types.ts';

/** `several`: more than one stands behind it (a family's phone); `own`: the officer's own account. */
export type SearchRefusal = { readonly kind: 'nobody' | 'several' | 'own' | 'unreadable' } | LimitReached;

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
  const guessing = await refusedBy(services, officer, 'officer_misses_hour');
  if (guessing) return refused(guessing);
  const found = await shownTo(services, officer, await subjectsOf(services, kind, text));
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

/** A case that the officer is not to see finds nobody. */
async function shownTo({ database }: SupportServices, officer: Officer, found: readonly Found[]) {
  const caseId = found[0]?.caseId;
  const asked = caseId === undefined ? undefined : await caseById(database, caseId);
  return asked && isHiddenFrom(officer, asked) ? [] : found;
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
      accountId,
      personId,
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
