import { assess } from '#contributions';
import { AppError, dayIn, type Month, monthOf, newId, ok, refused, type Result, type Rupiah } from '#kernel';
import type { Membership } from '#members';
import type { Transaction } from '#platform';
import { dueOn } from '#rates';
import * as queries from './queries-own.ts';
import { penaltyRateOf } from './penalty.ts';
import type { BillingServices } from './types.ts';

/** Task name of the job that makes the bill of a month that a self-employed person declared. */
export const ownBillTask = 'billing.own_bill';

export type DeclareRefusal =
  /** The card is not one of the self-employed, or does not run this month. */
  | 'not_self_employed'
  /** Not above zero, or over 10^12. */
  | 'income_wrong'
  /** The contribution of such an income is not known (docs/decisions/0013). */
  | 'band_not_known'
  /** No rate is known for this month. */
  | 'rate_not_known'
  /** This month is paid. */
  | 'paid';

/**
 * A self-employed person says what this month brings in, to get a bill for it. The newest declaration counts until the month is
 * paid. The bill is made by a job, because the member's face writes no money.
 */
export function declareIncome(
  { database, clock }: BillingServices,
  card: Membership,
  income: Rupiah,
): Promise<Result<{ readonly month: Month }, DeclareRefusal>> {
  const now = clock.now();
  const month = monthOf(dayIn(now));
  const fault = faultOf(card, month, income);
  if (fault) return Promise.resolve(refused(fault));
  return database.transaction(async (tx) => {
    if (await queries.isPaid(tx, card.membershipId, month)) return refused('paid');
    const { membershipId: payerId, memberNumber } = card;
    await queries.insertDeclaration(tx, {
      payerId,
      month,
      declarationId: newId(now),
      memberNumber,
      income,
      now,
    });
    await queries.queueOwnBill(tx, payerId, month);
    return ok({ month });
  });
}

function faultOf(card: Membership, month: Month, income: Rupiah): DeclareRefusal | undefined {
  const runs = monthOf(card.startedOn) <= month && (!card.endedOn || monthOf(card.endedOn) >= month);
  if (card.segment !== 'BPU' || !runs) return 'not_self_employed';
  const assessed = assess({ month, segment: 'BPU', wage: income });
  if (assessed.ok) return undefined;
  if (assessed.refusal === 'wage_out_of_range') return 'income_wrong';
  return assessed.refusal === 'band_not_known' ? 'band_not_known' : 'rate_not_known';
}

/** The job: a bill for the newest declaration, or what it changes on the bill that is there. Again, it finds nothing to do. */
export function makeOwnBill(
  { database, clock }: BillingServices,
  payerId: string,
  month: Month,
): Promise<void> {
  return database.transaction((tx) => makeIn(tx, payerId, month, clock.now()));
}

async function makeIn(tx: Transaction, payerId: string, month: Month, now: Date): Promise<void> {
  const declared = await queries.newestDeclaration(tx, payerId, month);
  if (!declared || (await queries.isPaid(tx, payerId, month))) return;
  const assessed = assess({ month, segment: 'BPU', wage: declared.income });
  if (!assessed.ok) throw new AppError('bug', `a declared month is refused: ${assessed.refusal}`);
  const share = (programme: string) =>
    assessed.value.shares.find((one) => one.programme === programme)?.employeeShare ?? 0n;
  await queries.putOwnBill(tx, {
    payerId,
    month,
    dueOn: dueOn(month, 'BPU'),
    penaltyRate: penaltyRateOf(month, 'BPU', assessed.value.discounts),
    chargeId: declared.declarationId,
    jht: share('JHT'),
    jkk: share('JKK'),
    jkm: share('JKM'),
    on: dayIn(now),
    now,
  });
}
