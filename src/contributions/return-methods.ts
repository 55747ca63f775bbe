import type { Rate } from '#kernel';
import type { YearTerms } from '#ledger';

/*
 * How a yearly rate becomes an amount. The law names none (PP 46/2015 Ps. 22 asks that the return be told each year), so
 * the institution declares the method with the rate, and the statement prints its name. Returns are credited at the end
 * of the year and earn with the rest from then on: they compound by the year.
 */
const methods = {
  /** Each month earns a twelfth of the rate on the balance that it began with. */
  monthly_opening_balance: [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  /** Each month earns a twelfth of the rate on the balance that it ended with. */
  monthly_closing_balance: [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
} as const;

export type ReturnMethod = keyof typeof methods;
export const returnMethods = Object.keys(methods) as readonly ReturnMethod[];
export const usualReturnMethod: ReturnMethod = 'monthly_opening_balance';

const monthsOfYear = 12;

export function termsOf(year: number, rate: Rate, method: ReturnMethod): YearTerms {
  return { year, rate, method, openingWeight: monthsOfYear, monthWeights: methods[method] };
}

/** A return in whole rupiah, rounded down, for so many rupiah times months at a yearly rate. */
export function returnFor(weight: bigint, rate: Rate): bigint {
  return (weight * BigInt(rate)) / (100_000n * BigInt(monthsOfYear));
}
