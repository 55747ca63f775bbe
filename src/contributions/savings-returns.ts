import { type IsoDate, type Rupiah, yearOf } from '#kernel';
import { closedYears, earnedUntil, savingsYearEnds } from '#ledger';
import type { Executor } from '#platform';
import { type DeclaredReturn, declaredReturns } from './declared-returns.ts';
import { returnFor, type ReturnMethod, termsOf } from './return-methods.ts';

export type YearlyReturn = {
  readonly year: number;
  /** Credited; or, for the running year, what would be paid with the savings today. */
  readonly amount: Rupiah;
  /** In 1/1000 %; of the whole year, or provisional. */
  readonly rate: number;
  readonly method: ReturnMethod;
  readonly isExample: boolean;
  readonly state: 'credited' | 'provisional';
};

/** The returns of a person's savings by year, newest first, apart from what was paid in. */
export async function savingsReturns(
  executor: Executor,
  personId: string,
  today: IsoDate,
): Promise<YearlyReturn[]> {
  const [closed, declared, years] = await Promise.all([
    closedYears(executor),
    declaredReturns(executor),
    savingsYearEnds(executor, personId, today),
  ]);
  const credited = years.flatMap(({ year, returns }): YearlyReturn[] => {
    const isClosed = closed.some((known) => known.year === year && known.state === 'closed');
    const known = declared.find((row) => row.year === year && row.kind === 'declared');
    if (!isClosed || !known) return [];
    const { rate, method, isExample } = known;
    return [{ year, amount: returns, rate, method, isExample, state: 'credited' }];
  });
  const running = years.length === 0 ? undefined : await runningReturn(executor, personId, declared, today);
  return [...(running ? [running] : []), ...credited.toReversed()];
}

/**
 * What the running year would bring if the savings were paid today; undefined while no provisional rate is declared. Of
 * `declared`, all that are known. One statement.
 */
export async function runningReturn(
  executor: Executor,
  personId: string,
  declared: readonly DeclaredReturn[],
  today: IsoDate,
): Promise<YearlyReturn | undefined> {
  const running = declared.find((row) => row.year === yearOf(today) && row.kind === 'provisional');
  if (!running) return undefined;
  const { year, rate, method, isExample } = running;
  const { weight } = await earnedUntil(executor, personId, termsOf(year, rate, method), today);
  return { year, amount: returnFor(weight, rate), rate, method, isExample, state: 'provisional' };
}
