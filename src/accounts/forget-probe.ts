import type { Transaction } from '#platform';
import * as queries from './queries-retention.ts';

/**
 * Takes an account away that was made to prove that signing in works, with all that its sign-in left in this room. The
 * record of activity keeps its entries. Never for an account of somebody: it refuses one that a person or a contact has.
 */
export async function forgetProbe(tx: Transaction, accountId: string): Promise<boolean> {
  return (await queries.deleteProbe(tx, accountId)) > 0;
}
