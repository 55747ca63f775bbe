import type { Month } from '#kernel';
import { holdsIn, parameters } from './parameters.ts';
import type { ContributionSegment } from './types.ts';

/** A dated discount with its conditions; which of them hold for a payer is for the caller to say. */
export type DiscountRule = (typeof parameters.discounts)[number];

export function discountRulesFor(month: Month, segment: ContributionSegment): DiscountRule[] {
  return parameters.discounts.filter((rule) => rule.segments.includes(segment) && holdsIn(rule, month));
}
