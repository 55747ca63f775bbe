import type { Rate, Rupiah } from '#kernel';
import type { ContributionFigure } from '#rates';
import type { Share } from './types.ts';

/**
 * Which of the rates by risk a share of JKK was reckoned with, as far as the amounts tell it: the class of a month is not
 * kept beside it. A wage so small that several rates yield the same share leaves it open, as the range.
 */
export function withUsedRate(
  figure: ContributionFigure,
  wage: Rupiah | undefined,
  shares: readonly Share[],
): ContributionFigure {
  if (figure.figure.kind !== 'by_class' || wage === undefined) return figure;
  const share = shares.find(({ programme }) => programme === figure.programme);
  const { rates } = figure.figure;
  const reliefs = figure.relief ? [undefined, figure.relief.rate] : [undefined];
  const fitting = reliefs.flatMap((relief) =>
    rates
      .filter((rate) => shareWith(wage, rate, relief) === share?.employerShare)
      .map((rate) => ({ rate, relief })),
  );
  const [used, ...others] = fitting;
  return used && others.length === 0 ? { ...figure, figure: { ...figure.figure, used } } : figure;
}

/** Rounded once, as it is assessed. */
const shareWith = (wage: Rupiah, rate: Rate, relief = 0): Rupiah =>
  (wage * BigInt(rate) * BigInt(100_000 - relief) + 5_000_000_000n) / 10_000_000_000n;
