import { type Result, ok, refused } from '#kernel';
import { type Allowance, take } from '#throttle';
import { isKnownDevice } from './known-device.ts';
import { codeOf, isOneOf } from './one-time-code.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { beginRecovery } from './recovery.ts';
import { openResetLink } from './reset-password.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

export type ResetCodeRefusal =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'too-many'; readonly at: Date }
  | { readonly kind: 'gone' };

/** `link`: the new password may be chosen at once. `wait`: on a device that is not known a day must pass. */
export type ResetCodeStep =
  | { readonly kind: 'link'; readonly token: string }
  | { readonly kind: 'wait'; readonly token: string };

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
    if (known) return ok({ kind: 'link' as const, token: await openResetLink(services, tx, accountId, now) });
    const cookie = await beginRecovery(services, tx, { accountId, kind: 'password', origin, now });
    return cookie ? ok({ kind: 'wait' as const, token: cookie }) : refused({ kind: 'wrong' });
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
