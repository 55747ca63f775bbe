import { type Result, ok, refused } from '#kernel';
import { waitingAttempt } from './attempt.ts';
import { type SendRefusal, sendTo } from './issue-code.ts';
import * as queries from './queries.ts';
import type { SecondFactorMethod } from './strength.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

/**
 * Sends the code again, or by another way, which becomes the one that the page shows. The same code while it has
 * three minutes or more, and its life is not extended; then the next one, beside which the old one works until its
 * own end. Never resets what was counted for wrong codes. `not-possible`: nothing waits, or not by this way.
 */
export async function sendCode(
  services: AccountServices,
  interactionUid: string,
  method: SecondFactorMethod,
  origin: Origin,
): Promise<Result<undefined, SendRefusal>> {
  const now = services.clock.now();
  const waiting = await waitingAttempt(services, interactionUid, now);
  const chosen = waiting?.authenticators.find((authenticator) => authenticator.method === method);
  if (!waiting || !chosen) return refused({ kind: 'not-possible' });
  if (method === 'totp') {
    await queries.chooseMethod(services.database, interactionUid, waiting.attempt.account_id, method);
    return ok(undefined);
  }
  return sendTo(services, { ...waiting, chosen }, origin, now);
}
