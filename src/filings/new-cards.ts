import { cardsInOrder, type Worker } from '#members';
import type { Executor } from '#platform';
import type { Filing } from './filing.ts';
import { mostRegisterRows } from './most-rows.ts';
import * as queries from './queries.ts';

/**
 * The cards that a filing of new workers made, by number, which is the order of its rows; the first ones, or all. None before
 * it counts, nor once it is forgotten.
 */
export async function newCardsOf(
  executor: Executor,
  { filingId, kind, state }: Pick<Filing, 'filingId' | 'kind' | 'state'>,
  most: number = mostRegisterRows,
): Promise<Worker[]> {
  if (kind !== 'workers' || state !== 'counted') return [];
  return cardsInOrder(executor, await queries.newCards(executor, filingId), most);
}
