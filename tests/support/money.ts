import { verifyBooks } from '#contributions';
import type { Database } from '#platform';

/** All that does not tie, in the ledger by itself and between contributions and ledger. */
export async function differences(database: Database): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const difference of verifyBooks(database)) found.push(difference);
  return found;
}
