import type { Month, Rate, Rupiah } from '#kernel';
import type { LegalBasis } from './assessment-terms.ts';
import { type Certainty, certaintyOf, leastCertain } from './certainty.ts';
import { discountRulesFor } from './discount-rules.ts';
import { holdsIn, parameters } from './parameters.ts';
import { type ContributionSegment, type Programme, programmes } from './types.ts';

/** What a programme costs in a month, as a page tells it to people of one segment. Rates in 1/1000 %. */
export type ContributionFigure = LegalBasis & {
  readonly programme: Programme;
  readonly figure:
    | {
        readonly kind: 'shares';
        readonly employerRate: Rate;
        readonly employeeRate: Rate;
        /** The wage up to which it is counted, and since which month. */
        readonly ceiling: { readonly amount: Rupiah; readonly from: Month } | undefined;
      }
    | {
        readonly kind: 'by_class';
        readonly rates: readonly Rate[];
        /** Of a month that was reported, as far as it is known: the rate by which it was reckoned, and what was taken off it. */
        readonly used?: { readonly rate: Rate; readonly relief: Rate | undefined };
      }
    | { readonly kind: 'amounts'; readonly smallest: Rupiah; readonly largest: Rupiah }
    | {
        readonly kind: 'set_aside';
        readonly fromOthersRate: Rate;
        readonly stateRate: Rate;
        readonly wageCeiling: Rupiah;
      };
  /** A discount in force, for those who meet its conditions. */
  readonly relief:
    | { readonly rate: Rate; readonly from: Month; readonly to: Month; readonly legalSource: string }
    | undefined;
};

type Found = Pick<ContributionFigure, 'figure'> & {
  readonly legalSource: string;
  readonly certainty: Certainty;
};

/**
 * The figures of a month for a segment, in the order of the programmes; what is uncertain or not known is left out.
 * Migrant workers have none: they pay by package.
 */
export function contributionFigures(month: Month, segment: ContributionSegment): ContributionFigure[] {
  return programmes.flatMap((programme) => {
    const found = segment === 'BPU' ? ownFigure(month, programme) : employedFigure(month, segment, programme);
    if (!found || found.certainty === 'uncertain') return [];
    const { figure, legalSource, certainty } = found;
    return { programme, figure, legalSource, certainty, relief: reliefOf(month, segment, programme) };
  });
}

function employedFigure(month: Month, segment: ContributionSegment, programme: Programme): Found | undefined {
  if (programme === 'JKP') return segment === 'PU' ? setAside(month) : undefined;
  const lines = parameters.rates.filter(
    (line) => line.programme === programme && line.segment === segment && holdsIn(line, month),
  );
  const [first, ...others] = lines;
  if (!first) return undefined;
  const { legalSource, employerRate, employeeRate } = first;
  if (others.length > 0) {
    const rates = lines.map((line) => line.employerRate).toSorted((one, other) => one - other);
    const figure = { kind: 'by_class', rates } as const;
    return { figure, legalSource, certainty: leastCertain(lines.map(certaintyOf)) };
  }
  const ceiling = parameters.ceilings.find((line) => holdsIn(line, month));
  if (programme === 'JP' && !ceiling) return undefined;
  const limited = programme === 'JP' ? ceiling : undefined;
  return {
    figure: {
      kind: 'shares',
      employerRate,
      employeeRate,
      ceiling: limited && { amount: limited.amount, from: limited.from },
    },
    legalSource,
    certainty: leastCertain([first, ...(limited ? [limited] : [])].map(certaintyOf)),
  };
}

function setAside(month: Month): Found | undefined {
  const jkp = parameters.jkpAllocations.find((line) => holdsIn(line, month));
  if (!jkp) return undefined;
  const { fromJkkRate, fromJkmRate, stateRate, wageCeiling, legalSource } = jkp;
  return {
    figure: { kind: 'set_aside', fromOthersRate: fromJkkRate + fromJkmRate, stateRate, wageCeiling },
    legalSource,
    certainty: certaintyOf(jkp),
  };
}

function ownFigure(month: Month, programme: Programme): Found | undefined {
  const { selfEmployedBands, selfEmployedDeath } = parameters.fixedAmounts;
  const death = selfEmployedDeath.find((line) => holdsIn(line, month));
  if (programme === 'JKM')
    return (
      death && {
        figure: { kind: 'amounts', smallest: death.amount, largest: death.amount },
        legalSource: death.legalSource,
        certainty: certaintyOf(death),
      }
    );
  const bands = selfEmployedBands.filter((line) => holdsIn(line, month));
  const [first, last] = [bands[0], bands.at(-1)];
  if (!first || !last || (programme !== 'JHT' && programme !== 'JKK')) return undefined;
  const amountOf = (band: typeof first) => (programme === 'JHT' ? band.jhtAmount : band.jkkAmount);
  return {
    figure: { kind: 'amounts', smallest: amountOf(first), largest: amountOf(last) },
    legalSource: programme === 'JHT' ? first.jhtLegalSource : first.legalSource,
    certainty: leastCertain(bands.map(certaintyOf)),
  };
}

/** The first that does not ask for one trade alone. */
function reliefOf(
  month: Month,
  segment: ContributionSegment,
  programme: Programme,
): ContributionFigure['relief'] {
  for (const { effects, conditions, from, to, legalSource } of discountRulesFor(month, segment)) {
    const effect = effects.find((one) => one.programme === programme);
    if (effect && 'reliefRate' in effect && !conditions.transportWorker)
      return { rate: effect.reliefRate, from, to, legalSource };
  }
  return undefined;
}
