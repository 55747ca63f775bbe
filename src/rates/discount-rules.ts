import type { Month } from '#kernel';
import { holdsIn, parameters } from './parameters.ts';
import type { ContributionSegment } from './types.ts';

/** A dated discount with its conditions; which of them hold for a payer is for the caller to say. */
export type DiscountRule = (typeof parameters.discounts)[number];

/** The rules of contributions that are paid by month. */
export function discountRulesFor(month: Month, segment: ContributionSegment): DiscountRule[] {
  return rulesIn(month, segment).filter(({ conditions }) => !conditions.byContractValue);
}

/** The rules of construction projects that are assessed by the value of their contract. */
export function projectDiscountRules(month: Month): DiscountRule[] {
  return rulesIn(month, 'JAKON').filter(({ conditions }) => conditions.byContractValue);
}

function rulesIn(month: Month, segment: ContributionSegment): DiscountRule[] {
  return parameters.discounts.filter((rule) => rule.segments.includes(segment) && holdsIn(rule, month));
}
