import { type DeclaredReturn, returnFor, type ReturnMethod } from '#contributions';
import { type Month, monthOf, sumRupiah } from '#kernel';
import { shortfallOf, type YearDetail, type YearLine, type YearTerms } from '#ledger';
import type { Reckoned, ReckonedStep } from './types.ts';

/** The return of a closed year as it is reckoned: each rupiah by the months that it was there for (decision 33). */
export function reckon(detail: YearDetail, declared: readonly DeclaredReturn[]): Reckoned | undefined {
  const { terms, rewarded, opening } = detail;
  if (!terms) return undefined;
  const { year, rate, openingWeight, monthWeights } = terms;
  const byMonth = Map.groupBy(
    detail.lines.filter(({ reason }) => reason !== 'yearly_return'),
    ({ effectiveOn }) => monthOf(effectiveOn),
  );
  const steps: ReckonedStep[] = [
    stepOf('opening', opening, openingWeight),
    ...[...byMonth].map(([month, lines]) =>
      stepOf(
        { month },
        sumRupiah(lines.map(({ amount }) => amount)),
        monthWeights[Number(month.slice(5)) - 1] ?? 0,
      ),
    ),
    ...added('below', terms.belowZero === 'nothing' ? below(opening, byMonth, terms) : 0n),
    ...added('rewarded', -rewarded),
  ];
  const sum = steps.reduce((total, { weight }) => total + weight, 0n);
  const weight = sum > 0n ? sum : 0n;
  const known = declared.find((row) => row.year === year && row.kind === 'declared');
  return {
    rate,
    method: terms.method as ReturnMethod,
    isExample: known?.isExample ?? false,
    steps,
    weight,
    amount: returnFor(weight, rate),
  };
}

const added = (what: 'below' | 'rewarded', weight: bigint): ReckonedStep[] =>
  weight === 0n ? [] : [{ what, amount: weight, months: 1, weight }];

/** Months are counted as the weights count them: each stands at the opening and what weighs at least as much as it. */
function below(
  opening: bigint,
  byMonth: ReadonlyMap<Month, readonly YearLine[]>,
  { openingWeight, monthWeights }: YearTerms,
): bigint {
  const lines = [...byMonth].flatMap(([month, moved]) =>
    moved.map(({ amount }) => ({ amount, months: monthWeights[Number(month.slice(5)) - 1] ?? 0 })),
  );
  const standing = (number: number) =>
    opening + sumRupiah(lines.filter(({ months }) => months >= number).map(({ amount }) => amount));
  return sumRupiah(Array.from({ length: openingWeight }, (_, index) => shortfallOf(standing(index + 1))));
}

function stepOf(what: 'opening' | { month: Month }, amount: bigint, months: number): ReckonedStep {
  return { what, amount, months, weight: amount * BigInt(months) };
}
