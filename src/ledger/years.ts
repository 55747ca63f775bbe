import type { Rate } from '#kernel';
import type { Executor } from '#platform';
import { selectClosedYears } from './queries-years.ts';

/** How a year's return is reckoned; the ledger weighs and multiplies, the room that calls knows why. */
export type YearTerms = {
  readonly year: number;
  /** Name of the method, kept with the year. */
  readonly method: string;
  readonly rate: Rate;
  /** Months that the opening balance is weighed with: a whole year. */
  readonly openingWeight: number;
  /** Months that a posting of January, February and so on is weighed with, twelve of them. */
  readonly monthWeights: readonly number[];
  /**
   * Months in which savings stand below zero count for `nothing`, unless said otherwise; `weighed` against the months above
   * zero in years that were closed before the program knew better.
   */
  readonly belowZero?: BelowZero;
};

export type BelowZero = 'nothing' | 'weighed';

export type ClosedYear = Required<YearTerms> & { readonly state: 'closing' | 'closed' };

/** Every year that is closed or closing, with its terms, oldest first. */
export function closedYears(executor: Executor): Promise<ClosedYear[]> {
  return selectClosedYears(executor);
}
