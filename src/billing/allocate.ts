import { type NewActivity, recordMany } from '#activity';
import { enterOwnPaid, preparePaidCharges, settlePaid } from '#contributions';
import { addMonths, dayIn, type IsoDate, monthOf, newId } from '#kernel';
import type { Transaction } from '#platform';
import { dueOn } from '#rates';
import { payersAtOnce } from './payers-at-once.ts';
import { penaltyRateOf } from './penalty.ts';
import { type OpenBill, planAllocation, type PlannedAllocation } from './plan-allocation.ts';
import { queueAllocation } from './queries.ts';
import * as queries from './queries-allocate.ts';
import { paidOwn } from './queries-own.ts';
import { dropPenalties } from './queries-reversals.ts';
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
  const given = allocations.filter(({ amount }) => amount < 0n).map(({ allocationId }) => allocationId);
  if (given.length > 0 && (await dropPenalties(tx, given)) > 0) await queueAllocation(tx, payerIds);
  await settleWhole(tx, payerIds, now);
  await enterOwn(tx, payerIds, allocations, now);
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
  payerIds: readonly string[],
  allocations: readonly queries.NewAllocation[],
  now: Date,
): Promise<void> {
  const today = dayIn(now);
  const months = [...new Set(allocations.map(({ month }) => month))];
  const paid = await paidOwn(tx, payerIds, months, addMonths(monthOf(today), -1));
  if (paid.length === 0) return;
  const entered = await enterOwnPaid(
    tx,
    now,
    paid.map((one) => ({ ...one, declaredOn: dayIn(one.declaredAt), postedOn: today })),
  );
  const counts = new Set(entered.map(({ memberNumber, month }) => `${memberNumber} ${month}`));
  await recordMany(
    tx,
    paid.flatMap(({ memberNumber, month, declaredBy }): NewActivity[] =>
      declaredBy && counts.has(`${memberNumber} ${month}`)
        ? [
            {
              event: 'own_month_paid',
              actor: { kind: 'system' },
              accountId: declaredBy,
              at: now,
              details: { month },
            },
          ]
        : [],
    ),
  );
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
