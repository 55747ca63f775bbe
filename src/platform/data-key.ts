import { randomBytes } from 'node:crypto';
import { seal, unseal } from './crypto.ts';
import type { Executor } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import type { SealedColumn } from './sealed-column.ts';
import { sql } from './sql.ts';

const placeOf = (ownerId: string) => `platform.data_key.sealed/${ownerId}`;

/**
 * The key with which an owner's data is sealed (`sealWith`), made at its first use. Of several that make it at the same
 * time one makes it. Whoever deletes its row makes unreadable what was sealed with it, in every copy that does not hold
 * the row (docs/decisions/0030-my-data.md).
 */
export async function dataKeyFor(
  executor: Executor,
  keys: KeyRing,
  ownerId: string,
  now: Date,
): Promise<Buffer> {
  const known = await dataKeyOf(executor, keys, ownerId);
  if (known) return known;
  const sealed = seal(keys, 'data-key', placeOf(ownerId), randomBytes(32));
  await executor.run(sql`
    insert into platform.data_key (owner_id, sealed, made_at) values (${ownerId}, ${sealed}, ${now})
    on conflict do nothing`);
  const made = await dataKeyOf(executor, keys, ownerId);
  if (!made) throw new Error('a data key went while it was made');
  return made;
}

/** Undefined when there is none, or none any more. */
export async function dataKeyOf(
  executor: Executor,
  keys: KeyRing,
  ownerId: string,
): Promise<Buffer | undefined> {
  const row = await executor.maybe<{ readonly sealed: Buffer }>(
    sql`select sealed from platform.data_key where owner_id = ${ownerId}`,
  );
  return row && unseal(keys, 'data-key', placeOf(ownerId), row.sealed);
}

/** Destroys the key. Answers how many there were: run again, none. */
export function destroyDataKey(executor: Executor, ownerId: string): Promise<number> {
  return executor.run(sql`delete from platform.data_key where owner_id = ${ownerId}`);
}

/** Data keys are sealed with a master key: another one has to reach each; what they seal stays as it is. */
export const dataKeyColumn: SealedColumn = {
  table: 'platform.data_key',
  column: 'sealed',
  purpose: 'data-key',
  of: 'owner_id',
  place: placeOf,
};
