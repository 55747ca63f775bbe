import type { Executor } from '#platform';
import * as queries from './queries-held.ts';

export type HeldBilling = {
  readonly declarations: readonly queries.HeldDeclaration[];
  readonly bills: readonly queries.HeldBill[];
  readonly payments: readonly queries.HeldPayment[];
};

/** Everything that this room holds on the own cards of a self-employed person (their ids), for the holder's copy. */
export async function heldBilling(executor: Executor, cards: readonly string[]): Promise<HeldBilling> {
  if (cards.length === 0) return { declarations: [], bills: [], payments: [] };
  return {
    declarations: await queries.heldDeclarations(executor, cards),
    bills: await queries.heldBills(executor, cards),
    payments: await queries.heldPayments(executor, cards),
  };
}
