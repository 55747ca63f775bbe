import type { Executor } from '#platform';
import * as queries from './queries-touched.ts';

export type { TouchedFilter } from './queries-touched.ts';

/**
 * Hands over in `pg_temp.touched_entry`, until the end of the transaction, which accounts and persons the recorded events
 * of an actor or a span of time concern: account_id, person_id (one may be empty), first_at, last_at, entries, events.
 */
export async function gatherTouched(tx: Executor, filter: queries.TouchedFilter): Promise<void> {
  await queries.createTouchedHandOver(tx);
  await queries.gatherTouched(tx, filter);
}
