import { verifyContributions } from '#contributions';
import { verifyLedger } from '#ledger';
import type { Database } from '#platform';

/** All that does not tie, in the ledger by itself and between contributions and ledger. */
export async function differences(database: Database): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const difference of verifyLedger(database)) found.push(difference);
  for await (const difference of verifyContributions(database)) found.push(difference);
  return found;
}
