import {
  addMonths,
  type IsoDate,
  isIsoDate,
  lastDayOf,
  minRupiah,
  type Month,
  monthOf,
  type Rate,
  type Rupiah,
  shareOf,
} from '#kernel';
import { type ContributionSegment, discountRulesFor, isDueDayAssumed, paymentRule } from '#rates';

/**
 * The penalty of a month in 1/1000 % of what is late, for each month begun: by the rule of the contribution month, or by a
 * discount that was applied and names a lower one (PP 44, 45 and 46 of 2015; PP 49/2020; PP 7/2025).
 */
export function penaltyRateOf(
  month: Month,
  segment: ContributionSegment,
  discounts: readonly string[],
): Rate {
  const lowered = discountRulesFor(month, segment)
    .filter(({ id }) => discounts.includes(id))
    .flatMap(({ penaltyRate }) => penaltyRate ?? []);
  return Math.min(paymentRule(month, segment).penaltyRate, ...lowered);
}

/** The rate that counts on a bill: a bill of a segment whose rule nobody has seen may carry one from before that was noticed. */
export function countedRate(bill: {
  readonly month: Month;
  readonly segment: ContributionSegment;
  readonly penaltyRate: Rate;
}): Rate {
  return isDueDayAssumed(bill.month, bill.segment) ? 0 : bill.penaltyRate;
}

/** How many months have begun between the last day to pay and the day of payment; none when it was paid in time. */
export function monthsLate(dueOn: IsoDate, paidOn: IsoDate): number {
  let months = 0;
  while (paidOn > sameDayLater(dueOn, months)) months += 1;
  return months;
}

/** The same day so many months later; the last day of a month that has no such day. */
function sameDayLater(day: IsoDate, months: number): IsoDate {
  const later = addMonths(monthOf(day), months);
  const text = `${later}-${day.slice(8)}`;
  return isIsoDate(text) ? text : lastDayOf(later);
}

/** What a bill still asks for penalty on: contributions, without what may be paid later and without penalties. */
export type LateBase = {
  /** Contributions of the month, whole rupiah, less what may be paid later. */
  readonly owed: Rupiah;
  /** What had been paid of the bill before this payment; contributions come first. */
  readonly paidBefore: Rupiah;
  /** This payment's part for the bill. */
  readonly paid: Rupiah;
};

/** The penalty that follows from paying this part late, whole rupiah. */
export function penaltyFor(
  { owed, paidBefore, paid }: LateBase,
  { dueOn, paidOn, rate }: { readonly dueOn: IsoDate; readonly paidOn: IsoDate; readonly rate: Rate },
): Rupiah {
  const late = minRupiah(owed, paidBefore + paid) - minRupiah(owed, paidBefore);
  return late <= 0n ? 0n : shareOf(late, rate * monthsLate(dueOn, paidOn));
}
