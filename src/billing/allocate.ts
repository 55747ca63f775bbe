import { preparePaidMonths, settlePaid } from '#contributions';
import { addMonths, dayIn, newId } from '#kernel';
import type { Transaction } from '#platform';
import { dueOn } from '#rates';
import { penaltyRateOf } from './penalty.ts';
import { type OpenBill, planAllocation, type PlannedAllocation } from './plan-allocation.ts';
import * as queries from './queries-allocate.ts';
import type { BillingServices } from './types.ts';

/** As many as one transaction and one job take. */
export const payersAtOnce = 500;

/**
 * Uses what came in for the bills of these payers (`planAllocation`), puts the penalty of what was late onto a later bill,
 * and settles the contributions of every month that is paid whole: their entries in the ledger are posted. A transaction
 * for each 500 payers; again, it finds nothing to do. Two at once take turns, payer by payer.
 */
export async function allocatePayments(
  { database, clock }: BillingServices,
  payerIds: readonly string[],
): Promise<void> {
  const inOrder = [...new Set(payerIds)].sort();
  for (let from = 0; from < inOrder.length; from += payersAtOnce) {
    const some = inOrder.slice(from, from + payersAtOnce);
    await database.transaction((tx) => allocateIn(tx, some, clock.now()));
  }
}

async function allocateIn(tx: Transaction, payerIds: readonly string[], now: Date): Promise<void> {
  await queries.holdPayers(tx, payerIds);
  const bills = groupBy(await queries.openBills(tx, payerIds));
  const credits = groupBy(await queries.credits(tx, payerIds));
  const newest = new Map((await queries.newestMonths(tx, payerIds)).map((row) => [row.payerId, row]));
  const allocations: queries.NewAllocation[] = [];
  const penalties: queries.NewPenalty[] = [];
  for (const payerId of payerIds) {
    const plan = planAllocation(bills.get(payerId) ?? [], credits.get(payerId) ?? []);
    for (const planned of plan) {
      const allocationId = newId(now);
      allocations.push({ ...planned, payerId, allocationId });
      if (planned.penalty > 0n)
        penalties.push(penaltyOf(planned, payerId, allocationId, newest.get(payerId)));
    }
  }
  await queries.insertAllocations(tx, allocations, now);
  await queries.insertPenalties(tx, penalties, now, dayIn(now));
  await settleWhole(tx, payerIds, now);
}

/** The penalty goes onto the newest bill after the late month, or onto the next one, which it then begins. */
function penaltyOf(
  planned: PlannedAllocation,
  payerId: string,
  allocationId: string,
  newest: queries.NewestMonth | undefined,
): queries.NewPenalty {
  const next = addMonths(planned.month, 1);
  const month = newest && newest.month > next ? newest.month : next;
  const segment = newest?.segment ?? 'PU';
  return {
    payerId,
    month,
    chargeId: allocationId,
    forMonth: planned.month,
    penalty: planned.penalty,
    segment,
    dueOn: dueOn(month, segment),
    penaltyRate: penaltyRateOf(month, segment, []),
  };
}

/** Months of which nothing is owed any more: members' contributions are posted. */
async function settleWhole(tx: Transaction, payerIds: readonly string[], now: Date): Promise<void> {
  await preparePaidMonths(tx);
  if ((await queries.requestPaidMonths(tx, payerIds)) > 0) await settlePaid(tx, dayIn(now));
}

function groupBy<Row extends { readonly payerId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.payerId);
    if (group) group.push(row);
    else groups.set(row.payerId, [row]);
  }
  return groups;
}

export type PayerBill = OpenBill & { readonly payerId: string };
