import { type Result, ok, refused } from '#kernel';
import type { Transaction } from '#platform';
import { type Allowance, take } from '#throttle';
import { recordNumber } from './confirm-number.ts';
import { isKnownDevice } from './known-device.ts';
import { codeOf, isOneOf } from './one-time-code.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { beginRecovery } from './recovery.ts';
import { openResetLink } from './reset-password.ts';
import { type AnswerRefusal, checkAnswer, isStale, type RegisterAnswer } from './stale-number.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

export type ResetCodeRefusal =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'too-many'; readonly at: Date }
  | { readonly kind: 'gone' };

/**
 * `link`: the new password may be chosen at once. `wait`: on a device that is not known a day must pass. `number`: before
 * that, the number was not used for so long that the code alone is not enough (see `confirmResetNumber`).
 */
export type ResetCodeStep =
  | { readonly kind: 'link'; readonly token: string }
  | { readonly kind: 'wait'; readonly token: string }
  | { readonly kind: 'number' };

const wrongLimits = ['reset_code_wrong_hour', 'reset_code_wrong_day'] as const;

/**
 * The six digits that a member without e-mail had by SMS. Whoever has no account, or one with e-mail, gets the same
 * answer as for a wrong code, after as many tries: those are counted for what was typed. The account's own budget is
 * silent, so that two identifiers do not show that they are one person's.
 */
export async function enterResetCode(
  services: AccountServices,
  token: string,
  code: string,
  origin: Origin,
): Promise<Result<ResetCodeStep, ResetCodeRefusal>> {
  const { database } = services;
  const now = services.clock.now();
  const request = await queries.resetRequestByToken(database, tokenHash('reset-request', token), now);
  if (!request) return refused({ kind: 'gone' });
  for (const name of wrongLimits) {
    const taken = await take(database, services, name, request.limit_subject, now);
    if (!taken.allowed) return refused({ kind: 'too-many', at: taken.until });
  }
  const evaluated = await takeSilently(
    services,
    request.account_id ?? `nobody ${request.limit_subject}`,
    now,
  );
  const right = evaluated && isRight(services, request, code, now);
  const known =
    right && request.account_id !== null && (await isKnownDevice(database, origin, request.account_id, now));
  return database.transaction(async (tx): Promise<Result<ResetCodeStep, ResetCodeRefusal>> => {
    const tried = await queries.tryResetCode(tx, request.request_id, right, services.config.CODE_TRIES, now);
    if (!tried?.consumed || !request.account_id) return refused({ kind: 'wrong' });
    const accountId = request.account_id;
    const [phone] = await phonesOf(tx, accountId);
    if (known) {
      if (phone) await queries.touchContact(tx, accountId, phone.contact_id, now);
      return ok({ kind: 'link' as const, token: await openResetLink(services, tx, accountId, now) });
    }
    if (phone && isStale(services.config, phone, now)) return ok({ kind: 'number' as const });
    return beginWait(services, tx, accountId, origin, now);
  });
}

/** The code went to the first. */
async function phonesOf(tx: Transaction, accountId: string): Promise<queries.WholeContactRow[]> {
  return (await queries.wholeContacts(tx, accountId)).filter(({ channel }) => channel === 'sms');
}

async function beginWait(
  services: AccountServices,
  tx: Transaction,
  accountId: string,
  origin: Origin,
  now: Date,
): Promise<Result<{ readonly kind: 'wait'; readonly token: string }, { readonly kind: 'wrong' }>> {
  const token = await beginRecovery(services, tx, { accountId, kind: 'password', origin, now });
  return token ? ok({ kind: 'wait', token }) : refused({ kind: 'wrong' });
}

/** Whether this browser's request waits for the second thing. */
export async function isResetNumberDue(services: AccountServices, token: string): Promise<boolean> {
  const now = services.clock.now();
  const request = await queries.resetRequestByToken(
    services.database,
    tokenHash('reset-request', token),
    now,
  );
  return Boolean(request?.code_consumed_at && !request.number_confirmed_at);
}

/**
 * Member number and birth date, after a right code to a number that was long not used. The wait begins then, as for any
 * other number; this one counts as used. Answers with the cookie of the wait.
 */
export async function confirmResetNumber(
  services: AccountServices,
  token: string,
  answer: RegisterAnswer,
  origin: Origin,
): Promise<Result<{ readonly token: string }, AnswerRefusal>> {
  const { database } = services;
  const now = services.clock.now();
  const request = await queries.resetRequestByToken(database, tokenHash('reset-request', token), now);
  if (!request?.account_id || !request.code_consumed_at || request.number_confirmed_at)
    return refused({ kind: 'nothing-waits' });
  const by = { accountId: request.account_id, origin, now };
  const checked = await checkAnswer(services, by.accountId, answer, now);
  if (!checked.ok) {
    if (checked.refusal.kind === 'wrong') await recordNumber(database, 'number_refused', by);
    return checked;
  }
  return database.transaction(async (tx): Promise<Result<{ readonly token: string }, AnswerRefusal>> => {
    if ((await queries.confirmResetNumber(tx, request.request_id, now)) === 0)
      return refused({ kind: 'nothing-waits' });
    const [phone] = await phonesOf(tx, by.accountId);
    if (phone) await queries.touchContact(tx, by.accountId, phone.contact_id, now);
    await recordNumber(tx, 'number_confirmed', by);
    return beginWait(services, tx, by.accountId, origin, now);
  });
}

async function takeSilently(services: AccountServices, subject: string, now: Date): Promise<boolean> {
  const answers: Allowance[] = [];
  for (const name of wrongLimits) answers.push(await take(services.database, services, name, subject, now));
  return answers.every(({ allowed }) => allowed);
}

function isRight(
  services: AccountServices,
  request: queries.ResetRequestRow,
  typed: string,
  now: Date,
): boolean {
  const { code_key_id: keyId, code_expires_at: end, code_number: newest } = request;
  if (!keyId || !end || end <= now) return false;
  const code = codeOf(services.keys, { challenge_id: request.request_id, key_id: keyId }, newest);
  return isOneOf([code], typed);
}
