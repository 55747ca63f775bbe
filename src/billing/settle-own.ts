import { type ActivityEvent, type NewActivity, recordMany } from '#activity';
import { enterOwnPaid, takeBackOwn } from '#contributions';
import { addMonths, dayIn, type Month, monthOf } from '#kernel';
import type { Transaction } from '#platform';
import type { NewAllocation } from './queries-allocate.ts';
import * as queries from './queries-own.ts';

/**
 * Months of the self-employed: what their bank took back is taken off again, because an unpaid month of theirs is no debt and
 * gives nothing (docs/decisions/0040); then those that are paid whole just now are written, and count.
 */
export async function settleOwn(
  tx: Transaction,
  payerIds: readonly string[],
  allocations: readonly NewAllocation[],
  now: Date,
): Promise<void> {
  const given = allocations.filter(({ amount, segment }) => amount < 0n && segment === 'BPU');
  if (given.length > 0) await takeBack(tx, payerIds, [...new Set(given.map(({ month }) => month))], now);
  const today = dayIn(now);
  const months = [...new Set(allocations.map(({ month }) => month))];
  const paid = await queries.paidOwn(tx, payerIds, months, addMonths(monthOf(today), -1));
  if (paid.length === 0) return;
  const entered = await enterOwnPaid(
    tx,
    now,
    paid.map((one) => ({ ...one, declaredOn: dayIn(one.declaredAt), postedOn: today })),
  );
  const counts = new Set(entered.map(({ memberNumber, month }) => `${memberNumber} ${month}`));
  const written = paid.filter(({ memberNumber, month }) => counts.has(`${memberNumber} ${month}`));
  await recordMany(tx, tellOwners(written, 'own_month_paid', now));
}

async function takeBack(
  tx: Transaction,
  payerIds: readonly string[],
  months: readonly Month[],
  now: Date,
): Promise<void> {
  const unpaid = await queries.reversedOwn(tx, payerIds, months);
  if (unpaid.length === 0) return;
  const taken = await takeBackOwn(tx, now, unpaid);
  const gone = new Set(taken.map(({ membershipId, month }) => `${membershipId} ${month}`));
  const told = unpaid.filter(({ membershipId, month }) => gone.has(`${membershipId} ${month}`));
  await recordMany(tx, tellOwners(told, 'own_month_taken_back', now));
}

const tellOwners = (
  months: readonly { readonly month: Month; readonly declaredBy: string | null }[],
  event: ActivityEvent,
  at: Date,
): NewActivity[] =>
  months.flatMap(({ month, declaredBy }) =>
    declaredBy
      ? [{ event, actor: { kind: 'system' }, accountId: declaredBy, at, details: { month } } as const]
      : [],
  );
