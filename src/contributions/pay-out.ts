import { dayIn, type IsoDate, ok, refused, type Result, type Rupiah, yearOf } from '#kernel';
import { closedYears, earnedUntil, enter, noteRewarded, prepareEntries } from '#ledger';
import type { Transaction } from '#platform';
import { declaredReturnOf } from './declared-returns.ts';
import * as queries from './queries-returns.ts';
import { returnFor, termsOf } from './return-methods.ts';

export type PayOut = {
  readonly personId: string;
  /** Made by the caller (`newId`): the same one pays once. */
  readonly payOutId: string;
  readonly paidOn: IsoDate;
  /** What leaves the balance; the return comes on top. */
  readonly savings: Rupiah;
};

export type PaidOut = { readonly savings: Rupiah; readonly returnAmount: Rupiah };

type PayOutRefusal = 'more_than_balance' | 'provisional_not_declared' | 'year_closed' | 'paid_otherwise';

/**
 * Takes old-age savings off the balance with the provisional return of the running year on them, in the caller's
 * transaction. Savings paid within a year get the provisional rate for its months up to the payment and nothing for them
 * at its end; what stays gets the declared rate. A part carries its share of the months, by amount. The same id again
 * changes nothing and yields what was paid.
 */
export async function payOutSavings(
  tx: Transaction,
  payOut: PayOut,
  now: Date,
): Promise<Result<PaidOut, PayOutRefusal>> {
  const { personId, payOutId, paidOn, savings } = payOut;
  const year = yearOf(paidOn);
  await queries.lockPayOuts(tx, personId);
  const known = await queries.selectPayOut(tx, personId, payOutId);
  if (known)
    return known.savings === savings && known.paidOn === paidOn ? ok(known) : refused('paid_otherwise');
  if ((await closedYears(tx)).some((closed) => closed.year >= year)) return refused('year_closed');
  const declared = await declaredReturnOf(tx, year, 'provisional');
  if (!declared) return refused('provisional_not_declared');
  const terms = termsOf(year, declared.rate, declared.method);
  const earned = await earnedUntil(tx, personId, terms, paidOn);
  // A payment told late leaves what others took after its day.
  const today = dayIn(now);
  const left = today > paidOn ? await earnedUntil(tx, personId, terms, today) : earned;
  if (savings <= 0n || savings > earned.balance || savings > left.balance)
    return refused('more_than_balance');
  const weight = (earned.weight * savings) / earned.balance;
  const returnAmount = returnFor(weight, declared.rate);
  await queries.insertPayOut(tx, payOut, { returnAmount, rate: declared.rate, method: declared.method }, now);
  await prepareEntries(tx);
  await queries.handOverPayOut(tx, payOut, returnAmount);
  await enter(tx, now);
  // Without a rupiah of return its months stay with what is left; they are less than one rupiah's worth.
  if (returnAmount > 0n)
    await noteRewarded(tx, personId, { entryId: `${payOutId.slice(0, -2)}05`, year, weight });
  return ok({ savings, returnAmount });
}
