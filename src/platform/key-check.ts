import { type KeyRing, seal, unseal } from './crypto.ts';
import type { Database } from './database.ts';
import { sql } from './sql.ts';

const word = 'goid';
const place = 'platform.key_check';

/** Whether the ring's newest key is the one this database was sealed with; a new key is noted at its first use. */
export async function keysFit(database: Database, keys: KeyRing): Promise<boolean> {
  await database.run(sql`
    insert into platform.key_check (key_id, probe) values (${keys.currentId}, ${seal(keys, 'cookie', place, word)})
    on conflict (key_id) do nothing`);
  const { probe } = await database.one<{ probe: Buffer }>(
    sql`select probe from platform.key_check where key_id = ${keys.currentId}`,
  );
  try {
    return unseal(keys, 'cookie', place, probe).toString() === word;
  } catch {
    return false;
  }
}
