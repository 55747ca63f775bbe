import { record } from '#activity';
import { newId, ok, refused, type Result } from '#kernel';
import type { Database, Executor } from '#platform';
import { actorOf } from './actor.ts';
import * as queries from './queries-notices.ts';
import type { By, ReadOnly, ReadOnlyScope, Words } from './types.ts';
import { areWords } from './words.ts';

export type ReadOnlyRefusal = 'until_is_past' | 'words_missing';

/**
 * Refuses writes to the records or to the whole site from now on, in every process within a few seconds. Takes the place
 * of what holds now. `until` is what people are told; writes stay refused until somebody lifts the switch, because work
 * that takes longer than planned must not be written into.
 */
export async function setReadOnly(
  database: Database,
  wish: { readonly scope: ReadOnlyScope; readonly until: Date; readonly reason: Words },
  by: By,
  now: Date,
): Promise<Result<undefined, ReadOnlyRefusal>> {
  if (wish.until <= now) return refused('until_is_past');
  if (!areWords(wish.reason)) return refused('words_missing');
  await database.transaction(async (tx) => {
    await queries.liftHolding(tx, now);
    await queries.insertReadOnly(tx, {
      ...wish,
      readOnlyId: newId(now),
      startsAt: now,
      noticeId: undefined,
      setBy: by.officer,
      setAt: now,
    });
    await record(tx, { event: 'read_only_set', actor: actorOf(by), at: now, details: { scope: wish.scope } });
  });
  return ok(undefined);
}

/** Lets writes through again; false when they were let through already. */
export function liftReadOnly(database: Database, by: By, now: Date): Promise<boolean> {
  return database.transaction(async (tx) => {
    if ((await queries.liftHolding(tx, now)) === 0) return false;
    await record(tx, { event: 'read_only_lifted', actor: actorOf(by), at: now });
    return true;
  });
}

/** What is read-only at this instant, the wider scope first; asked by imports and jobs before they write. */
export async function readOnlyNow(executor: Executor, now: Date): Promise<ReadOnly | undefined> {
  return holdingAt(await queries.selectReadOnly(executor), now);
}

/** The switch that holds at an instant; the whole site goes before the records, the later end before the earlier. */
export function holdingAt(all: readonly ReadOnly[], now: Date): ReadOnly | undefined {
  const holding = all.filter(({ startsAt }) => startsAt <= now);
  const site = holding.filter(({ scope }) => scope === 'site');
  const widest = site.length > 0 ? site : holding;
  return widest.toSorted((one, other) => other.until.getTime() - one.until.getTime())[0];
}
