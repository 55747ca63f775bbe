import { setTimeout as sleep } from 'node:timers/promises';
import { record } from '#activity';
import { memberKeys } from '#members';
import {
  beginMoving,
  type Database,
  type KeyHolder,
  keyHolders,
  type KeyKind,
  type KeyRing,
  keyUseRows,
  pagesAtOnce,
  pagesOf,
  readKeyUses,
  rehashPages,
  resealPages,
  useKey,
  wordOf,
} from '#platform';
import { CommandError } from './exit-codes.ts';
import { keyNeeds, rowsToMove } from './key-needs.ts';
import { allHashedColumns, allSealedColumns } from './keyed-columns.ts';

export type KeyWork = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly now: () => Date;
  /** Progress for a person. */
  readonly tell: (text: string) => void;
};

const longestWaitMs = 30_000;

/** Waits until every running process fits. Throws CommandError naming those that do not. */
async function waitForAll(
  { database }: KeyWork,
  fits: (holder: KeyHolder) => boolean,
  what: string,
  patienceMs = longestWaitMs,
): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const others = (await keyHolders(database)).filter((holder) => !fits(holder));
    if (others.length === 0) return;
    if (Date.now() > end) {
      const names = [...new Set(others.map(({ parts }) => parts))].join('; ');
      throw new CommandError(
        `${others.length} running processes ${what} (${names}). Nothing was lost: give them the key file, or restart them one after the other, and run this again.`,
      );
    }
    await sleep(250);
  }
}

/** Nothing is made with a key before every running process can read it. */
export const allHold = (work: KeyWork, id: string, patienceMs?: number): Promise<void> =>
  waitForAll(work, ({ key_ids: ids }) => ids.includes(id), `do not have key ${id}`, patienceMs);

async function allActByIt(work: KeyWork): Promise<void> {
  await readKeyUses(work.database, work.keys);
  const wanted = wordOf(work.keys.uses);
  await waitForAll(work, ({ uses }) => uses === wanted, 'have not learnt of the change');
}

/** Makes new things with the key from now on, with entries in the record of activity; waits until all processes do. */
export async function putInUse(
  work: KeyWork,
  kinds: readonly Exclude<KeyKind, 'index'>[],
  id: string,
): Promise<void> {
  const at = work.now();
  await work.database.transaction(async (tx) => {
    for (const kind of kinds) {
      if (work.keys.inUse(kind) === id) continue;
      await useKey(tx, kind, id, at);
      await record(tx, { event: 'key_used', actor: { kind: 'system' }, at, details: { kind, key: id } });
    }
  });
  await allActByIt(work);
}

const mostPasses = 10;

/**
 * Seals everything with the key that is in use, some pages at a time, each by itself: it may be killed and run again.
 * Returns how many values it sealed.
 */
export async function resealAll({ database, keys, now, tell }: KeyWork): Promise<number> {
  let sealed = 0;
  for (let pass = 1; pass <= mostPasses; pass += 1) {
    for (const spec of allSealedColumns) {
      const pages = await pagesOf(database, spec);
      for (let from = 0; from < pages; from += pagesAtOnce) {
        sealed += await resealPages(database, keys, spec, from);
        tell(`${spec.table}.${spec.column}: ${from} of ${pages} pages, ${sealed} values sealed`);
      }
    }
    if ((await otherSeals(database, keys, now())) === 0) return sealed;
  }
  throw new CommandError(`Some values are still sealed with older keys: run ./goid keys rotate data again.`);
}

async function otherSeals(database: Database, keys: KeyRing, now: Date): Promise<number> {
  const sealedNames = new Set(allSealedColumns.map(({ table, column }) => `${table}.${column}`));
  const others = [...(await keyNeeds(database, keys, now))].filter(([id]) => id !== keys.currentId);
  return others
    .flatMap(([, needs]) => needs)
    .filter(({ what }) => sealedNames.has(what))
    .reduce((sum, { count }) => sum + count, 0);
}

/**
 * Brings all look-ups to the key: first every process finds by both, then the rows follow, some pages at a time, then
 * it is the one in use. It may be killed at any point and run again. Nobody may write meanwhile.
 */
export async function moveLookUps(work: KeyWork, id: string): Promise<number> {
  const { database } = work;
  const rows = await keyUseRows(database);
  if (!rows.some(({ kind, state }) => kind === 'index' && state === 'moving'))
    await beginMoving(database, id, work.now());
  await allActByIt(work);
  let moved = 0;
  for (let pass = 1; (await rowsToMove(database, id)) > 0; pass += 1) {
    if (pass > mostPasses)
      throw new CommandError('Some rows could not be brought to the new key: run this again.');
    moved += await moveOnce(work, id);
  }
  const at = work.now();
  await database.transaction(async (tx) => {
    await useKey(tx, 'index', id, at);
    await record(tx, {
      event: 'key_used',
      actor: { kind: 'system' },
      at,
      details: { kind: 'index', key: id },
    });
  });
  await allActByIt(work);
  return moved;
}

async function moveOnce({ database, keys, tell }: KeyWork, id: string): Promise<number> {
  let moved = 0;
  const over = async (table: string, step: (from: number) => Promise<number>) => {
    const pages = await pagesOf(database, { table });
    for (let from = 0; from < pages; from += pagesAtOnce) {
      moved += await step(from);
      tell(`${table}: ${from} of ${pages} pages, ${moved} rows brought over`);
    }
  };
  await over(memberKeys.nationalNumberColumn.table, (from) =>
    memberKeys.rehashNationalNumbers(database, keys, id, from),
  );
  for (const specs of allHashedColumns)
    await over(specs[0].table, (from) => rehashPages(database, keys, specs, id, from));
  return moved;
}
