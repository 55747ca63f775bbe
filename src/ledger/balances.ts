import { type IsoDate, isoDate, type Rupiah } from '#kernel';
import type { Executor } from '#platform';
import { selectSummary, selectYears } from './queries-reads.ts';

export type SavingsSummary = {
  /** Below zero while there is a shortfall. */
  readonly balance: Rupiah;
  readonly pending: Rupiah;
  readonly contributionsThisYear: Rupiah;
  /** In the balance: all returns since the beginning. */
  readonly returns: Rupiah;
};

/** What counts on `today`, and what is entered but not posted: the last snapshot and what was posted since. */
export async function savingsSummary(
  executor: Executor,
  ownerId: string,
  today: IsoDate,
): Promise<SavingsSummary> {
  const row = await selectSummary(executor, ownerId, isoDate(`${today.slice(0, 4)}-01-01`), today);
  const { balance, pending, contributions, returns } = row;
  return { balance, pending, contributionsThisYear: contributions, returns };
}

/**
 * What a balance below zero lacks: owed to the fund when savings were paid out and a contribution under them was taken back
 * afterwards. The next contributions meet it first, because they add to the same balance.
 */
export const shortfallOf = (balance: Rupiah): Rupiah => (balance < 0n ? -balance : 0n);

export type SavingsYear = {
  readonly year: number;
  /** At the end of the year; that of `today` in the last one. */
  readonly balance: Rupiah;
  readonly contributions: Rupiah;
  readonly returns: Rupiah;
};

/** Every year since the first movement, oldest first; the last one is that of `today`. */
export async function savingsYearEnds(
  executor: Executor,
  ownerId: string,
  today: IsoDate,
): Promise<SavingsYear[]> {
  const changes = await selectYears(executor, ownerId, today);
  const first = changes[0]?.year;
  if (first === undefined) return [];
  const byYear = new Map(changes.map((row) => [row.year, row]));
  const years: SavingsYear[] = [];
  let balance = 0n;
  for (let year = first; year <= Number(today.slice(0, 4)); year += 1) {
    const { amount = 0n, contributions = 0n, returns = 0n } = byYear.get(year) ?? {};
    balance += amount;
    years.push({ year, balance, contributions, returns });
  }
  return years;
}
