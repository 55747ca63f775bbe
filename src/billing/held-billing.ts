import type { Executor, KeyRing } from '#platform';
import * as queries from './queries-held.ts';
import { refundsOf } from './refund.ts';
import type { Refund } from './refund-types.ts';

export type HeldBilling = {
  readonly declarations: readonly queries.HeldDeclaration[];
  readonly bills: readonly queries.HeldBill[];
  readonly payments: readonly queries.HeldPayment[];
  readonly refunds: readonly Refund[];
  readonly reminders: readonly queries.HeldReminderChoice[];
};

const mostRefunds = 1000;

/** Everything that this room holds on the own cards of a self-employed person (their ids), for the holder's copy. */
export async function heldBilling(
  executor: Executor,
  keys: KeyRing,
  cards: readonly string[],
): Promise<HeldBilling> {
  const refunds: Refund[] = [];
  for (const card of cards) refunds.push(...(await refundsOf(executor, keys, card, mostRefunds)));
  return {
    declarations: await queries.heldDeclarations(executor, cards),
    bills: await queries.heldBills(executor, cards),
    payments: await queries.heldPayments(executor, cards),
    refunds,
    reminders: await queries.heldReminderChoices(executor, cards),
  };
}
