import { type Result, ok, refused } from '#kernel';
import type { Executor, Transaction } from '#platform';
import { type Counted, settle, takeEach } from '#throttle';
import { codesWaitUntil, countWrongCode, recordWrongCode } from './code-guard.ts';
import { afterWrong, triesOf } from './code-tries.ts';
import { recordNumber } from './confirm-number.ts';
import { isKnownDevice } from './known-device.ts';
import { challengeIn, matching, validCodes } from './one-time-code.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { beginRecovery } from './recovery.ts';
import { openResetLink } from './reset-password.ts';
import { openContact } from './sealing.ts';
import { giveBackPaid } from './send-limits.ts';
import { subjectsOf } from './send-reset.ts';
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

const ofReset = (subject: string): Counted[] =>
  (['reset_code_wrong_hour', 'reset_code_wrong_day'] as const).map((name) => ({ name, subject }));

/** What is counted for what was typed, on the page for everybody to see. */
export const shownTriesOf = (request: queries.ResetRequestRow) => ofReset(request.limit_subject);

/** What is counted for the account without a word. A request without a code has nothing to guess at. */
function silentTriesOf(request: queries.ResetRequestRow): Counted[] {
  const subject =
    request.account_id !== null && request.code_key_id !== null
      ? request.account_id
      : `nobody ${request.limit_subject}`;
  return [...ofReset(subject), ...triesOf(subject)];
}

/**
 * The six digits that a member without e-mail had by SMS. Whoever has no account, or one with e-mail, gets the same
 * answer as for a wrong code, after as many tries: those are counted for what was typed. The account's own budget, which
 * is that of its codes at sign-in too, is silent, so that two identifiers do not show that they are one person's.
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
  // Somebody without an account stands under the request's own id, so that the work is the same.
  const codeTry = { accountId: request.account_id ?? request.request_id, origin, now };
  const waitUntil = await codesWaitUntil(services, codeTry, 'reset');
  if (waitUntil) return refused({ kind: 'too-many', at: waitUntil });
  const shown = await takeEach(database, services, shownTriesOf(request), now);
  const last = shown.at(-1);
  if (last && !last.allowed) return refused({ kind: 'too-many', at: last.until });
  const silent = await takeEach(database, services, silentTriesOf(request), now);
  const right = silent.every(({ allowed }) => allowed) && isRight(services, request, code, now);
  const known =
    right && request.account_id !== null && (await isKnownDevice(database, origin, request.account_id, now));
  const entered = await database.transaction((tx) =>
    enterOnce(services, tx, { request, right, known, origin, now }),
  );
  if (!entered) {
    if (!right) await countWrongCode(services, codeTry, 'reset');
    const refusal = afterWrong(shown, services.config.CODE_TRIES);
    return refused(refusal.kind === 'too-many' ? refusal : { kind: 'wrong' });
  }
  await giveBackUsed(services, request);
  return entered;
}

type Entered = {
  readonly request: queries.ResetRequestRow;
  readonly right: boolean;
  /** The browser is one that the account knows. */
  readonly known: boolean;
  readonly origin: Origin;
  readonly now: Date;
};

/** Undefined when the code was wrong, or right and used by somebody else meanwhile. */
async function enterOnce(
  services: AccountServices,
  tx: Transaction,
  { request, right, known, origin, now }: Entered,
): Promise<Result<ResetCodeStep, ResetCodeRefusal> | undefined> {
  const tried = await queries.tryResetCode(tx, request.request_id, right, services.config.CODE_TRIES, now);
  if (!tried?.consumed || !request.account_id) {
    const accountId = request.account_id ?? undefined;
    if (!right) await recordWrongCode(tx, { accountId, origin, now }, { method: 'sms' });
    return undefined;
  }
  const accountId = request.account_id;
  await settle(tx, services, { givenBack: [...shownTriesOf(request), ...silentTriesOf(request)] });
  const [phone] = await phonesOf(tx, accountId);
  if (known) {
    if (phone) await queries.touchContact(tx, accountId, phone.contact_id, now);
    return ok({ kind: 'link' as const, token: await openResetLink(services, tx, accountId, now) });
  }
  if (phone && isStale(services.config, phone, now)) return ok({ kind: 'number' as const });
  return beginWait(services, tx, accountId, origin, now);
}

/** The message that carried the code was used, and the budgets are against those that nobody uses. */
async function giveBackUsed(services: AccountServices, request: queries.ResetRequestRow): Promise<void> {
  const accountId = request.account_id ?? '';
  const [phone] = await phonesOf(services.database, accountId);
  if (!phone) return;
  const to = openContact(services.keys, phone.contact_id, phone.address);
  await giveBackPaid(services, subjectsOf(request, { channel: 'sms', address: to }));
}

/** The code went to the first. */
async function phonesOf(tx: Executor, accountId: string): Promise<queries.WholeContactRow[]> {
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

/** The last two work, each until its own end. */
function isRight(
  services: AccountServices,
  request: queries.ResetRequestRow,
  typed: string,
  now: Date,
): boolean {
  const challenge = challengeIn(request, request.request_id);
  return challenge !== undefined && matching(validCodes(services.keys, challenge, now), typed) !== undefined;
}
