import { record } from '#activity';
import { addJob, type Executor, type Transaction } from '#platform';
import type { EndReason } from './end-reasons.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { sessionEndedTask } from './session.ts';
import type { Acr } from './strength.ts';
import type { AccountServices, LiveSession } from './types.ts';

export type SessionView = {
  readonly sessionId: string;
  readonly userAgent: string;
  readonly address: string;
  readonly shared: boolean;
  readonly acr: Acr;
  readonly signedInAt: Date;
  readonly lastSeenAt: Date;
};

/** The open sessions of an account, the one used last first; at most 100. */
export async function liveSessionsOf(
  executor: Executor,
  accountId: string,
  now: Date,
): Promise<SessionView[]> {
  const rows = await queries.liveSessions(executor, accountId, now);
  return rows.map((row) => ({
    sessionId: row.session_id,
    userAgent: row.user_agent,
    address: row.address,
    shared: row.shared,
    acr: row.acr,
    signedInAt: row.authenticated_at,
    lastSeenAt: row.last_seen_at,
  }));
}

/** `because`: told to whoever comes back to one of them. */
export type EndedBy = {
  readonly accountId: string;
  readonly origin: Origin;
  readonly now: Date;
  readonly because: EndReason;
};

/** Ends one session of an account, or all but one, with all that follows; in the caller's transaction. Answers how many. */
export async function endSessions(
  tx: Transaction,
  { accountId, origin, now, because }: EndedBy,
  which: queries.WhichSessions,
): Promise<number> {
  const ended = await queries.endSessions(tx, accountId, which, because, now);
  for (const sessionId of ended) await addJob(tx, sessionEndedTask, { sessionId });
  if (ended.length > 0)
    await record(tx, {
      event: 'session_ended',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
      details: { reason: because, count: ended.length },
    });
  return ended.length;
}

/** The holder of a session ends another one of the account, by its id; another account's id ends nothing. */
export function endOneSession(
  services: AccountServices,
  { accountId }: LiveSession,
  sessionId: string,
  origin: Origin,
): Promise<number> {
  const now = services.clock.now();
  return services.database.transaction((tx) =>
    endSessions(tx, { accountId, origin, now, because: 'ended_elsewhere' }, { only: sessionId }),
  );
}

/** The holder of a session ends all others of the account. */
export function endOtherSessions(
  services: AccountServices,
  { accountId, sessionId }: LiveSession,
  origin: Origin,
): Promise<number> {
  const now = services.clock.now();
  return services.database.transaction((tx) =>
    endSessions(tx, { accountId, origin, now, because: 'ended_elsewhere' }, { except: sessionId }),
  );
}
