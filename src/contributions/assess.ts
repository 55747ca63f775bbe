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
  type Programme,
} from '#rates';
import { discountsOf } from './discounts.ts';

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
  readonly transportWorker?: boolean;
  readonly paidByState?: boolean;
};

export type AssessedShare = {
  readonly programme: Programme;
  readonly employeeShare: Rupiah;
  readonly employerShare: Rupiah;
  readonly legalSource: string;
  /** True when a figure behind it is derived or remembered instead of seen in a source. */
  readonly uncertain: boolean;
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

export type AssessmentRefusal =
  | 'before_the_programme'
  | 'paid_by_package'
  | 'band_not_known'
  | 'employer_needed'
  | 'rate_not_known';

/**
 * The shares of one wage in one contribution month, each rounded half up to the whole rupiah.
 * Sources: PP 44/2015 (JKK, JKM), PP 46/2015 (JHT), PP 45/2015 Ps.28–29 (JP), PP 37/2021 and PP 6/2025 (JKP),
 * Perpres 109/2013 Ps.6 (programmes by scale), and the dated discounts of rates/discounts.json.
 */
export function assess(input: AssessmentInput): Result<Assessment, AssessmentRefusal> {
  const { month, segment, wage } = input;
  if (month < firstContributionMonth) return refused('before_the_programme');
  if (segment === 'PMI') return refused('paid_by_package');
  if (segment === 'PU' && !input.employer) return refused('employer_needed');
  const terms = assessmentTerms(month, { segment, ...input.employer });
  if (!terms) return refused('rate_not_known');
  if (terms.band && wage > terms.band.incomeUpTo) return refused('band_not_known');
  return ok(assessBy(terms, input));
}

function assessBy(terms: AssessmentTerms, input: AssessmentInput): Assessment {
  const { wage } = input;
  const discounts = discountsOf(input);
  const accident = relieved(terms.band?.jkkAmount, wage, terms.jkkRate, discounts.jkkRelief);
  const death = relieved(terms.band?.jkmAmount, wage, terms.jkmRate, discounts.jkmRelief);
  const pensionWage = minRupiah(wage, terms.jpWageCeiling ?? wage);
  const shares: AssessedShare[] = [];
  const add = (programme: Programme, employee: Rupiah | undefined, employer: Rupiah | undefined) => {
    if (employee === undefined && employer === undefined) return;
    shares.push({
      programme,
      employeeShare: employee ?? 0n,
      employerShare: employer ?? 0n,
      legalSource: terms.legalSources[programme] ?? '',
      uncertain: terms.uncertain.includes(programme),
    });
  };
  const ownMoney = terms.band !== undefined;
  add('JHT', terms.band?.jhtAmount ?? share(wage, terms.jhtEmployeeRate), share(wage, terms.jhtEmployerRate));
  add('JP', share(pensionWage, terms.jpEmployeeRate), share(pensionWage, terms.jpEmployerRate));
  add('JKK', ownMoney ? accident : undefined, ownMoney ? undefined : accident);
  add('JKM', ownMoney ? death : undefined, ownMoney ? undefined : death);
  const pension = shares.find(({ programme }) => programme === 'JP');
  const pensionTotal = pension ? pension.employeeShare + pension.employerShare : 0n;
  return {
    shares,
    total: sumRupiah(shares.map((line) => line.employeeShare + line.employerShare)),
    deferred: pensionTotal - shareOf(pensionTotal, 100_000 - discounts.jpDeferred),
    jkp: allocate(terms, wage, accident ?? 0n, death ?? 0n),
    discounts: discounts.rules,
  };
}

const share = (wage: Rupiah, rate: Rate | undefined) =>
  rate === undefined ? undefined : shareOf(wage, rate);

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
