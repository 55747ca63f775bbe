import type { Executor } from '#platform';
import * as queries from './queries.ts';

/** What officers wrote about an erased account is deleted; who looked and decided stays. The erasure is recorded before. */
export function forgetWordsAbout(tx: Executor, accountId: string): Promise<void> {
  return queries.forgetWords(tx, accountId);
}
