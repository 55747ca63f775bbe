import type { ReturnMethod } from '#contributions';
import type { IsoDate, Month, Rate, Rupiah } from '#kernel';

/** A contribution as it was posted; `employerName` is missing for the self-employed. */
export type ContributionLine = {
  readonly month: Month | undefined;
  readonly employerName: string | undefined;
  readonly postedOn: IsoDate;
  readonly amount: Rupiah;
};

export type OtherLine = {
  /** `provisional_return` was paid with savings within the year. */
  readonly kind: 'return' | 'provisional_return' | 'payment' | 'correction';
  readonly month: Month | undefined;
  readonly employerName: string | undefined;
  readonly postedOn: IsoDate;
  readonly amount: Rupiah;
};

/** One line of the sum: so many rupiah, so many months, and their product. */
export type ReckonedStep = {
  /** `below`: what months below zero took from the sum, given back, because such a month counts for nothing. */
  readonly what: 'opening' | 'rewarded' | 'below' | { readonly month: Month };
  readonly amount: Rupiah;
  readonly months: number;
  readonly weight: bigint;
};

/** How a return came about, written out: the steps add up to `weight`, and weight × rate / 12, rounded down, is `amount`. */
export type Reckoned = {
  readonly rate: Rate;
  readonly method: ReturnMethod;
  readonly isExample: boolean;
  readonly steps: readonly ReckonedStep[];
  readonly weight: bigint;
  readonly amount: Rupiah;
  /** More than one where two records of the person stood in the year: each got its own return, rounded down by itself. */
  readonly records: number;
};

export type StatementAmounts = {
  readonly opening: Rupiah;
  readonly contributions: Rupiah;
  readonly returns: Rupiah;
  readonly payments: Rupiah;
  readonly corrections: Rupiah;
  readonly closing: Rupiah;
};

export type StatementHolder = {
  readonly fullName: string;
  /** KPJ of the cards that ran in the year, or of all when none did. */
  readonly memberNumbers: readonly string[];
};

export type YearStatement = {
  readonly year: number;
  /** 31 December, or today in the running year. */
  readonly until: IsoDate;
  /** `open`: the return of the year is not credited yet. */
  readonly state: 'closed' | 'open';
  readonly holder: StatementHolder;
  readonly amounts: StatementAmounts;
  readonly contributions: readonly ContributionLine[];
  readonly others: readonly OtherLine[];
  readonly reckoned: Reckoned | undefined;
  /** Of the running year, if all were paid today; not in the closing balance. */
  readonly provisional:
    | {
        readonly amount: Rupiah;
        readonly rate: Rate;
        readonly method: ReturnMethod;
        readonly isExample: boolean;
      }
    | undefined;
  /** Whether opening and movements make the closing balance of the books, and the sum written out the return credited. */
  readonly ties: boolean;
};
