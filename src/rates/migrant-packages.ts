import { type IsoDate, ok, refused, type Result, type Rupiah } from '#kernel';
import { certaintyOf } from './certainty.ts';
import type { LegalBasis } from './assessment-terms.ts';
import { parameters } from './parameters.ts';
import type { MigrantPackageId } from './types.ts';

export type PackageTerms = LegalBasis & {
  /** JKK and JKM together, whole rupiah; for an extension that of one month. */
  readonly amount: Rupiah;
  /** JHT of free choice for each month, between these; undefined where the law of that day knows none. */
  readonly savings: { readonly smallest: Rupiah; readonly largest: Rupiah } | undefined;
};

export type PackageRefusal = 'package_not_known' | 'package_uncertain';

type DatedByDay = { readonly fromDay: IsoDate; readonly toDay: IsoDate | null };
const holdsOn = ({ fromDay, toDay }: DatedByDay, day: IsoDate) =>
  fromDay <= day && (toDay === null || day <= toDay);

/**
 * The package of a migrant worker that is taken on a day (Permenaker 4/2023 Ps.18, in force on 22 February 2023). Before
 * that day one flat amount is remembered and nothing was found in a source: refused.
 */
export function packageTerms(id: MigrantPackageId, day: IsoDate): Result<PackageTerms, PackageRefusal> {
  const { migrantWorkerPackages, migrantWorkerSavings } = parameters.fixedAmounts;
  const inForce = migrantWorkerPackages.filter((candidate) => holdsOn(candidate, day));
  const found = inForce.find((candidate) => candidate.id === id);
  if (!found)
    return refused(
      inForce.some((one) => certaintyOf(one) === 'uncertain') ? 'package_uncertain' : 'package_not_known',
    );
  const certainty = certaintyOf(found);
  if (certainty === 'uncertain') return refused('package_uncertain');
  const savings = migrantWorkerSavings.find((candidate) => holdsOn(candidate, day));
  return ok({
    amount: found.amount,
    legalSource: found.legalSource,
    certainty,
    savings: savings && { smallest: savings.smallest, largest: savings.largest },
  });
}
