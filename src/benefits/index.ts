/** What each programme covers, whether this person is covered, what it would yield, and who would receive it. */
export { type AccidentBenefit } from './accident-benefit.ts';
export { type Coverage, coverageOf } from './coverage.ts';
export { type DeathBenefit, type Scholarship } from './death-benefit.ts';
export {
  accidentBenefitFrom,
  deathBenefitFrom,
  jobLossBenefitFrom,
  pensionFrom,
  savingsFrom,
  scholarshipFrom,
} from './estimates.ts';
export { type Heir, type Heirs, heirsOf, type HeirStanding } from './heirs.ts';
export { type JobLossBenefit } from './job-loss-benefit.ts';
export { pensionAgeOf } from './pension-age.ts';
export { lawsOf, plainAmounts } from './plain-amounts.ts';
export {
  type PensionEstimate,
  type PensionOutcome,
  pensionOutcome,
  priceRateSince,
} from './pension-estimate.ts';
export { growSavings } from './savings-growth.ts';
export { type BenefitRecord, benefitRecord } from './record.ts';
export { savingsClaims } from './savings-claims.ts';
export {
  assumptionOf,
  type SavingsEstimate,
  type SavingsRange,
  type SavingsSum,
  savingsTaxTerms,
} from './savings-estimate.ts';
export { type Figure, type Source, sourcesOf, type Unknown, unknownsOf } from './sources.ts';
export { type SurvivorsPension, survivorsPension } from './survivors-pension.ts';
export { type ClaimDocuments, claimDocumentsOf } from '#rates';
