import { creditReturns, declareReturn, usualReturnMethod } from '#contributions';
import { type Rate, yearOf, dayIn } from '#kernel';
import type { Database } from '#platform';
import { CommandError } from './exit-codes.ts';

const firstYear = 2015;

/** Announced rates, with who reported them. All others of the demonstration are made up and say so. */
const announced: Readonly<Record<number, { readonly rate: Rate; readonly source: string }>> = {
  2016: { rate: 7190, source: 'pasardana.id, semarak.co' },
  2020: { rate: 5630, source: 'kabarpriangan.com, Januari 2021' },
};
const madeUp: Rate = 5500;
const provisional: Rate = 5000;

/**
 * The rate of a year in the demonstration; the journeys reckon with it.
 * @internal
 */
export function demonstrationRate(year: number): Rate {
  return announced[year]?.rate ?? madeUp;
}

/** Declares a rate for every year since the record begins and credits those that are over. */
export async function creditDemonstration(database: Database, now: Date): Promise<void> {
  const running = yearOf(dayIn(now));
  const example = { method: usualReturnMethod, source: 'contoh', isExample: true } as const;
  for (let year = firstYear; year < running; year += 1) {
    const known = announced[year];
    await declareReturn(
      database,
      { ...example, year, kind: 'declared', rate: madeUp, ...(known ? { ...known, isExample: false } : {}) },
      now,
    );
    const credited = await creditReturns(database, year, { now });
    // Years before the first posting have nothing to credit.
    if (!credited.ok && credited.refusal.reason !== 'year_not_next')
      throw new CommandError(`The demonstration's return of ${year}: ${credited.refusal.reason}`);
  }
  await declareReturn(database, { ...example, year: running, kind: 'provisional', rate: provisional }, now);
}
