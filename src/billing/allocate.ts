import { preparePaidCharges, settlePaid } from '#contributions';
import { addMonths, dayIn, type IsoDate, newId } from '#kernel';
import type { Transaction } from '#platform';
import { dueOn } from '#rates';
import { payersAtOnce } from './payers-at-once.ts';
import { penaltyRateOf } from './penalty.ts';
import { type OpenBill, planAllocation, type PlannedAllocation } from './plan-allocation.ts';
import { queueAllocation } from './queries.ts';
import * as queries from './queries-allocate.ts';
import { dropPenalties } from './queries-reversals.ts';
import { settleOwn } from './settle-own.ts';
import type { BillingServices } from './types.ts';

/**
 * Uses what came in for the bills of these payers (`planAllocation`), puts the penalty of what was late onto a later bill,
 * and settles the contributions of every month that is paid whole: their entries in the ledger are posted. What is left of a
 * late payment pays its own penalty too. A transaction for each 500 payers; again, it finds nothing to do. Two at once take
 * turns, payer by payer.
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

/** A penalty that a round brings is paid in the next from what is left. Two are the rule; what needs more than this is left to a job. */
const mostRounds = 5;

async function allocateIn(tx: Transaction, payerIds: readonly string[], now: Date): Promise<void> {
  await queries.holdPayers(tx, payerIds);
  const used: queries.NewAllocation[] = [];
  let changed = payerIds;
  for (let round = 0; round < mostRounds && changed.length > 0; round += 1) {
    const { allocations, payersChanged } = await useOnce(tx, changed, now);
    used.push(...allocations);
    changed = payersChanged;
  }
  if (changed.length > 0) await queueAllocation(tx, changed);
  await settleWhole(tx, payerIds, now);
  await settleOwn(tx, payerIds, used, now);
}

/** One round; yields what was used, and the payers whose bills it changed by a penalty, or by taking one off. */
async function useOnce(
  tx: Transaction,
  payerIds: readonly string[],
  now: Date,
): Promise<{
  readonly allocations: readonly queries.NewAllocation[];
  readonly payersChanged: readonly string[];
}> {
  const bills = groupBy(await queries.openBills(tx, payerIds));
  const credits = groupBy(await queries.credits(tx, payerIds));
  const today = dayIn(now);
  const allocations: queries.NewAllocation[] = [];
  const penalties: queries.NewPenalty[] = [];
  for (const payerId of payerIds) {
    const plan = planAllocation(bills.get(payerId) ?? [], credits.get(payerId) ?? []);
    for (const planned of plan) {
      const allocationId = newId(now);
      allocations.push({ ...planned, payerId, allocationId });
      if (planned.penalty > 0n) penalties.push(penaltyOf(planned, payerId, allocationId, today));
    }
  }
  await queries.insertAllocations(tx, allocations, now);
  await queries.insertPenalties(tx, penalties, now, today);
  const given = allocations.filter(({ amount }) => amount < 0n).map(({ allocationId }) => allocationId);
  const relieved = given.length > 0 ? await dropPenalties(tx, given, today) : [];
  const payersChanged = new Set([...penalties.map(({ payerId }) => payerId), ...relieved]);
  return { allocations, payersChanged: [...payersChanged].sort() };
}

/** The penalty goes onto the next bill: of the first month after the late one whose day to pay has not passed. */
function penaltyOf(
  planned: PlannedAllocation,
  payerId: string,
  allocationId: string,
  today: IsoDate,
): queries.NewPenalty {
  const { segment } = planned;
  let month = addMonths(planned.month, 1);
  while (dueOn(month, segment) < today) month = addMonths(month, 1);
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

/** Bills of which nothing is owed any more: members' contributions are posted. */
async function settleWhole(tx: Transaction, payerIds: readonly string[], now: Date): Promise<void> {
  await preparePaidCharges(tx);
  const today = dayIn(now);
  if ((await queries.requestPaidCharges(tx, payerIds, today)) > 0) await settlePaid(tx, today);
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
