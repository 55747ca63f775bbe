import { type IsoDate, ok, refused, type Result, type Rupiah } from '#kernel';
import { type LegalBasis, type MigrantPackageId, type PackageRefusal, packageTerms } from '#rates';

export type PackageInput = {
  readonly package: MigrantPackageId;
  /** The day on which the package is taken; it decides the law. */
  readonly takenOn: IsoDate;
  /** How many months an extension runs, 1 to 24; only for an extension. */
  readonly extensionMonths?: number | undefined;
  /** Savings of free choice: so much each month, for so many months. */
  readonly savings?: { readonly monthly: Rupiah; readonly months: number } | undefined;
};

/** What a migrant worker pays at once, all of it by the worker. */
export type PackageAssessment = LegalBasis & {
  /** JKK and JKM, which the law prices together. */
  readonly protection: Rupiah;
  /** JHT. */
  readonly savings: Rupiah;
  readonly total: Rupiah;
};

export type PackageAssessmentRefusal =
  | PackageRefusal
  | 'months_out_of_range'
  | 'months_not_expected'
  | 'savings_out_of_range'
  | 'savings_not_known';

const longestMonths = 24;
const isCountOfMonths = (months: number) =>
  Number.isInteger(months) && months >= 1 && months <= longestMonths;

/** The package of a migrant worker with the savings chosen beside it (Permenaker 4/2023 Ps.18). */
export function assessPackage(input: PackageInput): Result<PackageAssessment, PackageAssessmentRefusal> {
  const { extensionMonths, savings } = input;
  const terms = packageTerms(input.package, input.takenOn);
  if (!terms.ok) return terms;
  if (input.package !== 'extension' && extensionMonths !== undefined) return refused('months_not_expected');
  const months = input.package === 'extension' ? (extensionMonths ?? 0) : 1;
  if (!isCountOfMonths(months)) return refused('months_out_of_range');
  const { amount, savings: limits, legalSource, certainty } = terms.value;
  if (savings && !limits) return refused('savings_not_known');
  if (savings && !isCountOfMonths(savings.months)) return refused('months_out_of_range');
  if (savings && limits && (savings.monthly < limits.smallest || savings.monthly > limits.largest))
    return refused('savings_out_of_range');
  const protection = amount * BigInt(months);
  const saved = savings ? savings.monthly * BigInt(savings.months) : 0n;
  return ok({ protection, savings: saved, total: protection + saved, legalSource, certainty });
}
