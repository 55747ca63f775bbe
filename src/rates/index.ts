export * from './types.ts';
export { assessmentTerms, type AssessmentTerms } from './assessment-terms.ts';
export { discountRulesFor, type DiscountRule } from './discount-rules.ts';
export { dueOn, lastMonthDueBefore, paymentRule } from './due-day.ts';
export { pensionWageCeilings } from './wage-ceiling.ts';
export * from './benefit-terms.ts';
export type { HeirClass } from './benefit-schema.ts';
