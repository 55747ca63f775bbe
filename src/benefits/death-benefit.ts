import { type IsoDate, ok, refused, type Result, type Rupiah, sumRupiah } from '#kernel';
import { deathTermsOn, type DeathTerms, scholarshipTermsOn, type ScholarshipTerms } from '#rates';
import { ageOn } from './age.ts';

export type DeathInput = {
  readonly today: IsoDate;
  readonly selfEmployed: boolean;
  /** Months whose JKM was paid. */
  readonly months: number;
  /** The birth dates of the children on the register, where they are known. */
  readonly childrenBornOn: readonly (IsoDate | undefined)[];
};

export type Scholarship = {
  readonly terms: ScholarshipTerms;
  readonly reached: boolean;
  readonly monthsMissing: number;
  /** Children on the register below the age, at most as many as count. */
  readonly children: number;
  readonly childrenOfUnknownAge: number;
  readonly perChild: Rupiah;
  readonly most: Rupiah;
};

export type DeathBenefit = {
  readonly terms: DeathTerms;
  /** A self-employed member with too few months: the funeral costs only. */
  readonly funeralOnly: boolean;
  readonly lumpSum: Rupiah;
  readonly periodic: Rupiah;
  readonly perMonth: Rupiah;
  readonly funeral: Rupiah;
  readonly total: Rupiah;
  readonly scholarship: Scholarship | undefined;
};

/** JKM for a death on `today` that no accident at work caused (PP 82/2019), and the scholarship. */
export function deathBenefit(input: DeathInput): Result<DeathBenefit, 'death_amount_not_known'> {
  const terms = deathTermsOn(input.today);
  if (!terms || terms.standing === 'uncertain') return refused('death_amount_not_known');
  const funeralOnly = input.selfEmployed && input.months < terms.selfEmployedMonths;
  const lumpSum = funeralOnly ? 0n : terms.lumpSum;
  const periodic = funeralOnly ? 0n : terms.periodic;
  return ok({
    terms,
    funeralOnly,
    lumpSum,
    periodic,
    perMonth: terms.periodic / BigInt(terms.periodicMonths),
    funeral: terms.funeral,
    total: sumRupiah([lumpSum, periodic, terms.funeral]),
    scholarship: scholarshipOf(input),
  });
}

/** The most that the children on the register could receive: which level a child is in stands on no register here. */
export function scholarshipOf({ today, months, childrenBornOn }: DeathInput): Scholarship | undefined {
  const terms = scholarshipTermsOn(today);
  if (!terms) return undefined;
  const young = childrenBornOn.filter((born) => born !== undefined && ageOn(born, today) < terms.belowAge);
  const children = Math.min(terms.mostChildren, young.length);
  const perChild = sumRupiah(terms.levels.map(({ perYear, years }) => perYear * BigInt(years)));
  return {
    terms,
    reached: months >= terms.contributionMonths,
    monthsMissing: Math.max(0, terms.contributionMonths - months),
    children,
    childrenOfUnknownAge: childrenBornOn.filter((born) => born === undefined).length,
    perChild,
    most: perChild * BigInt(children),
  };
}
