import { type Month, ok, type Rate, refused, type Result, type Rupiah } from '#kernel';
import type { LegalBasis } from './assessment-terms.ts';
import { certaintyOf, leastCertain } from './certainty.ts';
import { projectDiscountRules } from './discount-rules.ts';
import { holdsIn, parameters } from './parameters.ts';
import { firstContributionMonth } from './types.ts';

export type ConstructionTier = {
  readonly above: Rupiah;
  /** Null: and above. */
  readonly upTo: Rupiah | null;
  readonly jkkRate: Rate;
  readonly jkmRate: Rate;
};

export type TierRefusal =
  | 'before_the_programme'
  | 'rate_not_known'
  | 'figure_uncertain'
  | 'discount_uncertain';

/**
 * The tiers of the contract value of a construction project whose wages are not known (PP 44/2015 Ps.54–56), lowest
 * first, each with the rates of its own slice in 1/1000 %. Refused while a discount is in force that is not understood.
 */
export function constructionTiers(
  month: Month,
): Result<LegalBasis & { readonly tiers: readonly ConstructionTier[] }, TierRefusal> {
  if (month < firstContributionMonth) return refused('before_the_programme');
  const found = parameters.fixedAmounts.constructionTiers.filter((tier) => holdsIn(tier, month));
  const [first] = found;
  if (!first) return refused('rate_not_known');
  const certainty = leastCertain(found.map(certaintyOf));
  if (certainty === 'uncertain') return refused('figure_uncertain');
  if (projectDiscountRules(month).length > 0) return refused('discount_uncertain');
  const tiers = found.map(({ above, upTo, jkkRate, jkmRate }) => ({ above, upTo, jkkRate, jkmRate }));
  return ok({ legalSource: first.legalSource, certainty, tiers });
}
