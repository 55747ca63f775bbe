import type { Executor } from '#platform';
import * as queries from './queries.ts';

/**
 * What officers wrote about an erased account, and in its cases, is deleted; who looked and decided stays, and what nobody
 * decided on expires. The erasure is recorded before.
 */
export function forgetWordsAbout(tx: Executor, accountId: string, caseIds: readonly string[]): Promise<void> {
  return queries.forgetWords(tx, accountId, caseIds);
}
