import { type DeclaredReturn, returnFor, type ReturnMethod } from '#contributions';
import { type Month, monthOf, sumRupiah } from '#kernel';
import type { YearDetail } from '#ledger';
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
    ...(rewarded === 0n
      ? []
      : [{ what: 'rewarded' as const, amount: -rewarded, months: 1, weight: -rewarded }]),
  ];
  const sum = steps.reduce((total, { weight }) => total + weight, 0n);
  const weights = (detail.apart ?? [sum]).map((each) => (each > 0n ? each : 0n));
  const known = declared.find((row) => row.year === year && row.kind === 'declared');
  return {
    rate,
    method: terms.method as ReturnMethod,
    isExample: known?.isExample ?? false,
    steps,
    weight: weights.reduce((total, weight) => total + weight, 0n),
    amount: sumRupiah(weights.map((weight) => returnFor(weight, rate))),
    records: weights.length,
  };
}

function stepOf(what: 'opening' | { month: Month }, amount: bigint, months: number): ReckonedStep {
  return { what, amount, months, weight: amount * BigInt(months) };
}
