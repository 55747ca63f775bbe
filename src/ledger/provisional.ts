import { type IsoDate, monthOf, yearOf } from '#kernel';
import type { Executor, Transaction } from '#platform';
import { insertRewarded, selectEarned } from './queries-reads.ts';
import type { YearTerms } from './years.ts';

export type Earned = {
  /** What counts on the day. */
  readonly balance: bigint;
  /** Rupiah times months that the year has brought up to the day and that no return was given for yet. */
  readonly weight: bigint;
};

/** What a person's main savings have earned in the running year, in months, if they leave on `day`. One statement. */
export function earnedUntil(
  executor: Executor,
  ownerId: string,
  terms: Pick<YearTerms, 'openingWeight' | 'monthWeights'>,
  day: IsoDate,
): Promise<Earned> {
  const leaving = terms.monthWeights[Number(monthOf(day).slice(5)) - 1] ?? 0;
  return selectEarned(executor, ownerId, terms, { year: yearOf(day), leaving, day });
}

/** Notes that an entry of the caller's transaction has given the return for so many rupiah times months of its year. */
export async function noteRewarded(
  tx: Transaction,
  ownerId: string,
  reward: { readonly entryId: string; readonly year: number; readonly weight: bigint },
): Promise<void> {
  await insertRewarded(tx, ownerId, reward);
}
