import { enterOwnPaid, preparePaidCharges, settlePaid } from '#contributions';
import { addMonths, dayIn, type IsoDate, newId } from '#kernel';
import type { Transaction } from '#platform';
import { dueOn } from '#rates';
import { payersAtOnce } from './payers-at-once.ts';
import { penaltyRateOf } from './penalty.ts';
import { type OpenBill, planAllocation, type PlannedAllocation } from './plan-allocation.ts';
import * as queries from './queries-allocate.ts';
import { paidOwn } from './queries-own.ts';
import type { BillingServices } from './types.ts';

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
  await settleWhole(tx, payerIds, now);
  await enterOwn(tx, allocations, now);
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

/** Months that the self-employed have paid whole just now: their contributions are written, and count. */
async function enterOwn(
  tx: Transaction,
  allocations: readonly queries.NewAllocation[],
  now: Date,
): Promise<void> {
  const own = allocations.filter(({ segment }) => segment === 'BPU');
  if (own.length === 0) return;
  const paid = await paidOwn(
    tx,
    own.map(({ payerId }) => payerId),
    own.map(({ month }) => month),
  );
  const today = dayIn(now);
  const months = paid.map((one) => ({ ...one, declaredOn: dayIn(one.declaredAt), postedOn: today }));
  if (months.length > 0) await enterOwnPaid(tx, now, months);
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
