import { record } from '#activity';
import { type Result, newToken, ok, refused } from '#kernel';
import { type Transaction, formatInstant } from '#platform';
import { addressSubject, settle } from '#throttle';
import { ownDataOf } from './change-password.ts';
import { checkPassword, type PasswordVerdict } from './check-password.ts';
import { notifyOwner } from './notify-owner.ts';
import type { Origin } from './origin.ts';
import { type StoredPassword, hashPassword } from './password-hash.ts';
import * as queries from './queries.ts';
import { type EndedBy, endSessions } from './session-list.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

export type ResetRefusal =
  | { readonly kind: 'link-gone' }
  | { readonly kind: 'differs' | 'missing' }
  | { readonly kind: 'faults'; readonly verdict: PasswordVerdict };

/** Whether the link's page may show its form. Looking uses nothing up: mail scanners open every link. */
export async function isResetLinkAlive(services: AccountServices, token: string): Promise<boolean> {
  const now = services.clock.now();
  return Boolean(
    await queries.livingResetLink(services.database, 'password', tokenHash('reset-link', token), now),
  );
}

/**
 * Uses the link up and gives its account the new password: every session ends, the lock of every identifier is lifted,
 * all addresses are told. A password that is refused leaves the link alive. Throws AppError `busy` when the hash pool is full.
 */
export async function resetPassword(
  services: AccountServices,
  token: string,
  typed: { readonly password: string; readonly repeat: string },
  origin: Origin,
): Promise<Result<undefined, ResetRefusal>> {
  const { database, config } = services;
  const hash = tokenHash('reset-link', token);
  const link = await queries.livingResetLink(database, 'password', hash, services.clock.now());
  if (!link) return refused({ kind: 'link-gone' });
  if (typed.password === '') return refused({ kind: 'missing' });
  if (typed.password !== typed.repeat) return refused({ kind: 'differs' });
  const own = await ownDataOf(services, link.account_id);
  const verdict = await checkPassword(config, typed.password, own);
  if (verdict.faults.length > 0) return refused({ kind: 'faults', verdict });
  const stored = await services.hashPool.run(addressSubject(origin.address), () =>
    hashPassword(services, typed.password),
  );
  const now = services.clock.now();
  return database.transaction(async (tx): Promise<Result<undefined, ResetRefusal>> => {
    const used = await queries.consumeResetLink(tx, 'password', hash, now);
    if (!used) return refused({ kind: 'link-gone' });
    await putNewPassword(services, tx, used, { stored, origin, now });
    return ok(undefined);
  });
}

type NewPassword = { readonly stored: StoredPassword; readonly origin: Origin; readonly now: Date };

async function putNewPassword(
  services: AccountServices,
  tx: Transaction,
  { account_id: accountId, via }: queries.ResetLinkRow,
  { stored, origin, now }: NewPassword,
): Promise<void> {
  await queries.putPassword(tx, accountId, stored, now);
  if (via === 'email') await queries.setMailboxUsed(tx, accountId, now);
  await endEverySignIn(tx, { accountId, origin, now, because: 'new_password' });
  await liftLock(services, tx, accountId);
  await record(tx, {
    event: 'password_reset',
    actor: { kind: 'unknown' },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { channel: via },
  });
  await notifyOwner(services, tx, {
    accountId,
    template: 'password_reset',
    parameters: (language, zone) => ({ at: formatInstant(now, language, zone) }),
    now,
  });
}

/** Every session, every sign-in that has come half way, and every browser that is not asked for a code. */
export async function endEverySignIn(tx: Transaction, by: EndedBy): Promise<void> {
  await endSessions(tx, by, { except: undefined });
  await queries.endAttempts(tx, by.accountId, by.now);
  await queries.forgetRememberedBrowsers(tx, by.accountId);
}

/**
 * Whoever proved the mailbox or the phone starts with a clean count. What is counted against the old password, at every
 * identifier of the account, counts no more by itself: the limits hold the password that they are about.
 */
async function liftLock(services: AccountServices, tx: Transaction, accountId: string): Promise<void> {
  await settle(tx, services, { forgiven: [{ name: 'password_confirm', subject: accountId }] });
}

/** A link for whoever has proven the phone already; it goes into the browser's cookie and never into a message. */
export async function openResetLink(
  services: AccountServices,
  tx: Transaction,
  accountId: string,
  now: Date,
): Promise<string> {
  const token = newToken();
  await queries.putResetLink(tx, {
    accountId,
    purpose: 'password',
    tokenHash: tokenHash('reset-link', token),
    via: 'sms',
    now,
    expiresAt: new Date(now.getTime() + services.config.RESET_LINK_SECONDS * 1000),
  });
  return token;
}
