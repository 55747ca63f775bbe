import { type IsoDate, month, monthOf, monthsBetween, type Rate, type Rupiah, shareOf } from '#kernel';
import { savingsTerms } from '#rates';
import { addYears } from './age.ts';
import { type Growth, growSavings } from './savings-growth.ts';

export type SavingsInput = {
  readonly today: IsoDate;
  readonly birthDate: IsoDate;
  /** JHT that is posted. */
  readonly balance: Rupiah;
  /** Both shares of JHT of the newest month of all running cards; zero when nothing runs. */
  readonly monthly: Rupiah;
  /** The first day of the oldest card. */
  readonly memberSince: IsoDate | undefined;
};

export type SavingsRange = { readonly low: SavingsSum; readonly high: SavingsSum };
export type SavingsSum = Growth & {
  readonly rate: Rate;
  readonly tax: Rupiah;
  readonly afterTax: Rupiah;
};

export type SavingsEstimate = {
  readonly age: number;
  readonly payableOn: IsoDate;
  /** Months from this one until before the one of the birthday; zero when it is past. */
  readonly monthsToGo: number;
  readonly balance: Rupiah;
  readonly monthly: Rupiah;
  readonly stopNow: SavingsRange;
  /** Undefined when nothing is being contributed or the age is reached. */
  readonly goOn: SavingsRange | undefined;
  /** One claim of a part in a whole membership, after ten years of it. */
  readonly parts: readonly {
    readonly reason: (typeof savingsTerms.claims)[number]['reason'];
    readonly shareRate: Rate;
    readonly amount: Rupiah;
    /** The day on which the years of membership are full; undefined without a card. */
    readonly since: IsoDate | undefined;
    readonly legalSource: string;
  }[];
};

/**
 * JHT at the age at which it is paid out whatever the member does (PP 46/2015 Ps.22), as a range between two named
 * assumptions of return, with the tax of PP 68/2009. Wages are taken to stay as they are.
 */
export function savingsEstimate(input: SavingsInput): SavingsEstimate {
  const { today, birthDate, balance, monthly } = input;
  const { age } = savingsTerms.fullAge;
  const payableOn = addYears(birthDate, age);
  const monthsToGo = Math.max(0, monthsBetween(monthOf(today), monthOf(payableOn)));
  const range = (eachMonth: Rupiah): SavingsRange => ({
    low: sumBy('low', input, eachMonth, payableOn),
    high: sumBy('high', input, eachMonth, payableOn),
  });
  return {
    age,
    payableOn,
    monthsToGo,
    balance,
    monthly,
    stopNow: range(0n),
    goOn: monthly > 0n && monthsToGo > 0 ? range(monthly) : undefined,
    parts: savingsTerms.claims
      .filter(({ memberYears }) => memberYears > 0)
      .map(({ reason, shareRate, memberYears, legalSource }) => ({
        reason,
        shareRate,
        amount: shareOf(balance > 0n ? balance : 0n, shareRate),
        since: input.memberSince && addYears(input.memberSince, memberYears),
        legalSource,
      })),
  };
}

function sumBy(
  name: 'low' | 'high',
  { today, balance }: SavingsInput,
  monthly: Rupiah,
  payableOn: IsoDate,
): SavingsSum {
  const { rate } = assumptionOf(name);
  const from = monthOf(today);
  const until = payableOn > today ? monthOf(payableOn) : from;
  const growth = growSavings({ balance, monthly, from, until: month(until), rate });
  const tax = savingsTax(growth.total);
  return { ...growth, rate, tax, afterTax: growth.total - tax };
}

/** The return that an estimate is reckoned with, and where it comes from. */
export function assumptionOf(name: 'low' | 'high'): (typeof savingsTerms.assumptions)[number] {
  const found = savingsTerms.assumptions.find((assumption) => assumption.name === name);
  if (!found) throw new RangeError(`no assumption named ${name}`);
  return found;
}

/** The free amount and the rate of the final tax (PP 68/2009). */
export const savingsTaxTerms = savingsTerms.tax;

/** The final tax on a payment in one sum: nothing up to the free amount, the rate above it (PP 68/2009). */
export function savingsTax(amount: Rupiah): Rupiah {
  const { freeUpTo, rate } = savingsTerms.tax;
  return amount > freeUpTo ? shareOf(amount - freeUpTo, rate) : 0n;
}
