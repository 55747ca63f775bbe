import {
  type IsoDate,
  minRupiah,
  type Month,
  ok,
  type Rate,
  refused,
  type Result,
  type Rupiah,
  shareOf,
  sumRupiah,
} from '#kernel';
import {
  assessmentTerms,
  type AssessmentTerms,
  type ContributionSegment,
  type EmployerScale,
  firstContributionMonth,
  type IncomeBand,
  type LegalBasis,
  type Programme,
  type TermsRefusal,
} from '#rates';
import { discountsOf } from './discounts.ts';
import { largestWage } from './limits.ts';

export type AssessmentInput = {
  /** The month the work was done: it alone decides rate, ceiling and discount. */
  readonly month: Month;
  readonly segment: ContributionSegment;
  /** Reported wage; for the self-employed the declared income. Whole rupiah, at most 10^12. */
  readonly wage: Rupiah;
  readonly employer?: {
    readonly scale: EmployerScale;
    readonly riskClass: number;
    readonly labourIntensive: boolean;
    /** Running memberships of the employer in that month. */
    readonly activeWorkers: number;
  };
  /** The oldest month that the payer still owes; without it everything is paid. */
  readonly earliestUnpaidMonth?: Month | undefined;
  readonly paidOn?: IsoDate | undefined;
  /** The month in which the card began; without it long before any rule that asks. */
  readonly memberSince?: Month | undefined;
  readonly transportWorker?: boolean;
  readonly paidByState?: boolean;
  /** The institution has granted what a rule gives on request only. */
  readonly grantedOnRequest?: boolean;
  /** A self-employed person may leave JHT out (PP 46/2015). */
  readonly withoutSavings?: boolean;
};

/** A share with its law; derived when a figure behind it follows from others instead of being seen in a source. */
export type AssessedShare = LegalBasis & {
  readonly programme: Programme;
  readonly employeeShare: Rupiah;
  readonly employerShare: Rupiah;
};

export type Assessment = {
  /** What is billed. JKP is never among them. */
  readonly shares: readonly AssessedShare[];
  readonly total: Rupiah;
  /** The part of JP that may be paid later (PP 49/2020); it is within the shares. */
  readonly deferred: Rupiah;
  /** How the JKK and JKM paid, and the state's part, are set aside for JKP (PP 37/2021, PP 6/2025). */
  readonly jkp:
    | { readonly fromJkk: Rupiah; readonly fromJkm: Rupiah; readonly fromState: Rupiah }
    | undefined;
  /** Ids of the discount rules applied. */
  readonly discounts: readonly string[];
};

/** `wage_out_of_range`: not above zero, or over 10^12. The others name what of the law is missing (TermsRefusal). */
export type AssessmentRefusal = TermsRefusal | 'wage_out_of_range' | 'employer_needed' | 'band_not_known';

/**
 * The shares of one wage in one contribution month, each rounded half up to the whole rupiah.
 * Sources: PP 44/2015 (JKK, JKM), PP 46/2015 (JHT), PP 45/2015 Ps.28–29 (JP), PP 37/2021 and PP 6/2025 (JKP),
 * Perpres 109/2013 Ps.6 (programmes by scale), and the dated discounts of rates/discounts.json.
 */
export function assess(input: AssessmentInput): Result<Assessment, AssessmentRefusal> {
  const { month, segment, wage } = input;
  if (wage <= 0n || wage > largestWage) return refused('wage_out_of_range');
  const terms = assessmentTerms(month, { segment, ...input.employer });
  if (segment === 'PU' && !input.employer && month >= firstContributionMonth)
    return refused('employer_needed');
  if (!terms.ok) return terms;
  if (!terms.value.bands) return ok(assessBy(terms.value, undefined, input));
  const band = terms.value.bands.find(
    ({ incomeFrom, incomeUpTo }) => wage >= incomeFrom && (incomeUpTo === null || wage <= incomeUpTo),
  );
  return band ? ok(assessBy(terms.value, band, input)) : refused('band_not_known');
}

function assessBy(terms: AssessmentTerms, band: IncomeBand | undefined, input: AssessmentInput): Assessment {
  const { wage } = input;
  const discounts = discountsOf(input);
  const accident = relieved(band?.jkkAmount, wage, terms.jkkRate, discounts.jkkRelief) ?? 0n;
  const death = relieved(band?.jkmAmount, wage, terms.jkmRate, discounts.jkmRelief) ?? 0n;
  const shares = band
    ? ownShares(terms, band, { accident, death }, input)
    : employedShares(terms, { accident, death }, wage);
  const pension = shares.find(({ programme }) => programme === 'JP');
  const pensionTotal = pension ? pension.employeeShare + pension.employerShare : 0n;
  return {
    shares,
    total: sumRupiah(shares.map((line) => line.employeeShare + line.employerShare)),
    deferred: pensionTotal - shareOf(pensionTotal, 100_000 - discounts.jpDeferred),
    jkp: allocate(terms, wage, accident, death),
    discounts: discounts.rules,
  };
}

type Protection = { readonly accident: Rupiah; readonly death: Rupiah };

/** The self-employed pay all of it themselves. */
function ownShares(
  { basis }: AssessmentTerms,
  band: IncomeBand,
  { accident, death }: Protection,
  { withoutSavings }: AssessmentInput,
): AssessedShare[] {
  const own = (programme: Programme, employeeShare: Rupiah) =>
    withBasis(basis, { programme, employeeShare, employerShare: 0n });
  return [
    ...(withoutSavings ? [] : own('JHT', band.jhtAmount)),
    ...own('JKK', accident),
    ...own('JKM', death),
  ];
}

function employedShares(
  terms: AssessmentTerms,
  { accident, death }: Protection,
  wage: Rupiah,
): AssessedShare[] {
  const pensionWage = minRupiah(wage, terms.jpWageCeiling ?? wage);
  const both = (programme: Programme, base: Rupiah, employee?: Rate, employer?: Rate) =>
    withBasis(terms.basis, {
      programme,
      employeeShare: shareOf(base, employee ?? 0),
      employerShare: shareOf(base, employer ?? 0),
    });
  const byEmployer = (programme: Programme, employerShare: Rupiah) =>
    withBasis(terms.basis, { programme, employeeShare: 0n, employerShare });
  return [
    ...both('JHT', wage, terms.jhtEmployeeRate, terms.jhtEmployerRate),
    ...both('JP', pensionWage, terms.jpEmployeeRate, terms.jpEmployerRate),
    ...byEmployer('JKK', accident),
    ...byEmployer('JKM', death),
  ];
}

/** Nothing for a programme that is not joined: only those joined have a basis. */
function withBasis(
  basis: AssessmentTerms['basis'],
  share: Omit<AssessedShare, keyof LegalBasis>,
): AssessedShare[] {
  const of = basis[share.programme];
  return of ? [{ ...share, ...of }] : [];
}

/** One rounding for rate and relief together: 0.24 % less 99 % is 0.0024 % of the wage, not 1 % of a rounded share. */
function relieved(
  amount: Rupiah | undefined,
  wage: Rupiah,
  rate: Rate | undefined,
  relief: Rate,
): Rupiah | undefined {
  const kept = BigInt(100_000 - relief);
  if (amount !== undefined) return (amount * kept + 50_000n) / 100_000n;
  if (rate === undefined) return undefined;
  return (wage * BigInt(rate) * kept + 5_000_000_000n) / 10_000_000_000n;
}

/** Never more than the JKK and JKM that was paid: a relief can leave less than the part meant for JKP. */
function allocate(terms: AssessmentTerms, wage: Rupiah, jkk: Rupiah, jkm: Rupiah): Assessment['jkp'] {
  if (!terms.jkp) return undefined;
  const base = minRupiah(wage, terms.jkp.wageCeiling);
  return {
    fromJkk: minRupiah(shareOf(base, terms.jkp.fromJkkRate), jkk),
    fromJkm: minRupiah(shareOf(base, terms.jkp.fromJkmRate), jkm),
    fromState: shareOf(base, terms.jkp.stateRate),
  };
}
