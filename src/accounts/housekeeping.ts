import type { Executor } from '#platform';
import * as queries from './queries.ts';

/**
 * Deletes attempts, codes, remembered browsers, cookies and changes of contacts that have been over for a day. A daily job calls it.
 * Sessions stay: the member's list shows them. Returns how many rows went.
 */
export async function forgetOldSignIns(executor: Executor, now: Date): Promise<number> {
  const before = new Date(now.getTime() - 86_400_000);
  return (
    (await queries.deleteOldSignIns(executor, before)) +
    (await queries.deleteOldChanges(executor, before, now))
  );
}
