import { type Result, ok, refused } from '#kernel';
import { type WaitingAttempt, waitingAttempt } from './attempt.ts';
import { issueCode } from './issue-code.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import { giveBackSend, type SendRefusal, type SendSubjects, takeSend } from './send-limits.ts';
import { type SecondFactorMethod, isMessageMethod } from './strength.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

/**
 * Sends the code again, or by another way, which becomes the one that the page shows. The same code while it has
 * three minutes or more, by whichever way, and its life is not extended; then the next one, beside which the old one
 * works until its own end. Never resets what was counted for wrong codes. `not-possible`: nothing waits, or not by
 * this way. Going back to a way that had the code within the minute sends nothing and is no refusal.
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
  const { account_id: accountId } = waiting.attempt;
  const choose = () => queries.chooseMethod(services.database, interactionUid, accountId, method);
  if (!isMessageMethod(method)) {
    await choose();
    return ok(undefined);
  }
  const sent = await sendTo(services, { ...waiting, chosen }, origin, now);
  if (sent.ok || sent.refusal.kind !== 'too-soon' || waiting.chosen === chosen) return sent;
  const challenge = await queries.challengeOf(services.database, accountId, interactionUid);
  if (!challenge?.sendings.some((sending) => sending.method === method)) return sent;
  await choose();
  return ok(undefined);
}

/** Sends a code by the chosen way, if the limits allow. A send that comes to nothing is not counted. */
export async function sendTo(
  services: AccountServices,
  waiting: WaitingAttempt,
  origin: Origin,
  now: Date,
): Promise<Result<undefined, SendRefusal>> {
  const send = subjectsOf(services, waiting, waiting.chosen, origin);
  if (!send) return refused({ kind: 'not-possible' });
  const refusal = await takeSend(services, send, now);
  if (refusal) return refused(refusal);
  const { interaction_uid: uid, account_id: accountId } = waiting.attempt;
  let sent = false;
  try {
    sent = await services.database.transaction(async (tx) => {
      // Finished, or begun anew by another account, in the meantime.
      if ((await queries.lockAttempt(tx, uid, accountId)) === 0) return false;
      await issueCode(services, tx, { ...send, purpose: uid, template: 'sign_in_code', origin, now });
      await queries.chooseMethod(tx, uid, accountId, send.method);
      return true;
    });
  } finally {
    if (!sent) await giveBackSend(services, send);
  }
  return sent ? ok(undefined) : refused({ kind: 'not-possible' });
}

/** What a send by this way of the waiting account is counted for; undefined for a way that sends nothing. */
export function subjectsOf(
  services: AccountServices,
  { attempt }: WaitingAttempt,
  { method, authenticator_id, contact_id, address }: queries.AuthenticatorRow,
  origin: Pick<Origin, 'address'>,
): SendSubjects | undefined {
  if (!isMessageMethod(method) || !contact_id || !address) return undefined;
  return {
    accountId: attempt.account_id,
    method,
    wayId: authenticator_id,
    to: openContact(services.keys, contact_id, address),
    address: origin.address,
  };
}
