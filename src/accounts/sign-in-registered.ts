import { attemptLifeSeconds } from './attempt.ts';
import { claimTokenHash } from './claim.ts';
import { claimJourney } from './claim-journey.ts';
import { type AttemptState, stepBy, stepIn } from './journey.ts';
import * as queries from './queries.ts';
import { type Acr, isStrongEnough, reachedByPassword } from './strength.ts';
import type { AccountServices } from './types.ts';

/** The cookies of a registration: the registration itself, and that its owner wants to be signed in, and how. */
export const claimCookie = 'register';
export const enteringCookie = 'register_enter';

export type RegisteredSignIn = {
  readonly interactionUid: string;
  /** The cookie of the registration. */
  readonly token: string;
  readonly shared: boolean;
  readonly acrNeeded: Acr | undefined;
};

/**
 * Who opened an account in this browser a moment ago is signed in by the password that was chosen for it, as if it had been
 * typed once more: at the strength of a password and not more, authenticated when it was chosen, once for each
 * registration, and no longer after it than a session on a shared computer may stand unused. Undefined when any of that does not hold, or the account is not
 * any more as it was opened: then the password is asked for as ever.
 */
export async function signInRegistered(
  services: AccountServices,
  { interactionUid, token, shared, acrNeeded }: RegisteredSignIn,
): Promise<AttemptState | undefined> {
  if (!isStrongEnough(reachedByPassword.acr, acrNeeded)) return undefined;
  const now = services.clock.now();
  const step = stepBy('password_right');
  const since = new Date(now.getTime() - services.config.SHARED_SESSION_IDLE_SECONDS * 1000);
  return services.database.transaction(async (tx) => {
    const entered = stepIn(claimJourney, 'signed_in');
    const opened = await queries.enterOpenedAccount(tx, claimTokenHash(token), entered, { now, since });
    if (!opened) return undefined;
    const put = await queries.putAttempt(tx, {
      interactionUid,
      accountId: opened.account_id,
      step,
      shared,
      acrNeeded,
      ...reachedByPassword,
      now,
      authenticatedAt: opened.opened_at,
      expiresAt: new Date(now.getTime() + attemptLifeSeconds * 1000),
    });
    return put === 0 ? undefined : step.to;
  });
}
