import { type DeclaredReturn, returnFor, type ReturnMethod } from '#contributions';
import { type Month, monthOf, sumRupiah } from '#kernel';
import { type RecordOfYear, shortfallOf, type YearDetail, type YearTerms } from '#ledger';
import type { Reckoned, ReckonedStep } from './types.ts';

/** The return of a closed year as it is reckoned: each rupiah by the months that it was there for (decision 33). */
export function reckon(detail: YearDetail, declared: readonly DeclaredReturn[]): Reckoned | undefined {
  const { terms, apart } = detail;
  if (!terms) return undefined;
  const { year, rate } = terms;
  const records = (apart ?? [detail]).map((record) => stepsOf(record, terms));
  const weights = records.map((steps) => {
    const sum = steps.reduce((total, { weight }) => total + weight, 0n);
    return sum > 0n ? sum : 0n;
  });
  const known = declared.find((row) => row.year === year && row.kind === 'declared');
  return {
    rate,
    method: terms.method as ReturnMethod,
    isExample: known?.isExample ?? false,
    steps: records.flat(),
    weight: weights.reduce((total, weight) => total + weight, 0n),
    amount: sumRupiah(weights.map((weight) => returnFor(weight, rate))),
    records: weights.length,
  };
}

/** Of one record: what it began with, what moved it by month, what stood below zero, and what was rewarded already. */
function stepsOf({ opening, lines, rewarded }: RecordOfYear, terms: YearTerms): ReckonedStep[] {
  const byMonth = Map.groupBy(
    lines.filter(({ reason }) => reason !== 'yearly_return'),
    ({ effectiveOn }) => monthOf(effectiveOn),
  );
  return [
    stepOf('opening', opening, terms.openingWeight),
    ...[...byMonth].map(([month, moved]) =>
      stepOf(
        { month },
        sumRupiah(moved.map(({ amount }) => amount)),
        terms.monthWeights[Number(month.slice(5)) - 1] ?? 0,
      ),
    ),
    ...added('below', terms.belowZero === 'nothing' ? below(opening, byMonth, terms) : 0n),
    ...added('rewarded', -rewarded),
  ];
}

const added = (what: 'below' | 'rewarded', weight: bigint): ReckonedStep[] =>
  weight === 0n ? [] : [{ what, amount: weight, months: 1, weight }];

/** Months are counted as the weights count them: each stands at the opening and what weighs at least as much as it. */
function below(
  opening: bigint,
  byMonth: ReadonlyMap<Month, RecordOfYear['lines']>,
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
