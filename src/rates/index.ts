export * from './types.ts';
export {
  assessmentTerms,
  type AssessmentTerms,
  type IncomeBand,
  type LegalBasis,
  type TermsRefusal,
  termsRefusals,
} from './assessment-terms.ts';
export { type Certainty, certaintyOf } from './certainty.ts';
export { type ConstructionTier, constructionTiers, type TierRefusal } from './construction-tiers.ts';
export { type ContributionFigure, contributionFigures } from './contribution-figures.ts';
export { discountRulesFor, type DiscountRule } from './discount-rules.ts';
export {
  dueOn,
  isDueDayAssumed,
  isDueDayExample,
  lastMonthDueBefore,
  paymentRule,
  penaltyRate,
} from './due-day.ts';
export { type PackageRefusal, packageTerms } from './migrant-packages.ts';
export {
  checkMinimumWage,
  type MinimumWage,
  type MinimumWageCheck,
  minimumWageOf,
  type MinimumWageState,
  type WageBound,
  type WageBoundKind,
  wageBoundsOf,
} from './minimum-wage.ts';
export { pensionWageCeilings } from './wage-ceiling.ts';
export * from './benefit-terms.ts';
export type { HeirClass } from './benefit-schema.ts';
