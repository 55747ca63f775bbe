import { addMonths, type Month, monthOf, monthsBetween, type Rate } from '#kernel';
import { lastMonthDueBefore, pensionTerms } from '#rates';
import type { BenefitRecord } from './record.ts';

export type SurvivorsPension = {
  /** Months since the first one with JP, up to the newest that is due. */
  readonly memberMonths: number;
  readonly monthsPaid: number;
  /** How many of them were paid, in 1/1000 %. */
  readonly densityRate: Rate;
  readonly needed: typeof pensionTerms.survivors;
  /** Both conditions are met, or 180 months are paid: a pension each month instead of one sum. */
  readonly reached: boolean;
};

/**
 * Whether survivors would have a monthly pension if the member died today: after a year of membership with at least
 * 80 % of its months paid fifteen years are assumed (Permenaker 29/2015 Ps.26). How large the share of a survivor is
 * could not be confirmed, so no amount is given.
 */
export function survivorsPension(record: BenefitRecord): SurvivorsPension | undefined {
  const first = record.years.map(({ firstPensionMonth }) => firstPensionMonth).find(Boolean);
  if (!first) return undefined;
  const needed = pensionTerms.survivors;
  const monthsPaid = record.years.reduce((sum, { pensionMonths }) => sum + pensionMonths, 0);
  const last = lastCountedMonth(record);
  const memberMonths = Math.max(monthsPaid, monthsBetween(first, addMonths(last, 1)));
  const densityRate = memberMonths === 0 ? 0 : Math.floor((monthsPaid * 100_000) / memberMonths);
  const byDensity = memberMonths >= needed.memberMonths && densityRate >= needed.densityRate;
  return {
    memberMonths,
    monthsPaid,
    densityRate,
    needed,
    reached: monthsPaid >= pensionTerms.formula.monthsForPension || byDensity,
  };
}

function lastCountedMonth({ today, memberships }: BenefitRecord): Month {
  const due = lastMonthDueBefore(today, 'PU');
  const ends = memberships.map(({ endedOn }) => endedOn);
  if (ends.includes(undefined)) return due;
  const last = ends
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  return last && monthOf(last) < due ? monthOf(last) : due;
}
