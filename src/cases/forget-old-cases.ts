import { type Config, type Database, inChunks } from '#platform';
import * as queries from './queries-retention.ts';

/**
 * Forgets the words, the address and the filled form in closed cases of people who have no account, with which the others stay. The
 * number and the state remain. A daily job calls it. Returns how many cases it emptied.
 */
export async function forgetOldCases(
  database: Database,
  config: Pick<Config, 'STRANGERS_CASES_KEPT_DAYS'>,
  now: Date,
): Promise<number> {
  const before = new Date(now.getTime() - config.STRANGERS_CASES_KEPT_DAYS * 86_400_000);
  const words = await inChunks((limit) => queries.deleteOldWords(database, before, limit));
  return words + (await inChunks((limit) => queries.wipeOldContacts(database, before, limit)));
}
