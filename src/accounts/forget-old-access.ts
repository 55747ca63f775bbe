import { type Config, type Database, inChunks, monthsBefore } from '#platform';
import * as queries from './queries-retention.ts';

const dayMs = 86_400_000;

/**
 * Forgets what shows how somebody came in, when it is kept no longer: sessions with the activity that names them,
 * recoveries that are over, used or late links of officers, slips of paper. A daily job calls it. Returns how many rows went.
 */
export async function forgetOldAccess(
  database: Database,
  config: Pick<Config, 'ACTIVITY_MONTHS' | 'RECOVERIES_KEPT_DAYS'>,
  now: Date,
): Promise<number> {
  const withActivity = monthsBefore(now, config.ACTIVITY_MONTHS);
  const recoveries = new Date(now.getTime() - config.RECOVERIES_KEPT_DAYS * dayMs);
  const sums = [
    await inChunks((limit) => queries.deleteOldSessions(database, withActivity, limit)),
    await inChunks((limit) => queries.deleteOldRecoveries(database, recoveries, limit)),
    await inChunks((limit) => queries.deleteOldEnrolments(database, recoveries, limit)),
    await inChunks((limit) => queries.deleteOldSlips(database, recoveries, limit)),
  ];
  return sums.reduce((sum, gone) => sum + gone, 0);
}
