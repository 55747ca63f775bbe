import { record } from '#activity';
import { addJob, type Database, type Executor } from '#platform';
import type { EndReason } from './end-reasons.ts';
import * as queries from './queries.ts';
import type { Origin } from './origin.ts';
import type { LiveSession } from './types.ts';

/** The session if it lives at `now` and its account is open, touched at most once a minute; one statement. */
export async function useSession(
  executor: Executor,
  sessionId: string,
  now: Date,
): Promise<LiveSession | undefined> {
  const row = await queries.useSession(executor, sessionId, now);
  return row && liveSession(row);
}

/** Its id if the session lives at `now`; looking is not use. */
export function peekSession(executor: Executor, sessionId: string, now: Date): Promise<string | undefined> {
  return queries.peekSession(executor, { sessionId }, now);
}

export function liveSession(row: queries.SessionRow): LiveSession {
  return {
    sessionId: row.session_id,
    accountId: row.account_id,
    acr: row.acr,
    amr: row.amr,
    shared: row.shared,
    authenticatedAt: row.authenticated_at,
    confirmedAt: row.confirmed_at,
    endsAt: row.ends_at,
  };
}

/** Task name of the job that a session's end queues; what follows from it elsewhere is the composition's business. */
export const sessionEndedTask = 'accounts.session_ended';

const browserComesMs = 5000;

/**
 * Ends a session for every face at once, and queues the job that tells everybody else, in one transaction. Ending it
 * again changes nothing, records nothing and answers undefined.
 */
export async function endSession(
  database: Database,
  sessionId: string,
  reason: EndReason,
  origin: Origin,
  now: Date,
): Promise<{ readonly shared: boolean } | undefined> {
  return database.transaction(async (tx) => {
    const ended = await queries.endSession(tx, sessionId, reason, now);
    if (!ended) return undefined;
    // A browser that logs out comes to the provider by itself, and is shown there what became of the other services.
    const runAt = reason === 'signed_out' ? { runAt: new Date(now.getTime() + browserComesMs) } : {};
    await addJob(tx, sessionEndedTask, { sessionId }, runAt);
    await record(tx, {
      event: reason === 'signed_out' ? 'signed_out' : 'session_ended',
      actor: { kind: 'member', accountId: ended.account_id },
      accountId: ended.account_id,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
      details: { reason },
    });
    return { shared: ended.shared };
  });
}
