import { record } from '#activity';
import { type Result, ok, refused } from '#kernel';
import type { Executor } from '#platform';
import { giveBack, settle, take } from '#throttle';
import { readTypedCode, tryAppCode } from './check-code.ts';
import { checkPasskey, type PasskeyRefusal, usePasskey } from './check-passkey.ts';
import { countWrongCode, takeGuess } from './code-guard.ts';
import { triesOf } from './code-tries.ts';
import type { Origin } from './origin.ts';
import { verifyPassword } from './password-hash.ts';
import * as queries from './queries.ts';
import { type Acr, isStrong, isStrongEnough, reachedBy, reachedByPasskey } from './strength.ts';
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
 * The strength that a session lacks for changes of contacts and factors: that of the ways which the account had when the
 * session last showed who holds it (NIST SP 800-63B-4 §4.1.2.1). A remembered browser is never enough for them
 * (product.md G4). Ways turned on since that confirmation were proven by it; another session, which a thief may have
 * opened before, has to confirm anew and then lacks them. Undefined when it lacks nothing.
 */
export async function lackedStrength(
  { database }: AccountServices,
  { accountId, acr, confirmedAt }: LiveSession,
): Promise<Acr | undefined> {
  const before = (await queries.methodsOf(database, accountId)).filter(
    ({ method, bound_at: boundAt }) => method !== 'recovery' && boundAt <= confirmedAt,
  );
  if (before.length === 0) return undefined;
  const needed = before.some(({ method }) => isStrong(method)) ? '2r' : '1e';
  return isStrongEnough(acr, needed) ? undefined : needed;
}

/** Whether the holder showed who they are recently, and as strongly as the ways of the account allow. */
export async function isFullyConfirmed(services: AccountServices, session: LiveSession): Promise<boolean> {
  return isConfirmed(services, session) && (await lackedStrength(services, session)) === undefined;
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
  await recordConfirmRefused(database, accountId, 'password', origin, now);
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

/** The holder of a session gives a code of the account's authenticator app instead of the password. */
export async function confirmByApp(
  services: AccountServices,
  session: LiveSession,
  code: string,
  origin: Origin,
): Promise<Result<void, ConfirmRefusal>> {
  const { database } = services;
  const { accountId } = session;
  const now = services.clock.now();
  const typed = readTypedCode(code);
  const app = (await queries.factorsOf(database, accountId)).find(({ method }) => method === 'totp');
  if (!app || !typed || !('digits' in typed)) return refused({ kind: 'wrong' });
  const tries = await takeGuess(services, { accountId, origin, now });
  if (!tries.ok) return refused({ kind: 'closed', until: tries.refusal.at });
  const right = await database.transaction(async (tx) => {
    if (!(await tryAppCode(services, tx, { ...app, account_id: accountId }, typed.digits, now))) {
      await recordConfirmRefused(tx, accountId, 'totp', origin, now);
      return false;
    }
    await settle(tx, services, { givenBack: triesOf(accountId) });
    await queries.markUsed(tx, accountId, 'totp', now);
    await queries.confirmSession(tx, session.sessionId, now, reachedBy.totp);
    return true;
  });
  if (right) return ok(undefined);
  await countWrongCode(services, { accountId, origin, now });
  const [last] = tries.value.flatMap(({ until }) => (until ? [until] : [])).toReversed();
  return refused(last ? { kind: 'closed', until: last } : { kind: 'wrong' });
}

/** The holder of a session shows a passkey of the account instead of typing the password. */
export async function confirmByPasskey(
  services: AccountServices,
  { accountId, sessionId }: LiveSession,
  answer: string,
  origin: Origin,
): Promise<Result<void, PasskeyRefusal>> {
  const now = services.clock.now();
  const checked = await checkPasskey(services, { kind: 'confirm', sessionId }, answer, origin);
  if (!checked.ok) return checked;
  if (checked.value.accountId !== accountId) return refused('unknown');
  return services.database.transaction(async (tx) => {
    const used = await usePasskey(tx, checked.value, origin, now);
    if (!used.ok) return used;
    await queries.confirmSession(tx, sessionId, now, reachedByPasskey);
    return ok(undefined);
  });
}

async function recordConfirmRefused(
  tx: Executor,
  accountId: string,
  method: string,
  origin: Origin,
  now: Date,
): Promise<void> {
  await record(tx, {
    event: 'confirmation_refused',
    actor: { kind: 'unknown' },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { method },
  });
}

/** Which of the account's ways may stand for the password. */
export async function mayConfirmBy(
  { database }: AccountServices,
  { accountId }: LiveSession,
): Promise<{ readonly app: boolean; readonly passkey: boolean }> {
  const factors = await queries.factorsOf(database, accountId);
  const has = (wanted: string) => factors.some(({ method }) => method === wanted);
  return { app: has('totp'), passkey: has('passkey') };
}
