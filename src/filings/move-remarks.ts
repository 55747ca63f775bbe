import type { Transaction } from '#platform';
import * as queries from './queries-files.ts';

/** What is remarked on a card follows it to the record of which it is a card from now on. Yields how many. */
export function moveRemarks(
  tx: Transaction,
  { gone, stays }: { readonly gone: string; readonly stays: string },
): Promise<number> {
  return queries.moveRemarks(tx, gone, stays);
}
