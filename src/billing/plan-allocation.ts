import { type IsoDate, minRupiah, type Month, monthOf, type Rate, type Rupiah } from '#kernel';
import type { ContributionSegment } from '#rates';
import { countedRate, penaltyFor } from './penalty.ts';

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
    /** The month whose bill the payment names, when it is one of this payer. */
    readonly named?: Month | null;
    /** The bank took the payment back: it pays for nothing any more. */
    readonly reversed?: boolean;
  }[];
};

/** What is left of a payment. */
export type Credit = {
  readonly paymentId: string;
  readonly paidOn: IsoDate;
  readonly left: Rupiah;
  readonly named?: Month | null;
};

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
 * before, and what a bank took back is taken off. What is over stays with its payment: a payment is never used for more than it
 * is, nor a bill paid beyond what it asks for. An unpaid month of the self-employed is no debt, so their payment is used for the
 * bill that it names, and what is over for bills of the month in which it was paid, and later ones. The law names no order; this
 * one is ours (docs/decisions/0036, 0040).
 */
export function planAllocation(bills: readonly OpenBill[], credits: readonly Credit[]): PlannedAllocation[] {
  const released = bills.flatMap(release);
  const left = pool(credits, bills, released);
  const paid = new Map(bills.map((bill) => [bill.month, minRupiah(paidOf(bill), bill.amount)]));
  const own = bills.some(({ segment }) => segment === 'BPU');
  const used = own
    ? left.flatMap((credit) => meantBy(credit, bills).flatMap((bill) => use(bill, credit, paid)))
    : bills.flatMap((bill) => left.flatMap((credit) => use(bill, credit, paid)));
  return [...released, ...used];
}

const paidOf = ({ parts }: OpenBill) =>
  parts.reduce((sum, { amount, reversed }) => (reversed ? sum : sum + amount), 0n);

/** What the bank took back, and what was paid beyond what the bill asks for now, taken from the newest parts. */
function release(bill: OpenBill): PlannedAllocation[] {
  let over = paidOf(bill) - bill.amount;
  return bill.parts.toReversed().flatMap(({ paymentId, paidOn, amount, reversed }) => {
    const back = reversed ? amount : minRupiah(over, amount);
    if (back <= 0n) return [];
    if (!reversed) over -= back;
    return [{ month: bill.month, segment: bill.segment, paymentId, paidOn, amount: -back, penalty: 0n }];
  });
}

type PoolEntry = {
  readonly paymentId: string;
  readonly paidOn: IsoDate;
  readonly named: Month | null;
  left: Rupiah;
};

/** What is left of each payment with what was given free of it, the oldest first; without what banks took back. */
function pool(
  credits: readonly Credit[],
  bills: readonly OpenBill[],
  released: readonly PlannedAllocation[],
): PoolEntry[] {
  const parts = bills.flatMap((bill) => bill.parts);
  const reversed = new Set(parts.filter((part) => part.reversed).map(({ paymentId }) => paymentId));
  const named = new Map(parts.map((part) => [part.paymentId, part.named ?? null]));
  const byPayment = new Map<string, PoolEntry>(
    credits.map((credit) => [credit.paymentId, { ...credit, named: credit.named ?? null }]),
  );
  for (const { paymentId, paidOn, amount } of released) {
    if (reversed.has(paymentId)) continue;
    const entry = byPayment.get(paymentId);
    if (entry) entry.left -= amount;
    else byPayment.set(paymentId, { paymentId, paidOn, named: named.get(paymentId) ?? null, left: -amount });
  }
  return [...byPayment.values()].sort(
    (one, other) => one.paidOn.localeCompare(other.paidOn) || one.paymentId.localeCompare(other.paymentId),
  );
}

/** The bills that a payment of the self-employed is for, in this order. */
function meantBy({ named, paidOn }: PoolEntry, bills: readonly OpenBill[]): OpenBill[] {
  const first = bills.filter(({ month }) => month === named);
  return [...first, ...bills.filter(({ month }) => month !== named && month >= monthOf(paidOn))];
}

function use(bill: OpenBill, credit: PoolEntry, paid: Map<Month, Rupiah>): PlannedAllocation[] {
  const paidBefore = paid.get(bill.month) ?? 0n;
  const amount = minRupiah(bill.amount - paidBefore, credit.left);
  if (amount <= 0n) return [];
  const penalty = penaltyFor(
    { owed: bill.penalisable, paidBefore, paid: amount },
    { dueOn: bill.dueOn, paidOn: credit.paidOn, rate: countedRate(bill) },
  );
  credit.left -= amount;
  paid.set(bill.month, paidBefore + amount);
  const { paymentId, paidOn } = credit;
  return [{ month: bill.month, segment: bill.segment, paymentId, paidOn, amount, penalty }];
}
