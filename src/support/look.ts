import { accountOfPerson, supportProfile } from '#accounts';
import { record } from '#activity';
import { caseById, openCase } from '#cases';
import { newId, ok, refused, type Result } from '#kernel';
import { type Executor, seal, type Transaction } from '#platform';
import { isHiddenFrom } from './officer.ts';
import { type LimitReached, takeOfficerLimit } from './officer-limits.ts';
import * as queries from './queries.ts';
import { foundBy, isOwn } from './search.ts';
import type { Officer, Subject, SupportServices } from './types.ts';

/** Why an officer looks at a member; closed list, a name is never used for something else. */
export const lookReasons = [
  'cannot_sign_in',
  'lost_factor',
  'contact_change',
  'misuse_reported',
  'record_question',
  'correction_request',
  'exit_notice',
  'reported_death',
  'complaint',
  'supervision',
] as const;
export type LookReason = (typeof lookReasons)[number];

export const lookPlace = (lookId: string) => `support.look.words/${lookId}`;

/** What an officer may add in words, in characters. */
export const longestWords = 200;

export function readReason(text: string | undefined): LookReason | undefined {
  return lookReasons.find((reason) => reason === text);
}

/** By a search (with one of the member's open cases, or a new one), or by a case that is open. */
export type LookRequest = {
  readonly of: { readonly searchId: string; readonly caseId?: string } | { readonly caseId: string };
  readonly reason: LookReason;
  readonly words: string;
};
/** `gone`: the search is too old or the case is closed, another member's or unknown; `own`: the officer's own account. */
export type LookRefusal = { readonly kind: 'gone' | 'own' } | LimitReached;

export type Look = Subject & {
  readonly lookId: string;
  readonly officerId: string | undefined;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly reason: string;
  readonly lookedAt: Date;
  readonly expiresAt: Date;
};

type Wanted = Subject & { readonly caseId: string | undefined };

/**
 * Opens a look at one member: case and reason stand in the member's own activity at once. It counts against the
 * officer's day and lasts CONSOLE_LOOK_SECONDS; then a reason is asked for again.
 */
export async function openLook(
  services: SupportServices,
  officer: Officer,
  request: LookRequest,
): Promise<Result<{ readonly caseId: string; readonly caseNumber: string }, LookRefusal>> {
  const wanted = await wantedBy(services, officer, request.of);
  if (!wanted) return refused({ kind: 'gone' });
  if (await isOwn(services, officer, wanted)) return refused({ kind: 'own' });
  const taken = await takeOfficerLimit(services, officer, 'officer_looks_day');
  if (!taken.ok) return taken;
  return services.database.transaction(async (tx) => {
    const opened = await caseFor(tx, officer, { ...wanted, reason: request.reason }, services.clock.now());
    if (!opened) return refused({ kind: 'gone' });
    await writeLook(services, tx, { ...request, ...opened, subject: wanted, officer });
    return ok(opened);
  });
}

async function wantedBy(
  services: SupportServices,
  officer: Officer,
  of: LookRequest['of'],
): Promise<Wanted | undefined> {
  if ('searchId' in of) {
    const found = await foundBy(services, officer, of.searchId);
    return found && { ...found, caseId: of.caseId };
  }
  const found = await caseById(services.database, of.caseId);
  if (!found || isHiddenFrom(officer, found) || (!found.accountId && !found.personId)) return undefined;
  return { ...(await bothSides(services, found)), caseId: of.caseId };
}

/** Account and person of what names only one of them. */
export async function bothSides(
  { database, keys }: Pick<SupportServices, 'database' | 'keys'>,
  subject: Subject,
): Promise<Subject> {
  const accountId =
    subject.accountId ?? (subject.personId && (await accountOfPerson(database, subject.personId)));
  const profile = accountId ? await supportProfile(database, keys, accountId) : undefined;
  return { accountId, personId: subject.personId ?? profile?.personId };
}

type OpenedCase = { readonly caseId: string; readonly caseNumber: string };

/** The case that was chosen, if it is open and this member's; else a new one. */
async function caseFor(
  tx: Transaction,
  officer: Officer,
  { accountId, personId, caseId, reason }: Wanted & { readonly reason: LookReason },
  now: Date,
): Promise<OpenedCase | undefined> {
  if (caseId === undefined)
    return openCase(tx, {
      kind: 'support',
      accountId,
      personId,
      details: { reason },
      now,
    });
  const found = await caseById(tx, caseId);
  const same =
    (accountId !== undefined && found?.accountId === accountId) ||
    (personId !== undefined && found?.personId === personId);
  return found && found.state !== 'closed' && same && !isHiddenFrom(officer, found) ? found : undefined;
}

type NewLook = OpenedCase & {
  readonly officer: Officer | undefined;
  readonly subject: Subject;
  readonly reason: string;
  readonly words: string;
};

/** The look and the member's entry of it; without an officer it was the command line. */
export async function writeLook(services: SupportServices, tx: Transaction, look: NewLook): Promise<void> {
  const now = services.clock.now();
  const lookId = newId(now);
  const { officer, caseId, caseNumber, reason } = look;
  const { accountId, personId } = look.subject;
  const words = look.words.trim().slice(0, longestWords);
  await queries.insertLook(tx, {
    lookId,
    officerId: officer?.officerId,
    sessionId: officer?.sessionId,
    caseId,
    caseNumber,
    accountId,
    personId,
    reason,
    words: words ? seal(services.keys, 'support', lookPlace(lookId), words) : undefined,
    now,
    expiresAt: new Date(now.getTime() + services.config.CONSOLE_LOOK_SECONDS * 1000),
  });
  await record(tx, {
    event: 'support_looked',
    actor: { kind: 'officer', ...(officer ? { accountId: officer.officerId } : {}) },
    accountId,
    personId,
    at: now,
    details: { case: caseNumber, reason },
  });
}

/** The officer's look for this case while it lasts and the case is not closed; without one, no page shows anything of the member. */
export async function lookFor(
  { database, clock }: Pick<SupportServices, 'database' | 'clock'>,
  { officerId }: Officer,
  caseId: string,
): Promise<Look | undefined> {
  const row = await queries.livingLook(database, officerId, caseId, clock.now());
  if (!row || (await caseById(database, caseId))?.state === 'closed') return undefined;
  return lookOf(row);
}

/** The looks since then, of all officers or one, the newest first; at most 100. */
export async function recentLooks(executor: Executor, since: Date, officerId?: string): Promise<Look[]> {
  return (await queries.recentLooks(executor, since, officerId)).map(lookOf);
}

function lookOf(row: queries.LookRow): Look {
  return {
    lookId: row.look_id,
    officerId: row.officer_id ?? undefined,
    caseId: row.case_id,
    caseNumber: row.case_number,
    accountId: row.account_id ?? undefined,
    personId: row.person_id ?? undefined,
    reason: row.reason,
    lookedAt: row.looked_at,
    expiresAt: row.expires_at,
  };
}
