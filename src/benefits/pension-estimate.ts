import {
  addMonths,
  type IsoDate,
  type Month,
  monthOf,
  monthsBetween,
  type Rate,
  type Rupiah,
  shareOf,
  sumRupiah,
  yearOf,
} from '#kernel';
import type { YearTotals } from '#contributions';
import { pensionBounds, type PensionBounds, pensionTerms } from '#rates';
import { type PensionAge, pensionAgeOf } from './pension-age.ts';
import { halfUp } from './savings-growth.ts';

export type PensionInput = {
  readonly today: IsoDate;
  readonly birthDate: IsoDate;
  readonly years: readonly YearTotals[];
  /** The wage that counts each month if the member goes on, at most the present ceiling; zero when no JP runs. */
  readonly wage: Rupiah;
  /** Both shares of JP of a month if the member goes on. */
  readonly monthly: Rupiah;
};

export type PensionOutcome =
  | {
      readonly kind: 'monthly';
      readonly months: number;
      /** The average wage of a month, at present prices. */
      readonly average: Rupiah;
      /** What the formula yields before the bounds. */
      readonly formula: Rupiah;
      readonly amount: Rupiah;
      readonly boundedBy: 'minimum' | 'maximum' | undefined;
    }
  | {
      readonly kind: 'lump_sum';
      readonly months: number;
      readonly missing: number;
      /** Contributions alone: the return of JP is not known here. */
      readonly contributions: Rupiah;
    };

export type IndexedYear = {
  readonly year: number;
  readonly months: number;
  readonly wages: Rupiah;
  /** 1/1000 %: 110 250 means that prices have risen by 10,25 % since. */
  readonly priceRate: Rate;
  readonly indexed: Rupiah;
};

export type PensionEstimate = {
  readonly pensionAge: PensionAge;
  readonly monthsPaid: number;
  readonly monthsUnpaid: number;
  readonly monthsNeeded: number;
  readonly monthsMissing: number;
  /** Months from this one until before the one in which the pension age is reached. */
  readonly monthsToGo: number;
  readonly accrualRate: Rate;
  readonly bounds: PensionBounds;
  /** True from the 1 March on whose bounds nobody has announced or entered: those of the year before are shown. */
  readonly boundsAwaited: boolean;
  /** The year at whose prices everything is: this one, or the last whose inflation is known. */
  readonly pricesOf: number;
  readonly years: readonly IndexedYear[];
  readonly wage: Rupiah;
  /** The month that fills the 180 if every one from this month on is paid; undefined when none can. */
  readonly fullIn: Month | undefined;
  readonly stopNow: PensionOutcome;
  /** Undefined when no JP runs or the pension age is reached. */
  readonly goOn: PensionOutcome | undefined;
};

/**
 * JP by the formula of PP 45/2015 Ps.17 at present prices: 1 % × months / 12 × the average wage of a month, the wages
 * of earlier years brought to present prices by the general inflation since, within the bounds of Ps.18. With fewer
 * than 180 months the contributions are paid in one sum.
 */
export function pensionEstimate(input: PensionInput): PensionEstimate {
  const { today, birthDate, wage } = input;
  const bounds = boundsOn(today);
  const pensionAge = pensionAgeOf(birthDate);
  const years = indexedYears(input.years, yearOf(today));
  const monthsPaid = years.reduce((sum, { months }) => sum + months, 0);
  const paid = sumRupiah(input.years.map(({ pensionContributions }) => pensionContributions));
  const indexed = sumRupiah(years.map((line) => line.indexed));
  const monthsToGo = Math.max(0, monthsBetween(monthOf(today), monthOf(pensionAge.reachedOn)));
  const further = BigInt(monthsToGo);
  const { accrualRate, monthsForPension } = pensionTerms.formula;
  const monthsMissing = Math.max(0, monthsForPension - monthsPaid);
  const canFill = wage > 0n && monthsMissing > 0 && monthsMissing <= monthsToGo;
  return {
    pensionAge,
    monthsPaid,
    monthsUnpaid: input.years.reduce((sum, { pensionUnpaidMonths }) => sum + pensionUnpaidMonths, 0),
    monthsNeeded: monthsForPension,
    monthsMissing,
    monthsToGo,
    accrualRate,
    bounds,
    boundsAwaited: yearOf(bounds.from) < yearOf(today) && today.slice(5) >= '03-01',
    pricesOf: pricesOf(yearOf(today)),
    years,
    wage,
    fullIn: canFill ? addMonths(monthOf(today), monthsMissing - 1) : undefined,
    stopNow: pensionOutcome({ months: monthsPaid, wages: indexed, contributions: paid }, bounds),
    goOn:
      wage > 0n && monthsToGo > 0
        ? pensionOutcome(
            {
              months: monthsPaid + monthsToGo,
              wages: indexed + wage * further,
              contributions: paid + input.monthly * further,
            },
            bounds,
          )
        : undefined,
  };
}

/** The bounds on a day, of the newest year that is known. */
function boundsOn(day: IsoDate): PensionBounds {
  const found = pensionBounds().findLast(({ from }) => from <= day) ?? pensionBounds()[0];
  if (!found) throw new RangeError('no pension bounds');
  return found;
}

/** Wages of each year at the prices of `present`; those of the running year count as they are. */
export function indexedYears(years: readonly YearTotals[], present: number): IndexedYear[] {
  return years
    .filter(({ pensionMonths }) => pensionMonths > 0)
    .map(({ year, pensionMonths, pensionWages }) => {
      const priceRate = priceRateSince(year, present);
      return {
        year,
        months: pensionMonths,
        wages: pensionWages,
        priceRate,
        indexed: shareOf(pensionWages, priceRate),
      };
    });
}

/** The newest year, at most `present`, to whose prices wages can be brought. */
function pricesOf(present: number): number {
  return Math.max(...pensionBounds().flatMap(({ from }) => (yearOf(from) <= present ? yearOf(from) : [])));
}

/** How prices stand against those of a year, by the general inflation of that year and the ones after it. */
export function priceRateSince(year: number, present: number): Rate {
  return pensionBounds()
    .filter(({ from }) => yearOf(from) > year && yearOf(from) <= present)
    .reduce(
      (level, { inflationRate }) => Math.round((level * (100_000 + (inflationRate ?? 0))) / 100_000),
      100_000,
    );
}

/** What so many months with these wages yield. */
export function pensionOutcome(
  basis: { readonly months: number; readonly wages: Rupiah; readonly contributions: Rupiah },
  bounds: Pick<PensionBounds, 'minimum' | 'maximum'>,
): PensionOutcome {
  const { accrualRate, monthsForPension } = pensionTerms.formula;
  const { months } = basis;
  if (months < monthsForPension)
    return {
      kind: 'lump_sum',
      months,
      missing: monthsForPension - months,
      contributions: basis.contributions,
    };
  const average = halfUp(basis.wages, BigInt(months));
  const formula = halfUp(average * BigInt(months) * BigInt(accrualRate), 12n * 100_000n);
  const boundedBy = formula < bounds.minimum ? 'minimum' : formula > bounds.maximum ? 'maximum' : undefined;
  const amount = boundedBy ? bounds[boundedBy] : formula;
  return { kind: 'monthly', months, average, formula, amount, boundedBy };
}
