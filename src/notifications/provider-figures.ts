import type { Executor } from '#platform';
import * as queries from './queries-providers.ts';

export type { ProviderAnswers } from './queries-providers.ts';

/** How providers answered in the last minutes, over all workers. Refusals are the recipient's, not the provider's. */
export function providerAnswers(
  executor: Executor,
  now: Date,
  minutes: number,
): Promise<queries.ProviderAnswers[]> {
  return queries.selectAnswersSince(executor, new Date(now.getTime() - minutes * 60_000));
}

/** How long the oldest message waits that no worker has taken up yet, in seconds. */
export async function outboxAgeSeconds(executor: Executor, now: Date): Promise<number> {
  const oldest = await queries.selectOldestUntried(executor);
  return oldest ? Math.max(0, (now.getTime() - oldest.getTime()) / 1000) : 0;
}
