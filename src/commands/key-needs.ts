import { accountKeys } from '#accounts';
import { batchesByKey } from '#activity';
import { type Database, hashesLeft, type KeyRing, keyUseRows, type KeyUseRow, sealedByKey } from '#platform';
import { allHashedColumns, allSealedColumns } from './keyed-columns.ts';
import { memberKeys } from '#members';

/** What of one key is left, in words: `what` and how many. */
export type Need = { readonly what: string; readonly count: number };

/** Per key id what in the database needs it. Looks at every sealed row. */
export async function keyNeeds(
  database: Database,
  keys: KeyRing,
  now: Date,
): Promise<ReadonlyMap<string, readonly Need[]>> {
  const needs = new Map<string, Need[]>();
  const note = (id: string, what: string, count: number) =>
    needs.set(id, [...(needs.get(id) ?? []), { what, count }]);
  for (const spec of allSealedColumns)
    for (const [id, count] of await sealedByKey(database, spec))
      note(id, `${spec.table}.${spec.column}`, count);
  for (const { what, key_id: id, count } of await accountKeys.namedKeys(
    database,
    keys.indexIds[0] ?? '',
    now,
  ))
    note(id, what, count);
  for (const { key_id: id, count } of await batchesByKey(database))
    note(id, 'sealed batches of activity', count);
  return needs;
}

/** Rows that the look-ups' next key has not reached. */
export async function rowsToMove(database: Database, to: string): Promise<number> {
  let left = await hashesLeft(database, memberKeys.nationalNumberColumn, to);
  for (const [first] of allHashedColumns) left += await hashesLeft(database, first, to);
  return left;
}

const dayMs = 86_400_000;
/** So long after its last use something in a browser or a mailbox may still need the key: stop links live seven days. */
const outsideMs = { data: dayMs / 24, cookie: 8 * dayMs, pepper: 0, index: 0, head: 0 };

/** Why a key may not be taken away now, each as a sentence; none when it may. */
export async function reasonsToKeep(
  database: Database,
  keys: KeyRing,
  id: string,
  now: Date,
): Promise<string[]> {
  const rows = (await keyUseRows(database)).filter((row) => row.key_id === id);
  const needs = (await keyNeeds(database, keys, now)).get(id) ?? [];
  return [
    ...rows.filter(({ state }) => state !== 'past').map(({ kind }) => `It is in use for ${kind}.`),
    ...rows.filter(({ kind, state }) => kind === 'index' && state === 'past').map(() => throughIt),
    ...rows.flatMap((row) => stillOutside(row, now)),
    ...needs.map(({ what, count }) => `${count} rows need it: ${what}.`),
  ];
}

const throughIt =
  'Look-ups are made through it and then through the newer one, because the database does not hold what was hashed: it stays.';

function stillOutside({ kind, state, used_until: until }: KeyUseRow, now: Date): string[] {
  if (state !== 'past' || !until) return [];
  const end = new Date(until.getTime() + outsideMs[kind]);
  return end > now
    ? [`Browsers and mailboxes may hold something made with it until ${end.toISOString()}.`]
    : [];
}
