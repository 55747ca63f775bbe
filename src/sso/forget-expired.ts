import type { Database } from '#platform';
import * as queries from './queries.ts';

/** Removes what has expired and answers how many rows that were. A job calls it every few minutes. */
export function forgetExpired(database: Database, now: Date): Promise<number> {
  return queries.deleteExpired(database, now);
}
