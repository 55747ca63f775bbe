import type { Executor, KeyRing } from '#platform';
import { identifierHashes, readIdentifier } from './identifier.ts';
import * as queries from './queries.ts';
import { openContact, openDisplayName } from './sealing.ts';

/** What of an account the desk may know; its addresses are for masking only. */
export type SupportProfile = {
  readonly accountId: string;
  readonly personId: string | undefined;
  readonly displayName: string;
  readonly state: 'open' | 'frozen';
  readonly createdAt: Date;
  readonly contacts: readonly {
    readonly channel: 'email' | 'sms';
    readonly address: string;
    readonly confirmedAt: Date;
  }[];
};

/**
 * The accounts that a username, an e-mail address or a phone number stands for, as identifier or as contact: whole and
 * exactly, frozen ones too. At most two ids, because more than one is already too many to tell.
 */
export function accountsBehind(executor: Executor, keys: KeyRing, typed: string): Promise<string[]> {
  const hashes = readIdentifier(typed)
    .filter(({ kind }) => kind !== 'member_number')
    .flatMap((identifier) => identifierHashes(keys, identifier));
  return queries.accountsBehind(executor, hashes);
}

/** The account of a person on the register, frozen or not. */
export async function accountOfPerson(executor: Executor, personId: string): Promise<string | undefined> {
  return (await queries.accountOfPerson(executor, personId))?.account_id;
}

/** A frozen account too; undefined when there is none. */
export async function supportProfile(
  executor: Executor,
  keys: KeyRing,
  accountId: string,
): Promise<SupportProfile | undefined> {
  const row = await queries.supportProfile(executor, accountId);
  if (!row) return undefined;
  const contacts = await queries.supportContacts(executor, accountId);
  return {
    accountId,
    personId: row.person_id ?? undefined,
    displayName: openDisplayName(keys, accountId, row.display_name),
    state: row.state,
    createdAt: row.created_at,
    contacts: contacts.map(({ contact_id, channel, address, confirmed_at }) => ({
      channel,
      address: openContact(keys, contact_id, address),
      confirmedAt: confirmed_at,
    })),
  };
}

/** The names of officers by the ids of their accounts; an id that nobody has is left out. */
export async function officerNames(
  executor: Executor,
  keys: KeyRing,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await queries.namesOfAccounts(executor, [...new Set(accountIds)]);
  return new Map(
    rows.map((row) => [row.account_id, openDisplayName(keys, row.account_id, row.display_name)]),
  );
}

/** The officer's own person on the register, where the operator said who that is. */
export function ownPersonOf(executor: Executor, officerId: string): Promise<string | undefined> {
  return queries.ownPersonOf(executor, officerId);
}
