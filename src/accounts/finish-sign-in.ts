import { record } from '#activity';
import { newId } from '#kernel';
import type { Config } from '#platform';
import * as queries from './queries.ts';
import type { Acr } from './strength.ts';
import type { AccountServices, Origin } from './types.ts';

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
    const attempt = await queries.takeAttempt(tx, interactionUid, now, origin.language);
    if (!attempt) return undefined;
    const sessionId = newId(now);
    const limits = sessionLimits(services.config, attempt.shared);
    await queries.insertSession(tx, {
      sessionId,
      attempt,
      address: origin.address,
      userAgent: origin.userAgent.slice(0, 300),
      idleSeconds: limits.idleSeconds,
      now,
      expiresAt: new Date(now.getTime() + limits.totalSeconds * 1000),
    });
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

/** Kept on the session, so that every face sees the limits that held when it was opened. */
function sessionLimits(config: Config, shared: boolean): { idleSeconds: number; totalSeconds: number } {
  return shared
    ? {
        idleSeconds: config.SHARED_SESSION_IDLE_SECONDS,
        totalSeconds: config.SHARED_SESSION_TOTAL_SECONDS,
      }
    : { idleSeconds: config.SESSION_IDLE_SECONDS, totalSeconds: config.SESSION_TOTAL_SECONDS };
}
