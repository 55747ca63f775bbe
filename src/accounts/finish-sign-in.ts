import { recordingOf } from '#activity';
import { newId } from '#kernel';
import type { Config } from '#platform';
import { stepBy } from './journey.ts';
import { meetDevice } from './new-device.ts';
import * as queries from './queries.ts';
import { type Acr, isStrongEnough, strengths } from './strength.ts';
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
  /** Value of the device cookie from now on; undefined when the computer is shared. */
  readonly device: string | undefined;
  /** The account had not signed in with this browser before; false on a shared computer, which is never known. */
  readonly deviceIsNew: boolean;
};

/**
 * Takes the finished sign-in of an interaction, once, opens its session and records it, in one statement. Undefined
 * when it is not finished, has expired, or was taken before. The browser becomes known afterwards, and the member is told
 * of a new one: one that is lost with a crash is only unknown, and told of the next time.
 */
export async function takeFinishedSignIn(
  services: AccountServices,
  interactionUid: string,
  origin: Origin,
): Promise<FinishedSignIn | undefined> {
  const now = services.clock.now();
  const sessionId = newId(now);
  const attempt = await queries.takeAttempt(services.database, {
    interactionUid,
    step: stepBy('session_opened'),
    sessionId,
    address: origin.address,
    userAgent: origin.userAgent.slice(0, 300),
    language: origin.language,
    passkeyMark: 'pop',
    otherThanMailbox: strengths.filter((acr) => isStrongEnough(acr, '2r')),
    languageChosenAt: origin.languageChosenAt,
    now,
    ...sessionLimits(services.config, now),
    recording: (changed) =>
      recordingOf(
        { event: 'sign_in_succeeded', at: now, address: origin.address, userAgent: origin.userAgent },
        changed,
      ),
  });
  if (!attempt) return undefined;
  const device = await meetDevice(services, {
    accountId: attempt.account_id,
    sessionId,
    shared: attempt.shared,
    origin,
    now,
  });
  return {
    sessionId,
    accountId: attempt.account_id,
    subject: attempt.subject,
    acr: attempt.acr,
    amr: attempt.amr,
    authenticatedAt: attempt.authenticated_at,
    shared: attempt.shared,
    device: device.cookie,
    deviceIsNew: device.isNew,
  };
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
