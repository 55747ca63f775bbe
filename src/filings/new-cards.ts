import { type Worker, workersByCard } from '#members';
import type { Executor } from '#platform';
import type { Filing } from './filing.ts';
import * as queries from './queries.ts';

const batch = 1000;

/** The cards that a filing of new workers made, as batches; nothing before it counts, and nothing once it is forgotten. */
export async function* newCardsOf(
  executor: Executor,
  { filingId, kind, state }: Pick<Filing, 'filingId' | 'kind' | 'state'>,
  most = Infinity,
): AsyncGenerator<readonly Worker[], void> {
  if (kind !== 'workers' || state !== 'counted') return;
  let after: string | null = null;
  for (let left = most; left > 0; left -= batch) {
    const cards = await queries.newCards(executor, filingId, { after, limit: Math.min(batch, left) });
    if (cards.length === 0) return;
    yield await workersByCard(executor, cards);
    after = cards.at(-1)?.membershipId ?? null;
  }
}
