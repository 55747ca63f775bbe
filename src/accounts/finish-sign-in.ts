import { record } from '#activity';
import { newId } from '#kernel';
import type { Config } from '#platform';
import { stepBy } from './journey.ts';
import * as queries from './queries.ts';
import { type Acr, isStrongEnough } from './strength.ts';
import type { Origin } from './origin.ts';
import { type AccountServices, officerRoles } from './types.ts';

export type FinishedSignIn = {
  readonly sessionId: string;
  readonly accountId: string;
  readonly subject: string;
  readonly acr: Acr;
  readonly amr: readonly string[];
  readonly authenticatedAt: Date;
  readonly shared: boolean;
};

/**
 * Takes the finished sign-in of an interaction, once, and opens its session. Undefined when it is not finished, has
 * expired, or was taken before.
 */
export function takeFinishedSignIn(
  services: AccountServices,
  interactionUid: string,
  origin: Origin,
): Promise<FinishedSignIn | undefined> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const sessionId = newId(now);
    const attempt = await queries.takeAttempt(tx, {
      interactionUid,
      step: stepBy('session_opened'),
      sessionId,
      address: origin.address,
      userAgent: origin.userAgent.slice(0, 300),
      language: origin.language,
      now,
      ...sessionLimits(services.config, now),
    });
    if (!attempt) return undefined;
    // Another factor than the mailbox was shown: a code may go there again.
    if (isStrongEnough(attempt.acr, '2r')) await queries.setMailboxUsed(tx, attempt.account_id, undefined);
    await record(tx, {
      event: 'sign_in_succeeded',
      actor: { kind: 'member', accountId: attempt.account_id },
      accountId: attempt.account_id,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
      details: { acr: attempt.acr },
    });
    return {
      sessionId,
      accountId: attempt.account_id,
      subject: attempt.subject,
      acr: attempt.acr,
      amr: attempt.amr,
      authenticatedAt: attempt.authenticated_at,
      shared: attempt.shared,
    };
  });
}

/**
 * Kept on the session, so that every face sees the limits that held when it was opened. A shared computer comes before
 * an officer's limits, an officer's before a member's.
 */
function sessionLimits(config: Config, now: Date) {
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  return {
    officerRoles,
    officer: {
      idleSeconds: config.CONSOLE_SESSION_IDLE_SECONDS,
      expiresAt: after(config.CONSOLE_SESSION_TOTAL_SECONDS),
    },
    own: { idleSeconds: config.SESSION_IDLE_SECONDS, expiresAt: after(config.SESSION_TOTAL_SECONDS) },
    shared: {
      idleSeconds: config.SHARED_SESSION_IDLE_SECONDS,
      expiresAt: after(config.SHARED_SESSION_TOTAL_SECONDS),
    },
  };
}
