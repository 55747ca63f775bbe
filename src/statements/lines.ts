import { parseMonth, sumRupiah } from '#kernel';
import type { YearDetail, YearLine } from '#ledger';
import type { ContributionLine, OtherLine, StatementAmounts } from './types.ts';

type Named = (payerId: string | undefined) => string | undefined;

const groupOf = ({ period, payerId }: YearLine) => `${period}/${payerId}`;

/**
 * What was paid in, apart from everything else. A month that was corrected in this year has what was taken back and what
 * took its place under the corrections; one that was corrected before it was posted is an ordinary contribution.
 */
export function sortLines(
  lines: readonly YearLine[],
  nameOf: Named,
): { contributions: ContributionLine[]; others: OtherLine[] } {
  const corrected = new Set(
    lines.filter(({ kind, amount }) => kind === 'contribution' && amount < 0n).map(groupOf),
  );
  const isCorrection = (line: YearLine) =>
    line.kind === 'correction' ||
    (line.kind === 'contribution' && line.reason.startsWith('contribution_') && corrected.has(groupOf(line)));
  const shown = (line: YearLine) => ({
    month: line.period === undefined ? undefined : parseMonth(line.period),
    employerName: nameOf(line.payerId),
    postedOn: line.effectiveOn,
    amount: line.amount,
  });
  const isPlain = (line: YearLine) => line.kind === 'contribution' && !isCorrection(line);
  return {
    contributions: lines.filter(isPlain).map(shown),
    others: lines
      .filter((line) => !isPlain(line))
      .map((line) => ({ ...shown(line), kind: isCorrection(line) ? 'correction' : kindOf(line) })),
  };
}

function kindOf({ kind, reason }: YearLine): OtherLine['kind'] {
  if (kind === 'return') return reason === 'provisional_return' ? 'provisional_return' : 'return';
  return kind === 'payment' ? 'payment' : 'correction';
}

export function amountsOf(
  { opening, closing }: YearDetail,
  contributions: readonly ContributionLine[],
  others: readonly OtherLine[],
): StatementAmounts {
  const sum = (...kinds: OtherLine['kind'][]) =>
    sumRupiah(others.filter(({ kind }) => kinds.includes(kind)).map(({ amount }) => amount));
  return {
    opening,
    contributions: sumRupiah(contributions.map(({ amount }) => amount)),
    returns: sum('return', 'provisional_return'),
    payments: sum('payment'),
    corrections: sum('correction'),
    closing,
  };
}
