import { addMonths, type Month, type Rate, type Rupiah } from '#kernel';

export type GrowthYear = {
  readonly year: number;
  readonly contributions: Rupiah;
  readonly returned: Rupiah;
  /** At the end of the year, or of the last month that counts. */
  readonly balance: Rupiah;
};

export type Growth = {
  readonly contributions: Rupiah;
  readonly returned: Rupiah;
  readonly total: Rupiah;
  readonly years: readonly GrowthYear[];
};

const monthsAYear = 12n;
const wholeRate = 100_000n;

/**
 * What savings grow to from `from` until before `until`, with the same contribution at the end of each month. The
 * return of a month is a twelfth of the yearly rate on what stood there at its beginning, and is added at the end of
 * the calendar year, rounded half up; below zero it earns nothing and is charged nothing (the law names no method; docs/decisions/0035-benefits.md).
 */
export function growSavings(input: {
  readonly balance: Rupiah;
  readonly monthly: Rupiah;
  readonly from: Month;
  readonly until: Month;
  readonly rate: Rate;
}): Growth {
  const { monthly, until } = input;
  const years: GrowthYear[] = [];
  let balance = input.balance;
  let month = input.from;
  while (month < until) {
    const year = Number(month.slice(0, 4));
    let earning = 0n;
    let contributions = 0n;
    for (; month < until && Number(month.slice(0, 4)) === year; month = addMonths(month, 1)) {
      const standing = balance + contributions;
      earning += standing > 0n ? standing : 0n;
      contributions += monthly;
    }
    const returned = halfUp(earning * BigInt(input.rate), wholeRate * monthsAYear);
    balance += contributions + returned;
    years.push({ year, contributions, returned, balance });
  }
  const sum = (pick: (line: GrowthYear) => Rupiah) => years.reduce((total, line) => total + pick(line), 0n);
  return {
    contributions: sum((line) => line.contributions),
    returned: sum((line) => line.returned),
    total: balance,
    years,
  };
}

export function halfUp(amount: bigint, divisor: bigint): bigint {
  return (2n * amount + divisor) / (2n * divisor);
}
