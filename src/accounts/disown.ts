import { activityEntry, record } from '#activity';
import { openCase } from '#cases';
import { type Result, ok, refused } from '#kernel';
import { forgetAllKnownDevices } from './known-device.ts';
import { notifyOwner } from './notify-owner.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { stopOpenRecovery } from './recovery.ts';
import { endSessions } from './session-list.ts';
import type { AccountServices, LiveSession } from './types.ts';
import { undoSession } from './undo-session.ts';

export type Disowned = {
  readonly caseNumber: string;
  /** How many sessions were ended by it. */
  readonly sessionsEnded: number;
  readonly contactsFrozenUntil: Date;
};

/**
 * "This was not me", said of one entry of the activity: every session but the one in hand ends, what the
 * session that it names set up is taken back, nothing is remembered any more, a new password has to be chosen, contacts stand still for the freeze of product.md's Numbers, and a numbered
 * case is opened. Said again of the same entry, the case is the same.
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
    // Whoever signed in once with the stolen password may have done so twice.
    const sessionsEnded = await endSessions(tx, { accountId, origin, now }, { except: session.sessionId });
    const named = entry.details?.['session'];
    if (typeof named === 'string' && named !== session.sessionId)
      await undoSession(services, tx, { accountId, sessionId: named, origin, now });
    await queries.endResetLinks(tx, accountId, now);
    await queries.forgetRememberedBrowsers(tx, accountId);
    await forgetAllKnownDevices(tx, { accountId, origin, now });
    await queries.demandNewPassword(tx, accountId);
    await queries.endAttempts(tx, accountId, now);
    await queries.freezeContacts(tx, accountId, contactsFrozenUntil);
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
    return ok({ caseNumber, sessionsEnded, contactsFrozenUntil });
  });
}

/** Until when contacts and factors may not be changed; undefined when they may. */
export async function contactsFrozenUntil(
  { database, clock, config }: AccountServices,
  accountId: string,
): Promise<Date | undefined> {
  const row = await queries.contactsFrozenUntil(database, accountId, config.RECOVERY_READY_SECONDS);
  const until = row?.contacts_frozen_until;
  return until && until > clock.now() ? until : undefined;
}
