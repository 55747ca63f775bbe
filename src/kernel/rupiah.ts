/** Money is whole rupiah in a bigint. */
export type Rupiah = bigint;

/** A contribution rate in 1/1000 of a percent: 0.445 % is 445, 100 % is 100 000. */
export type Rate = number;

/**
 * The share of an amount at a rate, rounded half up to the whole rupiah.
 * The law states no rounding; half up is the rule of the program, written in docs/decisions.
 */
export function shareOf(amount: Rupiah, rate: Rate): Rupiah {
  const scaled = amount * BigInt(rate);
  const half = scaled < 0n ? -50_000n : 50_000n;
  return (scaled + half) / 100_000n;
}

export function sumRupiah(amounts: Iterable<Rupiah>): Rupiah {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

export function minRupiah(first: Rupiah, second: Rupiah): Rupiah {
  return first < second ? first : second;
}
