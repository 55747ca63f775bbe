import { type ActivityEntry, type ActivityEvent, activityEntry, record } from '#activity';
import { openCase } from '#cases';
import { type Result, isId, ok, refused } from '#kernel';
import type { Executor, Transaction } from '#platform';
import { forgetAllKnownDevices } from './known-device.ts';
import { notifyOwner } from './notify-owner.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { stopOpenRecovery } from './recovery.ts';
import { endSessions } from './session-list.ts';
import type { SecondFactorMethod } from './strength.ts';
import { undoEverythingSince } from './undo-changes.ts';
import type { AccountServices, LiveSession } from './types.ts';

export type Disowned = {
  readonly caseNumber: string;
  /** How many sessions were ended by it. */
  readonly sessionsEnded: number;
  readonly contactsFrozenUntil: Date;
  /** Second factors that were set up since, and are gone. */
  readonly methods: readonly SecondFactorMethod[];
  /** How many changes of contacts were undone. */
  readonly contacts: number;
};

/**
 * "This was not me", said of one entry of the activity: every session but the one in hand ends, nothing is remembered any
 * more, a new password has to be chosen, contacts stand still for the freeze of product.md's Numbers, and a numbered case
 * is opened. Where the entry shows that somebody was in, second factors and contacts are again what they were before,
 * but for what the session in hand set up, unless it is the one that the entry names. Said again of the same entry, the
 * case is the same.
 */
export function disown(
  services: AccountServices,
  session: LiveSession,
  entryId: string,
  origin: Origin,
): Promise<Result<Disowned, 'unknown_entry'>> {
  const { accountId } = session;
  const now = services.clock.now();
  const contactsFrozenUntil = new Date(now.getTime() + services.config.CONTACTS_FROZEN_SECONDS * 1000);
  return services.database.transaction(async (tx) => {
    const entry = await activityEntry(tx, accountId, entryId);
    if (!entry) return refused('unknown_entry');
    await queries.lockAccount(tx, accountId);
    const since = await disownedFrom(tx, accountId, entry);
    const own = sessionOf(entry) === session.sessionId ? undefined : session.sessionId;
    const undoing = since && { accountId, since, origin, now, except: own };
    const undone = undoing && (await undoEverythingSince(tx, undoing));
    const { methods, contacts } = undone ?? { methods: [], contacts: 0 };
    // Whoever signed in once with the stolen password may have done so twice.
    const ending = { accountId, origin, now, because: 'not_me' } as const;
    const sessionsEnded = await endSessions(tx, ending, { except: session.sessionId });
    await queries.endResetLinks(tx, accountId, now);
    await queries.forgetRememberedBrowsers(tx, accountId);
    await forgetAllKnownDevices(tx, { accountId, origin, now });
    await queries.demandNewPassword(tx, accountId, since);
    await queries.endAttempts(tx, accountId, now);
    await queries.freezeContacts(tx, accountId, contactsFrozenUntil);
    // A deletion that the thief asked for.
    if ((await queries.deleteClosing(tx, accountId)) > 0)
      await services.deletionStopped?.(services, tx, { accountId, from: origin });
    await stopOpenRecovery(services, tx, accountId, { origin, actor: 'member', now });
    const { caseNumber } = await openCase(tx, {
      kind: 'not_me',
      accountId,
      about: entryId,
      details: { event: entry.event },
      now,
    });
    await record(tx, {
      event: 'disowned',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
      details: { entry: entryId, event: entry.event, case: caseNumber },
    });
    await notifyOwner(services, tx, {
      accountId,
      template: 'not_me_reported',
      parameters: { case_number: caseNumber },
      now,
    });
    return ok({ caseNumber, sessionsEnded, contactsFrozenUntil, methods, contacts });
  });
}

/** What anybody can bring about without having been in the account. */
const fromOutside: readonly ActivityEvent[] = [
  'sign_in_refused',
  'password_closed',
  'password_disabled',
  'password_breached',
  'code_sent',
  'code_refused',
  'number_refused',
  'passkey_refused',
  'registration_asked',
  'reset_sent',
  'recovery_started',
  'recovery_ready',
  'recovery_cancelled',
  'recovery_expired',
  'lock_lifted',
  'freeze_objected',
  'deletion_cancelled',
  'merging_stopped',
  'own_month_paid',
  'own_month_taken_back',
];

/**
 * Whether the entry shows that somebody was in, so that what was set up since is undone. What an officer did never shows
 * it.
 */
export const showsSomebodyInside = ({ event, actor }: ActivityEntry): boolean =>
  actor.kind !== 'officer' && !fromOutside.includes(event);

const sessionOf = ({ details }: ActivityEntry): string | undefined => {
  const named = details?.['session'];
  return typeof named === 'string' && isId(named) ? named : undefined;
};

/** From when on somebody else may have set things up: since the session that the entry names was opened, or since the entry. */
async function disownedFrom(
  tx: Transaction,
  accountId: string,
  entry: ActivityEntry,
): Promise<Date | undefined> {
  if (!showsSomebodyInside(entry)) return undefined;
  const named = sessionOf(entry);
  const opened = named && (await queries.sessionOpenedAt(tx, accountId, named));
  return opened && opened < entry.at ? opened : entry.at;
}

/** Until when contacts and factors may not be changed; undefined when they may. */
export async function contactsFrozenUntil(
  { database, clock, config }: Pick<AccountServices, 'clock' | 'config'> & { readonly database: Executor },
  accountId: string,
): Promise<Date | undefined> {
  const row = await queries.contactsFrozenUntil(database, accountId, config.RECOVERY_READY_SECONDS);
  const until = row?.contacts_frozen_until;
  return until && until > clock.now() ? until : undefined;
}
