import { ok, type Rate, refused, type Result } from '#kernel';
import { closedYears } from '#ledger';
import type { Database, Executor } from '#platform';
import { insertDeclared, lockDeclared, selectDeclared } from './queries-returns.ts';
import type { ReturnMethod } from './return-methods.ts';

/** For the whole year, or for what is paid within it. */
export type ReturnKind = 'declared' | 'provisional';

export type DeclaredReturn = {
  readonly year: number;
  readonly kind: ReturnKind;
  /** A year, in 1/1000 %. */
  readonly rate: Rate;
  readonly method: ReturnMethod;
  /** The decision or announcement. */
  readonly source: string;
  /** Made up for the demonstration; pages say so. */
  readonly isExample: boolean;
};

const highestRate = 100_000;

/**
 * Takes down the rate that the institution declared; it is operator data, none comes along. The same again changes
 * nothing; another one takes its place until the crediting of that year has begun. Yields whether it was new.
 */
export function declareReturn(
  database: Database,
  declared: DeclaredReturn,
  now: Date,
): Promise<Result<{ readonly isNew: boolean }, 'rate_outside' | 'year_outside' | 'crediting_begun'>> {
  return database.transaction(async (tx) => {
    const { year, kind, rate } = declared;
    if (!Number.isInteger(rate) || rate < 0 || rate > highestRate) return refused('rate_outside');
    if (!Number.isInteger(year) || year < 1978 || year > 2200) return refused('year_outside');
    await lockDeclared(tx);
    const known = (await selectDeclared(tx)).find((row) => row.year === year && row.kind === kind);
    if (known && sameAs(known, declared)) return ok({ isNew: false });
    const begun = (await closedYears(tx)).some((closed) => closed.year === year);
    if (begun) return refused('crediting_begun');
    await insertDeclared(tx, declared, now);
    return ok({ isNew: true });
  });
}

function sameAs(known: DeclaredReturn, declared: DeclaredReturn): boolean {
  const of = ({ rate, method, source, isExample }: DeclaredReturn) =>
    JSON.stringify([rate, method, source, isExample]);
  return of(known) === of(declared);
}

/** What holds for each year, oldest first. */
export function declaredReturns(executor: Executor): Promise<DeclaredReturn[]> {
  return selectDeclared(executor);
}

export async function declaredReturnOf(
  executor: Executor,
  year: number,
  kind: ReturnKind,
): Promise<DeclaredReturn | undefined> {
  return (await selectDeclared(executor)).find((row) => row.year === year && row.kind === kind);
}
