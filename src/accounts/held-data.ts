import type { Executor, KeyRing, Language } from '#platform';
import * as queries from './queries.ts';
import { openContact, openDisplayName, openPasskeyName } from './sealing.ts';
import type { Role } from './types.ts';

/** Everything that this room holds about one account, for its holder's copy: no secret, no hash, no key. */
export type HeldData = {
  readonly subject: string;
  readonly personId: string | undefined;
  readonly displayName: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly roles: readonly Role[];
  readonly createdAt: Date;
  readonly checkedUpAt: Date | undefined;
  readonly limitedAt: Date | undefined;
  readonly passwordChangedAt: Date | undefined;
  readonly contacts: readonly {
    readonly channel: string;
    readonly address: string;
    readonly confirmedAt: Date;
  }[];
  readonly factors: readonly {
    readonly method: string;
    readonly boundAt: Date;
    readonly lastUsedAt: Date | undefined;
  }[];
  readonly passkeys: readonly {
    readonly name: string;
    readonly createdAt: Date;
    readonly lastUsedAt: Date | undefined;
  }[];
  readonly sessions: readonly queries.HeldSessionRow[];
  readonly devices: readonly queries.HeldDeviceRow[];
  readonly freezes: readonly queries.HeldFreezeRow[];
};

/** Undefined when there is no such account. Seven statements, none of which another account's rows can enter. */
export async function heldDataOf(
  executor: Executor,
  keys: KeyRing,
  accountId: string,
): Promise<HeldData | undefined> {
  const row = await queries.heldAccount(executor, accountId);
  if (!row) return undefined;
  const contacts = await queries.heldContacts(executor, accountId);
  const factors = await queries.heldFactors(executor, accountId);
  const passkeys = await queries.heldPasskeys(executor, accountId);
  return {
    ...row,
    personId: row.personId ?? undefined,
    displayName: openDisplayName(keys, accountId, row.displayName),
    checkedUpAt: row.checkedUpAt ?? undefined,
    limitedAt: row.limitedAt ?? undefined,
    passwordChangedAt: row.passwordChangedAt ?? undefined,
    contacts: contacts.map(({ contactId, channel, address, confirmedAt }) => ({
      channel,
      address: openContact(keys, contactId, address),
      confirmedAt,
    })),
    factors: factors.map((factor) => ({ ...factor, lastUsedAt: factor.lastUsedAt ?? undefined })),
    passkeys: passkeys.map(({ passkeyId, name, createdAt, lastUsedAt }) => ({
      name: openPasskeyName(keys, passkeyId, name),
      createdAt,
      lastUsedAt: lastUsedAt ?? undefined,
    })),
    sessions: await queries.heldSessions(executor, accountId),
    devices: await queries.heldDevices(executor, accountId),
    freezes: await queries.heldFreezes(executor, accountId, row.personId),
  };
}
