import { record } from '#activity';
import { type Result, ok, refused } from '#kernel';
import { giveBack, settle, take } from '#throttle';
import type { Origin } from './origin.ts';
import { verifyPassword } from './password-hash.ts';
import * as queries from './queries.ts';
import type { AccountServices, LiveSession } from './types.ts';

export type ConfirmRefusal =
  | { readonly kind: 'wrong' }
  /** Too many wrong tries: until then only signing in anew helps. */
  | { readonly kind: 'closed'; readonly until: Date };

/** Whether the holder of the session showed recently who they are; changes of the account's safety ask for it. */
export function isConfirmed({ config, clock }: AccountServices, session: LiveSession): boolean {
  return clock.now().getTime() - session.confirmedAt.getTime() < config.CONFIRMED_SECONDS * 1000;
}

/**
 * The holder of a session types the password again (NIST SP 800-63B-4 §5.2, reauthentication). Every try counts
 * before it is looked at. Throws AppError `busy` when the hash pool is full.
 */
export async function confirmByPassword(
  services: AccountServices,
  session: LiveSession,
  password: string,
  origin: Origin,
): Promise<Result<void, ConfirmRefusal>> {
  const { database, hashPool } = services;
  const { accountId } = session;
  const now = services.clock.now();
  const taken = await take(database, services, 'password_confirm', accountId, now);
  if (!taken.allowed) return refused({ kind: 'closed', until: taken.until });
  const row = await queries.passwordOf(database, accountId);
  const stored = row && { hash: row.hash, pepperKeyId: row.pepper_key_id };
  const right = await hashPool
    .run(accountId, () => verifyPassword(services, password, stored))
    .catch(async (error: unknown) => {
      await giveBack(database, services, 'password_confirm', accountId);
      throw error;
    });
  if (right) {
    await markConfirmed(services, session, now);
    return ok(undefined);
  }
  await record(database, {
    event: 'confirmation_refused',
    actor: { kind: 'unknown' },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { method: 'password' },
  });
  return refused(taken.until ? { kind: 'closed', until: taken.until } : { kind: 'wrong' });
}

/** After any proof at least as strong as the password. */
export async function markConfirmed(
  services: AccountServices,
  { accountId, sessionId }: LiveSession,
  now: Date,
): Promise<void> {
  await services.database.transaction(async (tx) => {
    await settle(tx, services, { forgiven: [{ name: 'password_confirm', subject: accountId }] });
    await queries.confirmSession(tx, sessionId, now);
  });
}
