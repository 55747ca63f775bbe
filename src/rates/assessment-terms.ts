import type { Month, Rate, Rupiah } from '#kernel';
import { holdsIn, parameters } from './parameters.ts';
import { type ContributionSegment, type EmployerScale, type Programme, programmes } from './types.ts';

/**
 * What held in one contribution month for one kind of payer. A rate that is undefined means: not this programme.
 * Rates in 1/1000 %, amounts in whole rupiah. `uncertain` names the programmes of which a figure is derived or
 * remembered instead of seen in a source.
 */
export type AssessmentTerms = {
  readonly jhtEmployerRate?: Rate;
  readonly jhtEmployeeRate?: Rate;
  readonly jpEmployerRate?: Rate;
  readonly jpEmployeeRate?: Rate;
  readonly jpWageCeiling?: Rupiah;
  readonly jkkRate?: Rate;
  readonly jkmRate?: Rate;
  /** Present when JKP follows by itself: parts of JKK and JKM, and of the state, of the wage up to the ceiling. */
  readonly jkp?: {
    readonly fromJkkRate: Rate;
    readonly fromJkmRate: Rate;
    readonly stateRate: Rate;
    readonly wageCeiling: Rupiah;
  };
  /** For the self-employed: amounts of the only known band, instead of rates. */
  readonly band?: {
    readonly incomeUpTo: Rupiah;
    readonly jhtAmount: Rupiah;
    readonly jkkAmount: Rupiah;
    readonly jkmAmount: Rupiah;
  };
  readonly legalSources: Readonly<Partial<Record<Programme, string>>>;
  readonly uncertain: readonly Programme[];
};

type Payer = {
  readonly segment: ContributionSegment;
  readonly scale?: EmployerScale | undefined;
  readonly riskClass?: number | undefined;
};
type Line = {
  readonly programme: Programme;
  readonly legalSource: string;
  readonly verified: boolean;
  readonly terms: Partial<AssessmentTerms>;
};

/** The terms of a month, or undefined when the law of that month knows no monthly contribution of such a payer. */
export function assessmentTerms(month: Month, payer: Payer): AssessmentTerms | undefined {
  const joins = parameters.programmes.find(
    (rule) =>
      rule.segment === payer.segment &&
      (rule.scale === null || rule.scale === payer.scale) &&
      holdsIn(rule, month),
  );
  if (!joins) return undefined;
  const lines = [
    ...programmes
      .filter((programme) => joins.programmes.includes(programme))
      .map((programme) => lineOf(programme, month, payer)),
    ...(joins.joinsJkp ? [jkpLine(month)] : []),
  ].filter((line) => line !== undefined);
  if (lines.length === 0) return undefined;
  return {
    ...Object.assign({}, ...lines.map(({ terms }) => terms)),
    legalSources: Object.fromEntries(lines.map(({ programme, legalSource }) => [programme, legalSource])),
    uncertain: lines.filter(({ verified }) => !verified).map(({ programme }) => programme),
  };
}

function lineOf(programme: Programme, month: Month, payer: Payer): Line | undefined {
  if (payer.segment === 'BPU') return bandLine(programme, month);
  const found = parameters.rates.find(
    (rate) =>
      rate.programme === programme &&
      rate.segment === payer.segment &&
      (rate.riskClass === undefined || rate.riskClass === payer.riskClass) &&
      holdsIn(rate, month),
  );
  if (!found) return undefined;
  const { employerRate, employeeRate, legalSource, verified } = found;
  const line = { programme, legalSource, verified };
  if (programme === 'JHT')
    return { ...line, terms: { jhtEmployerRate: employerRate, jhtEmployeeRate: employeeRate } };
  if (programme === 'JP') return pensionLine(line, month, employerRate, employeeRate);
  return { ...line, terms: programme === 'JKK' ? { jkkRate: employerRate } : { jkmRate: employerRate } };
}

function pensionLine(
  line: Omit<Line, 'terms'>,
  month: Month,
  jpEmployerRate: Rate,
  jpEmployeeRate: Rate,
): Line | undefined {
  const ceiling = parameters.ceilings.find((candidate) => holdsIn(candidate, month));
  if (!ceiling) return undefined;
  return {
    ...line,
    verified: line.verified && ceiling.verified,
    terms: { jpEmployerRate, jpEmployeeRate, jpWageCeiling: ceiling.amount },
  };
}

function bandLine(programme: Programme, month: Month): Line | undefined {
  const band = parameters.fixedAmounts.selfEmployedBands.find((candidate) => holdsIn(candidate, month));
  if (!band) return undefined;
  return { programme, legalSource: band.legalSource, verified: band.verified, terms: { band } };
}

function jkpLine(month: Month): Line | undefined {
  const jkp = parameters.jkpAllocations.find((candidate) => holdsIn(candidate, month));
  return jkp && { programme: 'JKP', legalSource: jkp.legalSource, verified: jkp.verified, terms: { jkp } };
}
