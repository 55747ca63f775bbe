import { record } from '#activity';
import { type Result, ok, refused } from '#kernel';
import { wordsOfPerson } from '#members';
import { checkPassword, type PasswordVerdict } from './check-password.ts';
import { notifyOwner } from './notify-owner.ts';
import type { Origin } from './origin.ts';
import { isReadOnly } from './read-only.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';
import * as queries from './queries.ts';
import { openContact, openDisplayName } from './sealing.ts';
import { endSessions } from './session-list.ts';
import type { AccountServices, LiveSession } from './types.ts';

export type ChangePasswordRefusal =
  | { readonly kind: 'faults'; readonly verdict: PasswordVerdict }
  /** It is the password that the account has already. */
  | { readonly kind: 'same' }
  /** A recovery waits. */
  | { readonly kind: 'read-only' };

/** What others may know of the owner of an account: names, addresses, birth date and numbers of the register. */
export async function ownDataOf(services: AccountServices, accountId: string): Promise<string[]> {
  const { database, keys } = services;
  const profile = await queries.profileById(database, accountId);
  if (!profile) return [];
  const contacts = await queries.contactsOf(database, accountId);
  const onRegister = profile.person_id ? await wordsOfPerson(database, profile.person_id) : [];
  return [
    services.config.BRAND_NAME,
    openDisplayName(keys, accountId, profile.display_name),
    ...contacts.map((row) => openContact(keys, row.contact_id, row.address)),
    ...onRegister,
  ];
}

/**
 * The holder of a session, who has just confirmed who they are, chooses a new password. All other sessions end and no
 * browser is remembered any more; every address is told. Hashes holding no connection.
 */
export async function changePassword(
  services: AccountServices,
  session: LiveSession,
  password: string,
  origin: Origin,
): Promise<Result<PasswordVerdict, ChangePasswordRefusal>> {
  const { database, hashPool, config } = services;
  const { accountId } = session;
  if (await isReadOnly(database, accountId)) return refused({ kind: 'read-only' });
  const verdict = await checkPassword(config, password, await ownDataOf(services, accountId));
  if (verdict.faults.length > 0) return refused({ kind: 'faults', verdict });
  const now = services.clock.now();
  const row = await queries.passwordOf(database, accountId);
  const before = row && { hash: row.hash, pepperKeyId: row.pepper_key_id };
  if (await hashPool.run(accountId, () => verifyPassword(services, password, before)))
    return refused({ kind: 'same' });
  const stored = await hashPool.run(accountId, () => hashPassword(services, password));
  return database.transaction(async (tx) => {
    await queries.lockAccount(tx, accountId);
    if (await isReadOnly(tx, accountId)) return refused({ kind: 'read-only' });
    await queries.putPassword(tx, accountId, stored, now);
    await endSessions(tx, { accountId, origin, now, because: 'new_password' }, { except: session.sessionId });
    await queries.endAttempts(tx, accountId, now);
    await queries.forgetRememberedBrowsers(tx, accountId);
    await record(tx, {
      event: 'password_changed',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
    });
    await notifyOwner(services, tx, { accountId, template: 'password_changed', now });
    return ok(verdict);
  });
}
