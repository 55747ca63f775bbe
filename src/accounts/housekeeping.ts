import { type Executor, inSlices } from '#platform';
import * as queries from './queries.ts';

/**
 * Deletes attempts, registrations, codes, remembered browsers, known devices, notes of wrong passwords, cookies and
 * changes of contacts that have been over for a day. A daily job calls it.
 * Sessions stay: the member's list shows them. Returns how many rows went.
 */
export async function forgetOldSignIns(executor: Executor, now: Date): Promise<number> {
  const before = new Date(now.getTime() - 86_400_000);
  const oldest = await queries.oldestSignIn(executor);
  return (
    (await inSlices(oldest, before, (end) => queries.deleteOldSignIns(executor, end))) +
    (await queries.deleteOldChanges(executor, before, now))
  );
}
