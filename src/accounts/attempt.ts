import type { AttemptState } from './journey.ts';
import * as queries from './queries.ts';
import { isStrongEnough, reachedBy } from './strength.ts';
import type { AccountServices } from './types.ts';

/** How long a sign-in may take; the provider keeps its interaction as long (sso/lifetimes.ts takes this figure). */
export const attemptLifeSeconds = 900;

/** Where the sign-in of this interaction stands; `none` also when it has expired. */
export async function attemptState(services: AccountServices, interactionUid: string): Promise<AttemptState> {
  const attempt = await queries.liveAttempt(services.database, interactionUid, services.clock.now());
  return attempt?.state ?? 'none';
}

export type WaitingAttempt = {
  readonly attempt: queries.AttemptRow;
  /** Those that reach what the client demands, in the account's order. */
  readonly authenticators: readonly queries.AuthenticatorRow[];
  /** The one chosen on the code page, or the first. */
  readonly chosen: queries.AuthenticatorRow;
};

/** The attempt that waits for a second factor, with the ways that it may be given. */
export async function waitingAttempt(
  services: AccountServices,
  interactionUid: string,
  now: Date,
): Promise<WaitingAttempt | undefined> {
  const waiting = await queries.waitingAttempt(services.database, interactionUid, now);
  if (!waiting) return undefined;
  const { attempt } = waiting;
  const authenticators = waiting.authenticators.filter(
    ({ method }) =>
      isStrongEnough(reachedBy[method].acr, attempt.acr_needed ?? undefined) &&
      !(waiting.mailboxUsed && method === 'email'),
  );
  const chosen = authenticators.find(({ method }) => method === attempt.method) ?? authenticators[0];
  return chosen && { attempt, authenticators, chosen };
}

/**
 * Whether the account has a code by e-mail and nothing else, and its password was just reset by mail: the same mailbox
 * would be asked twice (G10). Such a person takes the recovery ladder.
 */
export async function isOnlyMailboxLeft(services: AccountServices, interactionUid: string): Promise<boolean> {
  const waiting = await queries.waitingAttempt(services.database, interactionUid, services.clock.now());
  return Boolean(waiting?.mailboxUsed && waiting.authenticators.every(({ method }) => method === 'email'));
}
