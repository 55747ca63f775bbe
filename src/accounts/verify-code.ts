import { type Result, ok, refused } from '#kernel';
import type { Transaction } from '#platform';
import { settle } from '#throttle';
import { type WaitingAttempt, waitingAttempt } from './attempt.ts';
import {
  type CodeOutcome,
  hashOfTyped,
  readTypedCode,
  tryAppCode,
  tryRecoveryCode,
  trySentCode,
  type TypedCode,
} from './check-code.ts';
import { countWrongCode, recordWrongCode, takeGuess } from './code-guard.ts';
import { afterWrong, type CodeRefusal, notACode, sendsOf, triesOf } from './code-tries.ts';
import { type AttemptState, stepBy } from './journey.ts';
import { isKnownDevice } from './known-device.ts';
import * as queries from './queries.ts';
import { recoveryCodeUsed } from './recovery-codes.ts';
import { rememberBrowser } from './remember-browser.ts';
import { openSeed } from './sealing.ts';
import { subjectsOf } from './send-code.ts';
import { giveBackPaid } from './send-limits.ts';
import {
  type SecondFactorMethod,
  isMessageMethod,
  isStrongEnough,
  reachedBy,
  reachedByPassword,
} from './strength.ts';
import type { Origin } from './origin.ts';
import { staleAmong } from './stale-number.ts';
import { clockDriftOf } from './totp.ts';
import type { AccountServices } from './types.ts';

type Options = { readonly remember: boolean; readonly origin: Origin };
type Verified = { readonly step: AttemptState; readonly rememberToken: string | undefined };
type Outcome = CodeOutcome<SecondFactorMethod>;
type Right = Outcome & { readonly kind: 'right' };

/**
 * Checks a code from a message or an authenticator app, or a recovery code, whichever way the page shows. Every try
 * counts against the account before it is looked at, and a right one is given back; what cannot be a code (neither six
 * digits nor a recovery code) is not a try. `rememberToken` is the cookie value when the member asked for this browser
 * to be remembered.
 */
export async function verifyCode(
  services: AccountServices,
  interactionUid: string,
  code: string,
  options: Options,
): Promise<Result<Verified, CodeRefusal>> {
  const now = services.clock.now();
  const waiting = await waitingAttempt(services, interactionUid, now);
  if (!waiting) return refused({ kind: 'nothing-waits' });
  const { account_id: accountId } = waiting.attempt;
  const typed = readTypedCode(code);
  if (!typed) return notACode(services, accountId, now);
  const codeTry = { accountId, origin: options.origin, now };
  const tries = await takeGuess(services, codeTry);
  if (!tries.ok) return tries;
  const looked = await looksUp(services, accountId, typed);
  let sentBy: Right['sentBy'] = [];
  let wrong = false;
  const result = await services.database.transaction(async (tx) => {
    const outcome = await tryOnce(services, tx, waiting, looked, now);
    if (outcome.kind === 'right') {
      ({ sentBy } = outcome);
      return finish(services, tx, waiting, outcome, options, now);
    }
    if (outcome.kind === 'expired') {
      await settle(tx, services, { givenBack: triesOf(accountId) });
      return refused({ kind: 'expired' } as const);
    }
    wrong = true;
    await recordWrongCode(tx, codeTry, {
      method: waiting.chosen.method,
      ...driftOf(services, waiting, typed, now),
    });
    return refused(afterWrong(tries.value, outcome.triesLeft));
  });
  if (wrong) await countWrongCode(services, codeTry);
  await giveBackUsed(services, waiting, sentBy, options.origin);
  return result;
}

/** A code of the app that was right some minutes ago, or will be, says that the clock of the phone is wrong. */
function driftOf(
  { keys }: AccountServices,
  { chosen }: WaitingAttempt,
  typed: TypedCode,
  now: Date,
): { readonly drift?: number } {
  if (chosen.method !== 'totp' || !chosen.seed || !('digits' in typed)) return {};
  const drift = clockDriftOf(openSeed(keys, chosen.authenticator_id, chosen.seed), typed.digits, now);
  return drift === undefined ? {} : { drift };
}

type LookedUp = { readonly digits: string } | { readonly recovery: Buffer };

/** A recovery code is hashed like a password, before any connection is held; where there was no room it was no try. */
async function looksUp(services: AccountServices, accountId: string, typed: TypedCode): Promise<LookedUp> {
  if ('digits' in typed) return typed;
  try {
    return { recovery: await hashOfTyped(services, accountId, typed.recovery) };
  } catch (error) {
    await settle(services.database, services, { givenBack: triesOf(accountId) });
    throw error;
  }
}

async function tryOnce(
  services: AccountServices,
  tx: Transaction,
  { attempt, authenticators, chosen }: WaitingAttempt,
  typed: LookedUp,
  now: Date,
): Promise<Outcome> {
  const { account_id, interaction_uid: uid } = attempt;
  const wrong = { kind: 'wrong', triesLeft: services.config.CODE_TRIES } as const;
  if ('recovery' in typed) {
    // Nothing is used up for a sign-in that somebody else has finished meanwhile.
    if ((await queries.lockAttempt(tx, uid, account_id)) === 0) return { kind: 'expired' };
    const has = authenticators.some(({ method }) => method === 'recovery');
    const right = has && (await tryRecoveryCode(tx, account_id, typed.recovery, now));
    return right ? { kind: 'right', by: 'recovery', sentBy: [] } : wrong;
  }
  if (
    chosen.method === 'totp' &&
    (await tryAppCode(services, tx, { ...chosen, account_id }, typed.digits, now))
  )
    return { kind: 'right', by: 'totp', sentBy: [] };
  const sent = await trySentCode(services, tx, { accountId: account_id, purpose: uid }, typed.digits, now);
  return sent.kind === 'expired' && !isMessageMethod(chosen.method) ? wrong : sent;
}

async function finish(
  services: AccountServices,
  tx: Transaction,
  { attempt, authenticators }: WaitingAttempt,
  { by, sentBy }: Right,
  options: Options,
  now: Date,
): Promise<Result<Verified, CodeRefusal>> {
  const { account_id: accountId } = attempt;
  const ways = authenticators.filter(({ method }) => sentBy.some((way) => way === method));
  const stale = await isNumberDue(services, tx, { accountId, ways, origin: options.origin, now });
  const step = stepBy(stale ? 'code_right_number_stale' : await rightCodeEvent(tx, accountId));
  const finished = await queries.finishAttempt(tx, attempt.interaction_uid, accountId, {
    ...reachedBy[by],
    step,
    now,
  });
  // The limits on sending are against messages that nobody uses; this one was used.
  const sent = finished === 1 && sentBy.length > 0;
  await settle(tx, services, {
    forgiven: sent
      ? ways.map((way) => ({ name: 'code_send_gap', subject: way.authenticator_id }) as const)
      : [],
    givenBack: [...triesOf(accountId), ...(sent ? sendsOf(accountId) : [])],
  });
  if (finished === 0) return refused({ kind: 'nothing-waits' });
  await queries.markUsed(tx, accountId, by, now);
  for (const { contact_id: contactId } of ways)
    if (contactId && !stale) await queries.touchContact(tx, accountId, contactId, now);
  if (by === 'recovery') await recoveryCodeUsed(services, tx, accountId, options.origin, now);
  const mayRemember =
    options.remember &&
    !stale &&
    !attempt.shared &&
    isStrongEnough(reachedByPassword.acr, attempt.acr_needed ?? undefined);
  return ok({
    step: step.to,
    rememberToken: mayRemember
      ? await rememberBrowser(services, tx, accountId, options.origin, now)
      : undefined,
  });
}

/** What follows a right second factor. */
export async function rightCodeEvent(tx: Transaction, accountId: string) {
  return (await queries.mustChangeOf(tx, accountId)) ? 'code_right_new_password_due' : 'code_right';
}

type NumberQuestion = {
  readonly accountId: string;
  readonly ways: readonly queries.AuthenticatorRow[];
  readonly origin: Origin;
  readonly now: Date;
};

/**
 * Whether the code went to a number that may have a new owner by now, and the browser, which the account does not know,
 * says no more. Somebody who is not on the register cannot be asked what stands there: the password is all there is.
 */
async function isNumberDue(
  services: AccountServices,
  tx: Transaction,
  { accountId, ways, origin, now }: NumberQuestion,
): Promise<boolean> {
  if (ways.length === 0) return false;
  const went = (contactId: string) => ways.some((way) => way.contact_id === contactId);
  const stale = await staleAmong(services, tx, accountId, ({ contact_id: id }) => went(id), now);
  if (stale.length === 0 || (await isKnownDevice(tx, origin, accountId, now))) return false;
  return (await queries.profileById(tx, accountId))?.person_id !== null;
}

async function giveBackUsed(
  services: AccountServices,
  waiting: WaitingAttempt,
  sentBy: Right['sentBy'],
  origin: Origin,
): Promise<void> {
  for (const way of waiting.authenticators.filter(({ method }) => sentBy.some((by) => by === method))) {
    const send = subjectsOf(services, waiting, way, origin);
    if (send) await giveBackPaid(services, send);
  }
}
