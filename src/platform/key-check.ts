import { keyKinds, seal, unseal } from './crypto.ts';
import type { Database, Executor } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import { readKeyUses } from './key-use.ts';
import { sql } from './sql.ts';

/**
 * What is wrong with a ring for this database. `missing`: a key that this database was used with is not on the ring.
 * `other`: a key has the id of one that this database was used with, and is another. `index`: the oldest key on the ring
 * is not the one that look-ups are made with.
 */
export type KeyFault = { readonly kind: 'missing' | 'other' | 'index'; readonly keyId: string };

type NotedKey = { readonly key_id: string; readonly probe: Buffer; readonly makes_indexes: boolean };

const word = 'goid';
const place = 'platform.key_check';

/** Looks only, and lets the ring act by the uses that the database names. Nothing is wrong with any ring for a database that no key was used with yet. */
export async function keyFault(executor: Executor, keys: KeyRing): Promise<KeyFault | undefined> {
  await readKeyUses(executor, keys);
  const noted = await executor.many<NotedKey>(
    sql`select key_id, probe, makes_indexes from platform.key_check order by makes_indexes desc, key_id`,
  );
  for (const { key_id: keyId, probe, makes_indexes: makesIndexes } of noted) {
    if (!keys.ids.includes(keyId)) return { kind: 'missing', keyId };
    if (!opens(keys, probe)) return { kind: 'other', keyId };
    if (makesIndexes && keyId !== keys.oldestId) return { kind: 'index', keyId };
  }
  return undefined;
}

/**
 * The same, and notes the keys at their first use: the oldest for good as the one that look-ups begin with, the others as
 * ones that something is made with. A ring that does not fit leaves no trace.
 */
export async function useKeys(database: Database, keys: KeyRing): Promise<KeyFault | undefined> {
  return database.transaction(async (tx) => {
    await readKeyUses(tx, keys);
    await note(tx, keys, keys.oldestId, true);
    const fault = await keyFault(tx, keys);
    const others = new Set(keyKinds.map((kind) => keys.inUse(kind)).filter((id) => id !== keys.oldestId));
    if (fault || others.size === 0) return fault;
    for (const id of others) if (keys.ids.includes(id)) await note(tx, keys, id, false);
    return (await keyFault(tx, keys)) ?? missing(keys, others);
  });
}

function missing(keys: KeyRing, ids: ReadonlySet<string>): KeyFault | undefined {
  const keyId = [...ids].find((id) => !keys.ids.includes(id));
  return keyId === undefined ? undefined : { kind: 'missing', keyId };
}

/** Does nothing when the key is known, or when look-ups are made with another one already. */
async function note(executor: Executor, keys: KeyRing, id: string, makesIndexes: boolean): Promise<void> {
  const probe = seal(
    { ...keys, currentId: id, key: (purpose) => keys.key(purpose, id) },
    'cookie',
    place,
    word,
  );
  await executor.run(sql`
    insert into platform.key_check (key_id, probe, makes_indexes) values (${id}, ${probe}, ${makesIndexes})
    on conflict do nothing`);
}

function opens(keys: KeyRing, probe: Buffer): boolean {
  try {
    return unseal(keys, 'cookie', place, probe).toString() === word;
  } catch {
    return false;
  }
}

/** A key that nothing needs any more is no longer one that this database was used with. As the database's owner. */
export async function forgetKey(executor: Executor, id: string): Promise<void> {
  await executor.run(sql`delete from platform.key_check where key_id = ${id} and not makes_indexes`);
  await executor.run(
    sql`delete from platform.key_use where key_id = ${id} and state = 'past' and kind <> 'index'`,
  );
}
