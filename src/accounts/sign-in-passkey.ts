import { AppError, type Result, ok, refused } from '#kernel';
import { attemptLifeSeconds, waitingAttempt } from './attempt.ts';
import { checkPasskey, type PasskeyRefusal, recordRefusedPasskey, usePasskey } from './check-passkey.ts';
import { type AttemptState, stepBy } from './journey.ts';
import * as queries from './queries.ts';
import { reachedBy, reachedByPasskey } from './strength.ts';
import type { SignInRequest } from './sign-in.ts';
import { rightCodeEvent } from './verify-code.ts';
import type { AccountServices } from './types.ts';

export type PasskeySignIn = Pick<SignInRequest, 'interactionUid' | 'shared' | 'acrNeeded' | 'origin'> & {
  /** JSON, as the browser gave it. */
  readonly answer: string;
};

/**
 * A passkey as the only step. No limit on passwords stands in its way: there is nothing to guess, so a stranger's
 * guesses close nothing here.
 */
export async function signInByPasskey(
  services: AccountServices,
  request: PasskeySignIn,
): Promise<Result<{ readonly step: AttemptState }, PasskeyRefusal>> {
  const { interactionUid, shared, acrNeeded, origin } = request;
  const now = services.clock.now();
  const checked = await checkPasskey(services, { kind: 'sign-in', interactionUid }, request.answer, origin);
  if (!checked.ok) return checked;
  const { accountId, secondOnly } = checked.value;
  if (secondOnly) {
    await recordRefusedPasskey(services, accountId, origin, now);
    return refused('unknown');
  }
  return services.database.transaction(async (tx) => {
    const used = await usePasskey(tx, checked.value, origin, now);
    if (!used.ok) return used;
    const mustChange = await queries.mustChangeOf(tx, accountId);
    const step = stepBy(mustChange ? 'passkey_right_new_password_due' : 'passkey_right');
    const begun = await queries.putAttempt(tx, {
      interactionUid,
      accountId,
      step,
      shared,
      acrNeeded,
      ...reachedByPasskey,
      now,
      expiresAt: new Date(now.getTime() + attemptLifeSeconds * 1000),
    });
    if (begun === 0) throw new AppError('bug', 'a passkey does not lead on from where the sign-in stands');
    return ok({ step: step.to });
  });
}

/** A passkey of the account after its password. `nothing-waits`: the sign-in does not stand at a second factor. */
export async function verifyPasskey(
  services: AccountServices,
  { interactionUid, answer, origin }: Pick<PasskeySignIn, 'interactionUid' | 'answer' | 'origin'>,
): Promise<Result<{ readonly step: AttemptState }, PasskeyRefusal | 'nothing-waits'>> {
  const now = services.clock.now();
  const waiting = await waitingAttempt(services, interactionUid, now);
  if (!waiting) return refused('nothing-waits');
  const { account_id: accountId } = waiting.attempt;
  const checked = await checkPasskey(services, { kind: 'sign-in', interactionUid }, answer, origin);
  if (!checked.ok) return checked;
  if (checked.value.accountId !== accountId) return refused('unknown');
  return services.database.transaction(async (tx) => {
    const used = await usePasskey(tx, checked.value, origin, now);
    if (!used.ok) return used;
    const step = stepBy(await rightCodeEvent(tx, accountId));
    const reached = { ...reachedBy.passkey, step, now };
    const finished = await queries.finishAttempt(tx, interactionUid, accountId, reached);
    return finished === 1 ? ok({ step: step.to }) : refused('nothing-waits');
  });
}
