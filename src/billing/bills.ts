import { dayIn, type IsoDate, type Month, type Rupiah } from '#kernel';
import { countedRate, penaltyFor } from './penalty.ts';
import type { Executor } from '#platform';
import { isDueDayAssumed, isDueDayExample } from '#rates';
import * as queries from './queries.ts';
import type { Bill, BillingServices, BillState } from './types.ts';

/** The newest first, with what was paid and what paying today would bring; at most `limit`. */
export async function billsOf(
  { database, clock }: BillingServices,
  payerId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<Bill[]> {
  const today = dayIn(clock.now());
  return (await queries.billsOf(database, payerId, limit, offset)).map((row) => billFrom(row, today));
}

export async function billOf(
  { database, clock }: Pick<BillingServices, 'clock'> & { readonly database: Executor },
  payerId: string,
  month: Month,
): Promise<Bill | undefined> {
  const row = await queries.billOf(database, payerId, month);
  return row && billFrom(row, dayIn(clock.now()));
}

export type PayerAccount = {
  /** Owed over all months, whole rupiah. */
  readonly outstanding: Rupiah;
  /** Paid and not used yet: it goes to the next bill. */
  readonly credit: Rupiah;
};

export async function payerAccount(
  { database }: { readonly database: Executor },
  payerId: string,
): Promise<PayerAccount> {
  const { charged, received, used, held } = await queries.accountOf(database, payerId);
  return { outstanding: charged - used, credit: received - used - held };
}

function billFrom(row: queries.BillRow, today: IsoDate): Bill {
  const { month, segment, jpDeferred, penaltyFree, penalty, amount, paid, dueOn } = row;
  const outstanding = amount - paid;
  const late = { owed: amount - penalty - jpDeferred - penaltyFree, paidBefore: paid, paid: outstanding };
  return {
    ...row,
    outstanding,
    penaltyIfPaidToday: penaltyFor(late, { dueOn, paidOn: today, rate: countedRate(row) }),
    dueDayAssumed: isDueDayAssumed(month, segment),
    dueDayExample: isDueDayExample(month, segment),
    state: stateOf(row, today),
  };
}

function stateOf({ amount, paid, dueOn }: queries.BillRow, today: IsoDate): BillState {
  if (paid >= amount) return 'paid';
  if (today > dueOn) return 'overdue';
  return paid > 0n ? 'partly_paid' : 'open';
}
