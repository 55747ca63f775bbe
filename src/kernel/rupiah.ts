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

const typedRupiah = /^(?:rp\.?\s*)?(\d{1,15}|\d{1,3}(?:([.,\s])\d{3})(?:\2\d{3}){0,3})(?:,00|,-)?$/i;

/**
 * Whole rupiah as people type them: `2500000`, `2.500.000`, `Rp 2.500.000,00`, `2,500,000`. Anything else, such as `2,5 juta`, is
 * undefined: guessed money is wrong money.
 */
export function parseRupiah(text: string): Rupiah | undefined {
  const digits = typedRupiah.exec(text.trim())?.[1];
  return digits === undefined ? undefined : BigInt(digits.replaceAll(/\D/g, ''));
}
