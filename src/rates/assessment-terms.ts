import { type Month, ok, type Rate, refused, type Result, type Rupiah } from '#kernel';
import { type Certainty, certaintyOf, leastCertain } from './certainty.ts';
import { discountRulesFor } from './discount-rules.ts';
import { holdsIn, parameters } from './parameters.ts';
import {
  type ContributionSegment,
  type EmployerScale,
  firstContributionMonth,
  type Programme,
  programmes,
} from './types.ts';

/** Amounts for the incomes of a band of the self-employed, instead of rates. */
export type IncomeBand = {
  readonly incomeFrom: Rupiah;
  /** Null: and above. */
  readonly incomeUpTo: Rupiah | null;
  readonly jhtAmount: Rupiah;
  readonly jkkAmount: Rupiah;
  readonly jkmAmount: Rupiah;
};

/** The law and how sure it is, for one programme. */
export type LegalBasis = {
  readonly legalSource: string;
  readonly certainty: Exclude<Certainty, 'uncertain'>;
};

/**
 * What held in one contribution month for one kind of payer. A rate that is undefined means: not this programme.
 * Rates in 1/1000 %, amounts in whole rupiah.
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
  /** For the self-employed: the known bands, lowest first; an income in none of them is not known. */
  readonly bands?: readonly IncomeBand[];
  readonly basis: Readonly<Partial<Record<Programme, LegalBasis>>>;
};

/** Why there are no terms; the last three until somebody adds the line or finds its source. */
export const termsRefusals = [
  'before_the_programme',
  'paid_by_package',
  'rate_not_known',
  'ceiling_not_known',
  'figure_uncertain',
  'discount_uncertain',
] as const;
export type TermsRefusal = (typeof termsRefusals)[number];

export type Payer = {
  readonly segment: ContributionSegment;
  readonly scale?: EmployerScale | undefined;
  readonly riskClass?: number | undefined;
};
type Line = {
  readonly programme: Programme;
  readonly legalSource: string;
  readonly certainty: Certainty;
  readonly terms: Partial<AssessmentTerms>;
};

/**
 * The terms of a month, or the name of what is missing. A programme that the payer must join and whose figure is not
 * known refuses the whole: a bill without it would be wrong, silently. So does a figure or a discount in force that
 * nobody has seen in a source.
 */
export function assessmentTerms(month: Month, payer: Payer): Result<AssessmentTerms, TermsRefusal> {
  if (month < firstContributionMonth) return refused('before_the_programme');
  if (payer.segment === 'PMI') return refused('paid_by_package');
  const joins = parameters.programmes.find(
    (rule) =>
      rule.segment === payer.segment &&
      (rule.scale === null || rule.scale === payer.scale) &&
      holdsIn(rule, month),
  );
  if (!joins) return refused('rate_not_known');
  const joined = programmes.filter((programme) => joins.programmes.includes(programme));
  const billed = joined.map((programme) => lineOf(programme, month, payer));
  const lines = [...billed.filter(isLine), ...(joins.joinsJkp ? jkpLines(month) : [])];
  if (!billed.every(isLine)) return refused(pensionGap(joined, month) ?? 'rate_not_known');
  if (lines.some(({ certainty }) => certainty === 'uncertain')) return refused('figure_uncertain');
  if (discountRulesFor(month, payer.segment).some((rule) => certaintyOf(rule) === 'uncertain'))
    return refused('discount_uncertain');
  return ok({ ...Object.assign({}, ...lines.map(({ terms }) => terms)), basis: basisOf(lines) });
}

const isLine = (line: Line | undefined): line is Line => line !== undefined;

function basisOf(lines: readonly Line[]): AssessmentTerms['basis'] {
  return Object.fromEntries(
    lines.map(({ programme, legalSource, certainty }) => [programme, { legalSource, certainty }]),
  );
}

/** The ceiling is announced each year for March; until its line is there, that is what is missing. */
function pensionGap(joined: readonly Programme[], month: Month): TermsRefusal | undefined {
  const known = parameters.ceilings.some((ceiling) => holdsIn(ceiling, month));
  return joined.includes('JP') && !known ? 'ceiling_not_known' : undefined;
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
  const { employerRate, employeeRate, legalSource } = found;
  const line = { programme, legalSource, certainty: certaintyOf(found) };
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
    certainty: leastCertain([line.certainty, certaintyOf(ceiling)]),
    terms: { jpEmployerRate, jpEmployeeRate, jpWageCeiling: ceiling.amount },
  };
}

function bandLine(programme: Programme, month: Month): Line | undefined {
  const { selfEmployedBands, selfEmployedDeath } = parameters.fixedAmounts;
  const found = selfEmployedBands.filter((band) => holdsIn(band, month));
  const death = selfEmployedDeath.find((line) => holdsIn(line, month));
  const [first] = found;
  if (!first || !death) return undefined;
  const bands = found.map(({ incomeFrom, incomeUpTo, jhtAmount, jkkAmount }) => ({
    incomeFrom,
    incomeUpTo,
    jhtAmount,
    jkkAmount,
    jkmAmount: death.amount,
  }));
  if (programme === 'JKM')
    return { programme, legalSource: death.legalSource, certainty: certaintyOf(death), terms: { bands } };
  const legalSource = programme === 'JHT' ? first.jhtLegalSource : first.legalSource;
  return { programme, legalSource, certainty: leastCertain(found.map(certaintyOf)), terms: { bands } };
}

function jkpLines(month: Month): Line[] {
  const jkp = parameters.jkpAllocations.find((candidate) => holdsIn(candidate, month));
  if (!jkp) return [];
  const { legalSource, fromJkkRate, fromJkmRate, stateRate, wageCeiling } = jkp;
  const terms = { jkp: { fromJkkRate, fromJkmRate, stateRate, wageCeiling } };
  return [{ programme: 'JKP', legalSource, certainty: certaintyOf(jkp), terms }];
}
