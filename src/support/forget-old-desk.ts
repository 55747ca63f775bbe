import { type Config, type Database, inChunks, monthsBefore } from '#platform';
import * as queries from './queries-retention.ts';

/**
 * Forgets what officers searched for, looked at, noted, asked and proposed, when members see it no longer: as long as activity.
 * A daily job calls it. Returns how many rows went.
 */
export async function forgetOldDesk(
  database: Database,
  config: Pick<Config, 'ACTIVITY_MONTHS'>,
  now: Date,
): Promise<number> {
  const before = monthsBefore(now, config.ACTIVITY_MONTHS);
  let sum = 0;
  for (const forget of [
    queries.deleteOldSearches,
    queries.deleteOldLooks,
    queries.deleteOldAlarms,
    queries.deleteOldNotes,
    queries.deleteOldChecks,
    queries.deleteOldProposals,
  ])
    sum += await inChunks((limit) => forget(database, before, limit));
  return sum;
}
