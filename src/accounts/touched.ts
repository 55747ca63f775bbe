import type { Executor, KeyRing, Language } from '#platform';
import * as queries from './queries-touched.ts';
import { openContact, openDisplayName } from './sealing.ts';

/** Somebody whose data was touched, and how to reach them by what they have proven. */
export type TouchedAccount = {
  readonly accountId: string | undefined;
  readonly personId: string | undefined;
  readonly name: string | undefined;
  readonly language: Language;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly entries: number;
  readonly events: readonly string[];
};

/**
 * Takes over `pg_temp.touched_entry` (activity's `gatherTouched`), where a member may stand several times, and answers how
 * many they are. Read them with `touchedAccounts` in the same transaction.
 */
export const joinTouched = queries.joinTouched;
export type TouchedCount = queries.TouchedCount;

const membersPerRead = 1000;

/** The touched members in slices of bounded size. */
export async function* touchedAccounts(tx: Executor, keys: KeyRing): AsyncGenerator<TouchedAccount[]> {
  let after = 0n;
  for (;;) {
    const rows = await queries.touchedSlice(tx, after, membersPerRead);
    const last = rows.at(-1);
    if (!last) return;
    after = last.nth;
    yield rows.map((row) => opened(keys, row));
  }
}

function opened(keys: KeyRing, row: queries.TouchedRow): TouchedAccount {
  const addresses = row.contactIds.map((contactId, index) => ({
    channel: row.channels[index],
    address: openContact(keys, contactId, row.addresses[index] ?? Buffer.alloc(0)),
  }));
  const of = (wanted: 'email' | 'sms') =>
    addresses.flatMap(({ channel, address }) => (channel === wanted ? [address] : []));
  return {
    accountId: row.accountId ?? undefined,
    personId: row.personId ?? undefined,
    name:
      row.accountId && row.displayName ? openDisplayName(keys, row.accountId, row.displayName) : undefined,
    language: row.language ?? 'id',
    emails: of('email'),
    phones: of('sms'),
    firstAt: row.firstAt,
    lastAt: row.lastAt,
    entries: Number(row.entries),
    events: row.events,
  };
}
