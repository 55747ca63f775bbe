import { refused, ok, type Result } from '#kernel';
import type { Transaction } from '#platform';
import * as queries from './queries-merging.ts';

export type SavingsMerging = queries.MergingRow;

/**
 * Waits for whoever closes a year, and keeps others from beginning to, until the transaction ends. `year_closing`: one is
 * half done; it is credited on first.
 */
export async function holdYears(tx: Transaction): Promise<Result<undefined, 'year_closing'>> {
  await queries.lockYears(tx);
  return (await queries.isYearClosing(tx)) ? refused('year_closing') : ok(undefined);
}

/**
 * Every savings account of `gone` becomes a part of the account of `stays`, whose is opened if there is none. No posting and
 * no closed year changes; from the first year that is open on, the parts are reckoned as one. Called under `holdYears`.
 * Yields the number of accounts.
 */
export function mergeSavings(tx: Transaction, merging: SavingsMerging): Promise<number> {
  return queries.mergeSavings(tx, merging);
}
