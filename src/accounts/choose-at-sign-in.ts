import { record } from '#activity';
import { type Result, ok, refused } from '#kernel';
import { addressSubject } from '#throttle';
import { ownDataOf } from './change-password.ts';
import { checkPassword, type PasswordVerdict } from './check-password.ts';
import { type AttemptState, stepBy } from './journey.ts';
import { notifyOwner } from './notify-owner.ts';
import type { Origin } from './origin.ts';
import { hashPassword, type StoredPassword, verifyPassword } from './password-hash.ts';
import * as queries from './queries.ts';
import { endSessions } from './session-list.ts';
import type { AccountServices, MustChange } from './types.ts';

export type ChooseRefusal =
  | { readonly kind: 'missing' | 'differs' | 'same' }
  | { readonly kind: 'faults'; readonly verdict: PasswordVerdict }
  /** The sign-in stands elsewhere by now, or has expired. */
  | { readonly kind: 'nothing-waits' };

/** Why the sign-in of this interaction stops for a new password, there or by a reset; undefined when it stands elsewhere. */
export async function newPasswordReason(
  services: AccountServices,
  interactionUid: string,
  gate: 'new-password' | 'reset-due' = 'new-password',
): Promise<MustChange | undefined> {
  const attempt = await queries.liveAttempt(services.database, interactionUid, services.clock.now());
  if (attempt?.state !== gate) return undefined;
  return (await queries.mustChangeOf(services.database, attempt.account_id)) ?? 'breached';
}

/**
 * Whoever has shown all that the sign-in asks for chooses a new password, and only then goes on. Every session and every
 * other sign-in that has come half way ends, no browser is remembered that was before, and every address is told. Hashes
 * holding no connection. Throws AppError `busy` when the hash pool is full.
 */
export async function chooseAtSignIn(
  services: AccountServices,
  interactionUid: string,
  typed: { readonly password: string; readonly repeat: string },
  origin: Origin,
): Promise<Result<AttemptState, ChooseRefusal>> {
  const { database, config, clock, hashPool } = services;
  const attempt = await queries.liveAttempt(database, interactionUid, clock.now());
  if (attempt?.state !== 'new-password') return refused({ kind: 'nothing-waits' });
  const { account_id: accountId } = attempt;
  if (typed.password === '') return refused({ kind: 'missing' });
  if (typed.password !== typed.repeat) return refused({ kind: 'differs' });
  const verdict = await checkPassword(config, typed.password, await ownDataOf(services, accountId));
  if (verdict.faults.length > 0) return refused({ kind: 'faults', verdict });
  const row = await queries.passwordOf(database, accountId);
  const before = row && { hash: row.hash, pepperKeyId: row.pepper_key_id };
  const subject = addressSubject(origin.address);
  if (await hashPool.run(subject, () => verifyPassword(services, typed.password, before)))
    return refused({ kind: 'same' });
  const stored = await hashPool.run(subject, () => hashPassword(services, typed.password));
  return putChosen(services, attempt, stored, origin);
}

async function putChosen(
  services: AccountServices,
  { interaction_uid: uid, account_id: accountId, authenticated_at: since }: queries.AttemptRow,
  stored: StoredPassword,
  origin: Origin,
): Promise<Result<AttemptState, ChooseRefusal>> {
  const now = services.clock.now();
  const step = stepBy('password_chosen');
  return services.database.transaction(async (tx): Promise<Result<AttemptState, ChooseRefusal>> => {
    if ((await queries.moveAttempt(tx, uid, accountId, step, now)) === 0)
      return refused({ kind: 'nothing-waits' });
    const because = (await queries.mustChangeOf(tx, accountId)) ?? 'breached';
    await queries.putPassword(tx, accountId, stored, now);
    await endSessions(tx, { accountId, origin, now, because: 'new_password' }, { except: undefined });
    await queries.endAttempts(tx, accountId, now, uid);
    await queries.forgetRememberedBrowsers(tx, accountId, since);
    await record(tx, {
      event: 'password_changed',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
      details: { because },
    });
    await notifyOwner(services, tx, { accountId, template: 'password_changed', now });
    return ok(step.to);
  });
}
