import { type IsoDate, minRupiah, type Month, type Rate, type Rupiah } from '#kernel';
import type { ContributionSegment } from '#rates';
import { penaltyFor } from './penalty.ts';

/** A bill as the allocation sees it; months of one payer, the oldest first. */
export type OpenBill = {
  readonly month: Month;
  readonly segment: ContributionSegment;
  readonly dueOn: IsoDate;
  readonly penaltyRate: Rate;
  /** All that it asks for, penalties too. */
  readonly amount: Rupiah;
  /** Contributions on which a penalty may fall. */
  readonly penalisable: Rupiah;
  /** What payments have been used for it so far, the oldest first. */
  readonly parts: readonly {
    readonly paymentId: string;
    readonly paidOn: IsoDate;
    readonly amount: Rupiah;
  }[];
};

/** What is left of a payment. */
export type Credit = { readonly paymentId: string; readonly paidOn: IsoDate; readonly left: Rupiah };

export type PlannedAllocation = {
  readonly month: Month;
  readonly segment: ContributionSegment;
  readonly paymentId: string;
  readonly paidOn: IsoDate;
  /** Below zero: given free again, because a correction made the bill smaller. */
  readonly amount: Rupiah;
  /** What paying this part late adds to a later bill; zero when it was in time. */
  readonly penalty: Rupiah;
};

/**
 * Uses payments for bills: the oldest bill first, and within it contributions before penalties, so that members' money
 * reaches their accounts before anything else; the oldest payment first. What a correction made too much is given free
 * before. What is over stays with its payment: a payment is never used for more than it is, nor a bill paid beyond what it
 * asks for. The law names no order; this one is ours (docs/decisions/0036).
 */
export function planAllocation(bills: readonly OpenBill[], credits: readonly Credit[]): PlannedAllocation[] {
  const released = bills.flatMap(release);
  const left = pool(credits, released);
  const used = bills.flatMap((bill) => pay(bill, left));
  return [...released, ...used];
}

const paidOf = ({ parts }: OpenBill) => parts.reduce((sum, { amount }) => sum + amount, 0n);

/** What was paid beyond what the bill asks for now, taken from the newest parts. */
function release(bill: OpenBill): PlannedAllocation[] {
  let over = paidOf(bill) - bill.amount;
  return bill.parts.toReversed().flatMap(({ paymentId, paidOn, amount }) => {
    const back = minRupiah(over, amount);
    if (back <= 0n) return [];
    over -= back;
    return [{ month: bill.month, segment: bill.segment, paymentId, paidOn, amount: -back, penalty: 0n }];
  });
}

type Pool = { readonly paymentId: string; readonly paidOn: IsoDate; left: Rupiah }[];

function pool(credits: readonly Credit[], released: readonly PlannedAllocation[]): Pool {
  const byPayment = new Map(credits.map((credit) => [credit.paymentId, { ...credit }]));
  for (const { paymentId, paidOn, amount } of released) {
    const known = byPayment.get(paymentId);
    byPayment.set(paymentId, { paymentId, paidOn, left: (known?.left ?? 0n) - amount });
  }
  return [...byPayment.values()].sort(
    (one, other) => one.paidOn.localeCompare(other.paidOn) || one.paymentId.localeCompare(other.paymentId),
  );
}

function pay(bill: OpenBill, left: Pool): PlannedAllocation[] {
  let paid = minRupiah(paidOf(bill), bill.amount);
  return left.flatMap((credit) => {
    const amount = minRupiah(bill.amount - paid, credit.left);
    if (amount <= 0n) return [];
    const penalty = penaltyFor(
      { owed: bill.penalisable, paidBefore: paid, paid: amount },
      { dueOn: bill.dueOn, paidOn: credit.paidOn, rate: bill.penaltyRate },
    );
    credit.left -= amount;
    paid += amount;
    const { paymentId, paidOn } = credit;
    return [{ month: bill.month, segment: bill.segment, paymentId, paidOn, amount, penalty }];
  });
}
