import { record } from '#activity';
import { assess } from '#contributions';
import { AppError, dayIn, type Month, monthOf, newId, ok, refused, type Result, type Rupiah } from '#kernel';
import type { Membership } from '#members';
import type { Transaction } from '#platform';
import { dueOn } from '#rates';
import { queueAllocation } from './queries.ts';
import { holdPayers } from './queries-allocate.ts';
import * as queries from './queries-own.ts';
import { penaltyRateOf } from './penalty.ts';
import type { BillingServices } from './types.ts';

/** Task name of the job that makes the bill of a month that a self-employed person declared. */
export const ownBillTask = 'billing.own_bill';

export type Declared = {
  readonly card: Membership;
  /** The member's account. */
  readonly accountId: string;
  /** The month that the page showed. */
  readonly month: Month;
  readonly income: Rupiah;
  /** JHT is of free choice for the self-employed; JKK and JKM are not (PP 44/2015, PP 46/2015). */
  readonly withSavings: boolean;
};

export type DeclareRefusal =
  /** Whether, and for how many months back, one may still pay was found in no source. */
  | 'past_month_not_known'
  /** Whether one may pay months ahead was found in no source. */
  | 'later_month_not_known'
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
 * A self-employed person says what this month brings in and whether JHT is paid too, to get a bill for it. The newest declaration
 * counts until the month is paid. Recorded. The bill is made by a job, because the member's face writes no money.
 */
export function declareIncome(
  { database, clock }: BillingServices,
  declared: Declared,
): Promise<Result<{ readonly month: Month }, DeclareRefusal>> {
  const now = clock.now();
  const { card, accountId, month, income, withSavings } = declared;
  const fault = faultOf(declared, monthOf(dayIn(now)));
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
      withSavings,
      declaredBy: accountId,
      now,
    });
    await queries.queueOwnBill(tx, payerId, month);
    await record(tx, {
      event: 'income_declared',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      details: { month, jht: withSavings ? 'with' : 'without' },
    });
    return ok({ month });
  });
}

function faultOf(
  { card, month, income, withSavings }: Declared,
  thisMonth: Month,
): DeclareRefusal | undefined {
  if (month < thisMonth) return 'past_month_not_known';
  if (month > thisMonth) return 'later_month_not_known';
  const runs = monthOf(card.startedOn) <= month && (!card.endedOn || monthOf(card.endedOn) >= month);
  if (card.segment !== 'BPU' || !runs) return 'not_self_employed';
  const assessed = assess({ month, segment: 'BPU', wage: income, withoutSavings: !withSavings });
  if (assessed.ok) return undefined;
  if (assessed.refusal === 'wage_out_of_range') return 'income_wrong';
  return assessed.refusal === 'band_not_known' ? 'band_not_known' : 'rate_not_known';
}

/**
 * The job: a bill for the newest declaration, or what it changes on the bill that is there. Again, it finds nothing to do. What was
 * paid too much before is used for it.
 */
export function makeOwnBill(
  { database, clock }: BillingServices,
  payerId: string,
  month: Month,
): Promise<void> {
  return database.transaction((tx) => makeIn(tx, payerId, month, clock.now()));
}

async function makeIn(tx: Transaction, payerId: string, month: Month, now: Date): Promise<void> {
  await holdPayers(tx, [payerId]);
  const declared = await queries.newestDeclaration(tx, payerId, month);
  if (!declared || (await queries.isPaid(tx, payerId, month))) return;
  const { income, withSavings } = declared;
  const assessed = assess({ month, segment: 'BPU', wage: income, withoutSavings: !withSavings });
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
  if (await queries.hasPaid(tx, payerId)) await queueAllocation(tx, [payerId]);
}
