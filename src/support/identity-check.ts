import { record } from '#activity';
import type { DeskCase } from '#cases';
import { contributionHistory } from '#contributions';
import { dayIn, type Month, newId, ok, refused, type Result } from '#kernel';
import { deskRecord } from '#members';
import type { Executor, KeyRing } from '#platform';
import { type LimitName, take } from '#throttle';
import { type CaseRefusal, heldCase } from './case-work.ts';
import { aboutFact, areRight, type AskedRecord, drawFacts, type FactName } from './facts.ts';
import { bothSides } from './look.ts';
import type { DeskOfficer, DeskServices } from './officer.ts';
import { takeOfficerLimit } from './officer-limits.ts';
import * as queries from './queries-desk.ts';
import { isOwn } from './search.ts';

export type DeskRefusal =
  | {
      readonly kind:
        | CaseRefusal
        /** The case is about nobody's account, or about nobody on the register. */
        | 'no-account'
        | 'no-person'
        /** The record has too little that stands on no paper. */
        | 'thin-record'
        /** Papers were seen, and the record has enough to ask about. */
        | 'not-thin'
        /** The account works at the service. */
        | 'works-here'
        /** Nothing was asked that still waits for answers. */
        | 'not-asked';
    }
  | { readonly kind: 'limit'; readonly limit: string; readonly until: Date };

/** The case in the officer's hands with the account and the person that it is about. */
export type HeldSubject = {
  readonly found: DeskCase;
  readonly accountId: string;
  readonly personId: string | undefined;
};

export async function heldSubject(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<HeldSubject, DeskRefusal>> {
  const held = await heldCase(services, officer, caseId);
  if (!held.ok) return refused({ kind: held.refusal });
  const { accountId, personId } = await bothSides(services, held.value);
  if (accountId === undefined) return refused({ kind: 'no-account' });
  if (await isOwn(services, officer, { accountId, personId })) return refused({ kind: 'own' });
  return ok({ found: held.value, accountId, personId });
}

/** What the page asks, or what came of it. Nothing of the record is in it but the period that a question is about. */
export type IdentityCheck = {
  readonly checkId: string;
  readonly state: 'asked' | 'passed' | 'failed';
  readonly asked: readonly {
    readonly fact: FactName;
    readonly from?: Month;
    readonly to?: Month | undefined;
  }[];
  readonly expiresAt: Date;
  readonly calledAt: Date | undefined;
};

/** The newest months that are looked at; months without a report count for nothing. */
const mostMonths = 12;

async function recordOf(
  executor: Executor,
  keys: KeyRing,
  personId: string,
  now: Date,
): Promise<AskedRecord | undefined> {
  const known = await deskRecord(executor, keys, personId);
  if (!known) return undefined;
  const page = { limit: mostMonths, offset: 0 };
  const { rows } = await contributionHistory(executor, personId, dayIn(now), {}, page);
  return { ...known, reported: rows.filter(({ wage }) => wage !== undefined) };
}

/**
 * Draws three questions out of the member's record, by chance. While they wait for answers the same ones are shown again,
 * so that nobody draws until the easy ones come. Each draw counts for the case, the account and the officer, answered or
 * not; near the officer's limit supervisors are told.
 */
export async function askIdentity(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<IdentityCheck, DeskRefusal>> {
  const { database, keys, config, clock } = services;
  const held = await heldSubject(services, officer, caseId);
  if (!held.ok) return held;
  const { accountId, personId } = held.value;
  const now = clock.now();
  const living = await identityCheck(services, officer, caseId);
  if (living?.state === 'asked' || living?.state === 'passed') return ok(living);
  const known = personId === undefined ? undefined : await recordOf(database, keys, personId, now);
  if (!known) return refused({ kind: 'no-person' });
  const asked = drawFacts(known);
  if (!asked) return refused({ kind: 'thin-record' });
  const limit = await takeCheckLimits(services, officer, { caseId, accountId, now });
  if (limit) return refused(limit);
  await queries.insertCheck(database, {
    check_id: newId(now),
    case_id: caseId,
    account_id: accountId,
    officer_id: officer.officerId,
    asked,
    asked_at: now,
    expires_at: new Date(now.getTime() + config.DESK_CHECK_SECONDS * 1000),
  });
  const drawn = await identityCheck(services, officer, caseId);
  return drawn ? ok(drawn) : refused({ kind: 'not-asked' });
}

/** Whether the record has too little to ask three questions about; then the branch sees papers (`papers.ts`). */
export async function hasThinRecord(
  { database, keys, clock }: DeskServices,
  personId: string,
): Promise<boolean> {
  const known = await recordOf(database, keys, personId, clock.now());
  return known !== undefined && drawFacts(known) === undefined;
}

/** Counts one look into somebody's identity; answers with the limit that is used up. */
export async function takeCheckLimits(
  services: DeskServices,
  officer: DeskOfficer,
  { caseId, accountId, now }: { readonly caseId: string; readonly accountId: string; readonly now: Date },
): Promise<Extract<DeskRefusal, { kind: 'limit' }> | undefined> {
  const own = await takeOfficerLimit(services, officer, 'officer_checks_day');
  if (!own.ok) return own.refusal;
  const others: readonly (readonly [LimitName, string])[] = [
    ['desk_checks_case', caseId],
    ['desk_checks_account', accountId],
  ];
  for (const [limit, subject] of others) {
    const taken = await take(services.database, services, limit, subject, now);
    if (!taken.allowed) return { kind: 'limit', limit, until: taken.until };
  }
  return undefined;
}

/** The check of this case by this officer that is good for something, answered or not. */
export async function identityCheck(
  { database, keys, clock }: DeskServices,
  { officerId }: DeskOfficer,
  caseId: string,
): Promise<IdentityCheck | undefined> {
  const now = clock.now();
  const row = await queries.livingCheck(database, caseId, officerId, now);
  if (!row) return undefined;
  const state = row.passed === null ? 'asked' : row.passed ? 'passed' : 'failed';
  const profile = await bothSides({ database, keys }, { accountId: row.account_id, personId: undefined });
  const known =
    state === 'asked' && profile.personId ? await recordOf(database, keys, profile.personId, now) : undefined;
  return {
    checkId: row.check_id,
    state,
    asked: row.asked.map((fact) => ({ fact: fact.fact, ...(known ? aboutFact(fact, known) : {}) })),
    expiresAt: row.expires_at,
    calledAt: row.called_at ?? undefined,
  };
}

/**
 * The answers as the officer typed them, once: right or wrong as a whole, never which. What was typed is kept nowhere; the
 * result stands in the member's activity.
 */
export async function answerIdentity(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  typed: readonly string[],
): Promise<Result<'passed' | 'failed', DeskRefusal>> {
  const { database, keys, clock } = services;
  const held = await heldSubject(services, officer, caseId);
  if (!held.ok) return held;
  const { accountId, personId, found } = held.value;
  const now = clock.now();
  const row = await queries.livingCheck(database, caseId, officer.officerId, now);
  const known = personId === undefined ? undefined : await recordOf(database, keys, personId, now);
  if (!row || row.account_id !== accountId || !known) return refused({ kind: 'not-asked' });
  const passed = areRight(row.asked, known, typed);
  return database.transaction(async (tx): Promise<Result<'passed' | 'failed', DeskRefusal>> => {
    if (!(await queries.answerCheck(tx, row.check_id, passed, now))) return refused({ kind: 'not-asked' });
    await record(tx, {
      event: passed ? 'identity_check_passed' : 'identity_check_failed',
      actor: { kind: 'officer', accountId: officer.officerId },
      accountId,
      at: now,
      details: { case: found.caseNumber },
    });
    return ok(passed ? 'passed' : 'failed');
  });
}

/** The officer says that the registered number was called back and the member answered. */
export async function noteCallBack(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<undefined, DeskRefusal>> {
  const held = await heldSubject(services, officer, caseId);
  if (!held.ok) return held;
  const now = services.clock.now();
  const row = await queries.livingCheck(services.database, caseId, officer.officerId, now);
  if (!row || (await queries.noteCall(services.database, row.check_id, now)) === 0)
    return refused({ kind: 'not-asked' });
  return ok(undefined);
}
