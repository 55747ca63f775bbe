import type { Transaction } from '#platform';
import { type LiveCode, matching, validCodes } from './one-time-code.ts';
import * as queries from './queries.ts';
import { newRecoverySet, readRecoveryCode, recoveryCodeHash } from './recovery-code.ts';
import { openSeed } from './sealing.ts';
import { type MessageMethod, weakestOf } from './strength.ts';
import { totpStepOf } from './totp.ts';
import type { AccountServices } from './types.ts';

export type CodeOutcome<Method> =
  | { readonly kind: 'right'; readonly by: Method; readonly sentBy: readonly MessageMethod[] }
  | { readonly kind: 'expired' }
  | { readonly kind: 'wrong'; readonly triesLeft: number };

/** What somebody may have typed into the field for a code. */
export type TypedCode = { readonly digits: string } | { readonly recovery: string };

/** Six digits or a recovery code, however they are grouped; undefined for anything else, which is no try. */
export function readTypedCode(typed: string): TypedCode | undefined {
  const digits = typed.replaceAll(/[\s-]/g, '');
  if (/^\d{6}$/.test(digits)) return { digits };
  const recovery = readRecoveryCode(typed);
  return recovery === undefined ? undefined : { recovery };
}

/**
 * Tries a code that was sent for this purpose, and uses it up. The last two work, whichever way is chosen on the page
 * by now. A code that went out by several ways proves only the weakest of them.
 */
export async function trySentCode(
  services: AccountServices,
  tx: Transaction,
  { accountId, purpose }: { readonly accountId: string; readonly purpose: string },
  typed: string,
  now: Date,
): Promise<CodeOutcome<MessageMethod>> {
  const tries = services.config.CODE_TRIES;
  const challenge = await queries.challengeOf(tx, accountId, purpose);
  const codes = challenge ? validCodes(services.keys, challenge, now) : [];
  if (!challenge || codes.length === 0) return { kind: 'expired' };
  const found = matching(codes, typed);
  const tried = await queries.tryCode(tx, challenge, found !== undefined, tries, now);
  if (!tried) return { kind: 'expired' };
  const sentBy = found ? waysOf(challenge, found) : [];
  const by = weakestOf(sentBy);
  return tried.consumed && by
    ? { kind: 'right', by, sentBy }
    : { kind: 'wrong', triesLeft: Math.max(0, tries - tried.tries) };
}

function waysOf({ sendings }: queries.Challenge, { number }: LiveCode): MessageMethod[] {
  return sendings.filter((sending) => sending.number === number).map(({ method }) => method);
}

/** Tries a code of the account's authenticator app. Its time step is used up in the same statement that checks it. */
export async function tryAppCode(
  services: AccountServices,
  tx: Transaction,
  app: queries.AuthenticatorRow & { readonly account_id: string },
  typed: string,
  now: Date,
): Promise<boolean> {
  const secret = openSeed(services.keys, app.authenticator_id, app.seed ?? Buffer.alloc(0));
  const step = totpStepOf(secret, typed, now, services.config.TOTP_STEPS_TOLERATED);
  return (
    step !== undefined && (await queries.useTotpStep(tx, app.account_id, app.authenticator_id, step)) === 1
  );
}

/** What stands in the table for a typed recovery code; for an account without codes nothing does. Holds no connection. */
export async function hashOfTyped(
  services: AccountServices,
  accountId: string,
  plain: string,
): Promise<Buffer> {
  const { keys } = services;
  const kept = await queries.recoverySet(services.database, accountId);
  // Sets from before keys could change name none: theirs is the first of the look-ups.
  const set = kept
    ? { salt: kept.salt, keyId: kept.key_id ?? keys.indexIds[0] ?? keys.oldestId }
    : newRecoverySet(keys);
  return services.hashPool.run(accountId, () => recoveryCodeHash(services, accountId, plain, set));
}

/** Tries a recovery code by its hash and uses it up. */
export async function tryRecoveryCode(
  tx: Transaction,
  accountId: string,
  hash: Buffer,
  now: Date,
): Promise<boolean> {
  return (await queries.useRecoveryCode(tx, accountId, hash, now)) === 1;
}
