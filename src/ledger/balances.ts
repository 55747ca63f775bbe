import { type IsoDate, isoDate, type Rupiah } from '#kernel';
import type { Executor } from '#platform';
import { selectSummary, selectYearEnds } from './queries.ts';

export type SavingsSummary = {
  readonly balance: Rupiah;
  readonly pending: Rupiah;
  readonly contributionsThisYear: Rupiah;
};

/** Derived from the postings, never stored: what counts on `today`, and what is entered but not posted. */
export async function savingsSummary(
  executor: Executor,
  ownerId: string,
  today: IsoDate,
): Promise<SavingsSummary> {
  const row = await selectSummary(executor, ownerId, isoDate(`${today.slice(0, 4)}-01-01`), today);
  return { balance: row.balance, pending: row.pending, contributionsThisYear: row.contributions };
}

/** The balance at the end of every year since the first movement, oldest first; the last one is that of `today`. */
export async function savingsYearEnds(
  executor: Executor,
  ownerId: string,
  today: IsoDate,
): Promise<{ year: number; balance: Rupiah }[]> {
  const changes = await selectYearEnds(executor, ownerId, today);
  const first = changes[0]?.year;
  if (first === undefined) return [];
  const byYear = new Map(changes.map(({ year, amount }) => [year, amount]));
  const years: { year: number; balance: Rupiah }[] = [];
  let balance = 0n;
  for (let year = first; year <= Number(today.slice(0, 4)); year += 1) {
    balance += byYear.get(year) ?? 0n;
    years.push({ year, balance });
  }
  return years;
}
