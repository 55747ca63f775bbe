import { record } from '#activity';
import { AppError, type Result, newId, newToken, ok, refused } from '#kernel';
import { type Executor, type KeyRing, type Transaction, isUniqueViolation } from '#platform';
import {
  type Identifier,
  identifierHash,
  identifierHashes,
  isUsername,
  readIdentifier,
} from './identifier.ts';
import { type StoredPassword, hashPassword } from './password-hash.ts';
import { followsPasswordRule } from './password-rule.ts';
import * as queries from './queries.ts';
import { sealContact, sealDisplayName, sealSeed } from './sealing.ts';
import { contactChannelOf, isMessageMethod, type SecondFactorMethod } from './strength.ts';
import type { AccountServices, ContactAddress, Role } from './types.ts';

export type NewAccount = {
  readonly personId?: string;
  readonly displayName: string;
  readonly username?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly password: string;
  readonly roles: readonly Role[];
  /** In the order in which they are offered. */
  readonly secondFactor: SecondFactorMethod[];
  /** Base32, 160 bits; needed for totp. */
  readonly totpSecret?: string;
};

/**
 * Creates an account with its identifiers; the person's member numbers work by themselves. `identifier_taken` also
 * when the person has an account. Throws AppError `bug` for an identifier of the wrong shape or a second factor
 * without its address: forms check those first. Hashes the password holding no connection.
 */
export async function createAccount(
  services: AccountServices,
  account: NewAccount,
): Promise<Result<{ accountId: string; subject: string }, 'identifier_taken' | 'weak_password'>> {
  if (!followsPasswordRule(services.config, account.password)) return refused('weak_password');
  const identifiers = identifiersOf(account);
  const password = await services.hashPool.run('accounts/create-account', () =>
    hashPassword(services, account.password),
  );
  const now = services.clock.now();
  const created = { accountId: newId(now), subject: newToken(18) };
  try {
    await services.database.transaction(async (tx) => {
      await insertAll(tx, services.keys, { ...account, ...created, identifiers, stored: password, now });
      await record(tx, {
        event: 'account_created',
        actor: { kind: 'system' },
        accountId: created.accountId,
        at: now,
        ...(account.personId === undefined ? {} : { personId: account.personId }),
      });
    });
  } catch (error) {
    if (['identifier_taken', 'account_person_taken'].some((rule) => isUniqueViolation(error, rule)))
      return refused('identifier_taken');
    throw error;
  }
  return ok(created);
}

type WholeAccount = NewAccount & {
  readonly accountId: string;
  readonly subject: string;
  readonly identifiers: readonly Identifier[];
  readonly stored: StoredPassword;
  readonly now: Date;
};

async function insertAll(tx: Transaction, keys: KeyRing, account: WholeAccount): Promise<void> {
  const { accountId, now } = account;
  await queries.insertAccount(tx, {
    ...account.stored,
    accountId,
    subject: account.subject,
    personId: account.personId,
    displayName: sealDisplayName(keys, accountId, account.displayName),
    now,
  });
  await queries.insertRoles(tx, accountId, account.roles);
  await queries.insertIdentifiers(
    tx,
    accountId,
    account.identifiers.map((identifier) => ({
      kind: identifier.kind,
      hash: identifierHash(keys, identifier),
    })),
  );
  const contacts = contactsOf(account).map(({ channel, address }) => {
    const id = newId(now);
    const kind = channel === 'email' ? 'email' : 'phone';
    const hash = identifierHash(keys, { kind, value: address });
    return { contact_id: id, channel, address: sealContact(keys, id, address), address_hash: hash };
  });
  await queries.insertContacts(tx, accountId, contacts, now);
  const authenticators = account.secondFactor.map((method) =>
    authenticatorOf(keys, account, method, contacts),
  );
  await queries.insertAuthenticators(tx, accountId, authenticators, now);
}

function identifiersOf(account: NewAccount): Identifier[] {
  if (account.username !== undefined && !isUsername(account.username.toLowerCase()))
    throw new AppError('bug', 'a username of the wrong shape reached createAccount');
  return (['username', 'email', 'phone'] as const).flatMap((kind) => {
    const typed = account[kind];
    if (typed === undefined) return [];
    const [reading] = readIdentifier(typed);
    if (reading.kind !== kind) throw new AppError('bug', `the ${kind} of a new account is not one`);
    return [reading];
  });
}

function contactsOf(account: WholeAccount): ContactAddress[] {
  return account.identifiers.flatMap(({ kind, value }): ContactAddress[] => {
    if (kind === 'email') return [{ channel: 'email', address: value }];
    return kind === 'phone' ? [{ channel: 'sms', address: value }] : [];
  });
}

function authenticatorOf(
  keys: KeyRing,
  account: NewAccount & { readonly now: Date },
  method: SecondFactorMethod,
  contacts: readonly queries.ContactRow[],
): Omit<queries.AuthenticatorRow, 'address'> {
  const id = newId(account.now);
  if (method === 'totp') {
    if (!account.totpSecret) throw new AppError('bug', 'an authenticator app without its seed');
    return { authenticator_id: id, method, contact_id: null, seed: sealSeed(keys, id, account.totpSecret) };
  }
  if (!isMessageMethod(method)) throw new AppError('bug', 'a new account with recovery codes or passkeys');
  const contact = contacts.find(({ channel }) => channel === contactChannelOf(method));
  if (!contact) throw new AppError('bug', `a second factor by ${method} without an address`);
  return { authenticator_id: id, method, contact_id: contact.contact_id, seed: null };
}

/** Whether a username, e-mail or phone number belongs to an account; member numbers are the register's business. */
export async function isIdentifierTaken(executor: Executor, keys: KeyRing, typed: string): Promise<boolean> {
  const hashes = readIdentifier(typed).flatMap((identifier) => identifierHashes(keys, identifier));
  return queries.isIdentifierTaken(executor, hashes);
}
