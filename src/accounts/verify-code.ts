import { record } from '#activity';
import { type Result, newToken, ok, refused } from '#kernel';
import type { Transaction } from '#platform';
import { type Allowance, type Counted, peekEach, settle, takeEach } from '#throttle';
import { type WaitingAttempt, waitingAttempt } from './attempt.ts';
import { type AttemptState, stepBy } from './journey.ts';
import { isOneOf, validCodes } from './one-time-code.ts';
import * as queries from './queries.ts';
import { openSeed } from './sealing.ts';
import { isStrongEnough, reachedBy, reachedByPassword } from './strength.ts';
import { tokenHash } from './tokens.ts';
import { totpStepOf } from './totp.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

export type CodeRefusal =
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'too-many'; readonly at: Date }
  | { readonly kind: 'nothing-waits' };
type Options = { readonly remember: boolean; readonly origin: Origin };
type Verified = { readonly step: AttemptState; readonly rememberToken: string | undefined };

const wrongLimits = ['code_wrong_hour', 'code_wrong_day'] as const;

/**
 * Checks a code from a message or an authenticator app. Every try counts against the account before it is looked at,
 * and a right one is given back; what cannot be a code (not six digits) is not a try. `rememberToken` is the cookie
 * value when the member asked for this browser to be remembered.
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
  const typed = code.replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(typed)) return notACode(services, waiting, now);
  const tries = triesOf(waiting.attempt.account_id);
  const allowances = await takeEach(services.database, services, tries, now);
  const last = allowances.at(-1);
  if (last && !last.allowed) return refused({ kind: 'too-many', at: last.until });
  return services.database.transaction(async (tx) => {
    const outcome = await tryOnce(services, tx, waiting, typed, now);
    if (outcome.kind === 'right') return finish(services, tx, waiting, options, now);
    if (outcome.kind === 'expired') {
      await settle(tx, services, { givenBack: tries });
      return refused({ kind: 'expired' });
    }
    await recordRefusal(tx, waiting, options.origin, now);
    return refused(afterWrong(allowances, outcome.triesLeft));
  });
}

async function notACode(
  services: AccountServices,
  waiting: WaitingAttempt,
  now: Date,
): Promise<Result<never, CodeRefusal>> {
  let triesLeft = services.config.CODE_TRIES;
  const tries = triesOf(waiting.attempt.account_id);
  for (const allowance of await peekEach(services.database, services, tries, now)) {
    if (!allowance.allowed) return refused({ kind: 'too-many', at: allowance.until });
    triesLeft = Math.min(triesLeft, allowance.left);
  }
  return refused({ kind: 'wrong', triesLeft });
}

/** How many tries a person has now; when none, the instant from which there are more. */
function afterWrong(allowances: readonly Allowance[], triesLeft: number): CodeRefusal {
  const full = allowances.flatMap(({ until }) => (until ? [until.getTime()] : []));
  if (full.length > 0) return { kind: 'too-many', at: new Date(Math.max(...full)) };
  const left = allowances.map((allowance) => (allowance.allowed ? allowance.left : 0));
  return { kind: 'wrong', triesLeft: Math.min(triesLeft, ...left) };
}

type Outcome =
  | { readonly kind: 'right' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'wrong'; readonly triesLeft: number };

async function tryOnce(
  services: AccountServices,
  tx: Transaction,
  { attempt, chosen }: WaitingAttempt,
  typed: string,
  now: Date,
): Promise<Outcome> {
  const tries = services.config.CODE_TRIES;
  if (chosen.method === 'totp') {
    const secret = openSeed(services.keys, chosen.authenticator_id, chosen.seed ?? Buffer.alloc(0));
    const step = totpStepOf(secret, typed, now);
    const used =
      step !== undefined &&
      (await queries.useTotpStep(tx, attempt.account_id, chosen.authenticator_id, step)) === 1;
    return used ? { kind: 'right' } : { kind: 'wrong', triesLeft: tries };
  }
  const challenge = await queries.challengeOf(tx, attempt.interaction_uid, chosen.authenticator_id);
  const codes = challenge ? validCodes(services.keys, challenge, now) : [];
  if (!challenge || codes.length === 0) return { kind: 'expired' };
  const tried = await queries.tryCode(tx, challenge, isOneOf(codes, typed), tries, now);
  if (!tried) return { kind: 'expired' };
  return tried.consumed ? { kind: 'right' } : { kind: 'wrong', triesLeft: tries - tried.tries };
}

async function finish(
  services: AccountServices,
  tx: Transaction,
  { attempt, chosen }: WaitingAttempt,
  options: Options,
  now: Date,
): Promise<Result<Verified, CodeRefusal>> {
  const { account_id: accountId } = attempt;
  const step = stepBy('code_right');
  const finished = await queries.finishAttempt(tx, attempt.interaction_uid, accountId, {
    ...reachedBy[chosen.method],
    step,
    now,
  });
  // The limits on sending are against messages that nobody uses; this one was used.
  const sent = finished === 1 && chosen.method !== 'totp';
  await settle(tx, services, {
    forgiven: sent ? [{ name: 'code_send_gap', subject: chosen.authenticator_id }] : [],
    givenBack: [...triesOf(accountId), ...(sent ? sendsOf(accountId) : [])],
  });
  if (finished === 0) return refused({ kind: 'nothing-waits' });
  if (chosen.contact_id) await queries.touchContact(tx, accountId, chosen.contact_id, now);
  const mayRemember =
    options.remember &&
    !attempt.shared &&
    isStrongEnough(reachedByPassword.acr, attempt.acr_needed ?? undefined);
  return ok({
    step: step.to,
    rememberToken: mayRemember
      ? await rememberBrowser(services, tx, accountId, options.origin, now)
      : undefined,
  });
}

/** What the wrong codes of an account count against. */
export const triesOf = (subject: string): Counted[] => wrongLimits.map((name) => ({ name, subject }));
const sendsOf = (subject: string): Counted[] =>
  (['code_sends_hour', 'code_sends_day'] as const).map((name) => ({ name, subject }));

async function rememberBrowser(
  services: AccountServices,
  tx: Transaction,
  accountId: string,
  origin: Origin,
  now: Date,
): Promise<string> {
  const token = newToken();
  await queries.insertRememberedBrowser(tx, {
    accountId,
    tokenHash: tokenHash('remembered-browser', token),
    userAgent: origin.userAgent,
    now,
    expiresAt: new Date(now.getTime() + services.config.REMEMBERED_BROWSER_DAYS * 86_400_000),
  });
  await record(tx, {
    event: 'browser_remembered',
    actor: { kind: 'member', accountId },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
  });
  return token;
}

async function recordRefusal(
  tx: Transaction,
  { attempt, chosen }: WaitingAttempt,
  origin: Origin,
  now: Date,
): Promise<void> {
  await record(tx, {
    event: 'code_refused',
    actor: { kind: 'unknown' },
    accountId: attempt.account_id,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { method: chosen.method },
  });
}
