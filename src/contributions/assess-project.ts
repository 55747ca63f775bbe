import { minRupiah, type Month, ok, type Rate, refused, type Result, type Rupiah } from '#kernel';
import { type ConstructionTier, constructionTiers, type LegalBasis, type TierRefusal } from '#rates';
import { largestContract } from './limits.ts';

export type ProjectInput = {
  /** The month of the work order, which decides the tiers. */
  readonly month: Month;
  /** Whole rupiah without value-added tax, at most 10^15. */
  readonly contractValue: Rupiah;
};

/** One tier with the part of the contract value that lies in it. */
export type ProjectSlice = ConstructionTier & { readonly slice: Rupiah };

/** What the contractor pays for a project; nothing is taken from the workers' wages. */
export type ProjectAssessment = LegalBasis & {
  readonly slices: readonly ProjectSlice[];
  readonly jkk: Rupiah;
  readonly jkm: Rupiah;
  readonly total: Rupiah;
};

export type ProjectRefusal = TierRefusal | 'value_out_of_range';

/**
 * JKK and JKM of a construction project whose wages are not known, by the value of its contract: each rate counts for
 * the slice of its tier, and each programme is rounded once (PP 44/2015 Ps.54–56). Where the wages are known they are
 * assessed by month, as `assess` does for the segment JAKON.
 */
export function assessProject({
  month,
  contractValue,
}: ProjectInput): Result<ProjectAssessment, ProjectRefusal> {
  if (contractValue <= 0n || contractValue > largestContract) return refused('value_out_of_range');
  const known = constructionTiers(month);
  if (!known.ok) return known;
  const { tiers, legalSource, certainty } = known.value;
  const slices = tiers
    .map((tier) => ({ ...tier, slice: minRupiah(contractValue, tier.upTo ?? contractValue) - tier.above }))
    .filter(({ slice }) => slice > 0n);
  const jkk = summed(slices.map(({ slice, jkkRate }) => [slice, jkkRate]));
  const jkm = summed(slices.map(({ slice, jkmRate }) => [slice, jkmRate]));
  return ok({ slices, jkk, jkm, total: jkk + jkm, legalSource, certainty });
}

/** The parts are added before they are rounded, half up, to the whole rupiah. */
function summed(parts: readonly (readonly [Rupiah, Rate])[]): Rupiah {
  const exact = parts.reduce((sum, [slice, rate]) => sum + slice * BigInt(rate), 0n);
  return (exact + 50_000n) / 100_000n;
}
