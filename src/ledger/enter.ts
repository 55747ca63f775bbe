import { AppError, dayIn, yearOf } from '#kernel';
import type { Transaction } from '#platform';
import {
  analyzeHandOver,
  clearHandOver,
  clearSettlement,
  createHandOver,
  insertEntries,
  insertPostings,
  openAccounts,
  settleEntries,
} from './queries.ts';

/** Makes the hand-over tables (types.ts) for this transaction; they are gone with it. */
export async function prepareEntries(tx: Transaction): Promise<void> {
  await createHandOver(tx);
}

/**
 * Writes what stands in pg_temp.new_entry and pg_temp.new_posting, in a few statements whatever their number, and
 * empties both. The database refuses an entry that is there already (idempotency key), postings that do not add up
 * to zero, postings without an entry, and whatever is dated into a closed year. Yields the numbers written.
 */
export async function enter(tx: Transaction, now: Date): Promise<{ entries: number; postings: number }> {
  await analyzeHandOver(tx);
  await openAccounts(tx);
  const entries = await insertEntries(tx, now);
  const postings = await insertPostings(tx, yearOf(dayIn(now)));
  await clearHandOver(tx);
  return { entries, postings };
}

/** Posts or voids the pending entries that pg_temp.settlement names. An entry that is not pending is a bug and throws, and so does a day of a closed year. */
export async function settle(tx: Transaction): Promise<void> {
  const { asked, settled } = await settleEntries(tx);
  if (asked !== settled)
    throw new AppError('bug', `${asked - settled} of ${asked} entries to settle were not pending`);
  await clearSettlement(tx);
}
