import type { FilingServices } from './types.ts';
import * as queries from './queries-files.ts';

const dayMs = 86_400_000;

/**
 * Forgets the bytes of files that are old, and what stands of their rows; what counted stands in the contributions. Pieces of
 * an upload that never became a filing go after a day. A job calls it.
 */
export async function forgetOldFilings({ database, config, clock }: FilingServices): Promise<void> {
  const now = clock.now().getTime();
  const before = new Date(now - config.FILING_FILES_KEPT_DAYS * dayMs);
  await queries.forgetRows(database, before);
  await queries.forgetChunks(database, before, new Date(now - dayMs));
}
