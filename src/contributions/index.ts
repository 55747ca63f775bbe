/** Assess a wage by programme and month, take contributions from files, and read them back: history and savings. */
export { type Programme, programmes } from '#rates';
export * from './types.ts';
export {
  assess,
  type AssessedShare,
  type Assessment,
  type AssessmentInput,
  type AssessmentRefusal,
} from './assess.ts';
export { attentionFor } from './attention.ts';
export { type LatestReport, latestReports, type YearTotals, yearTotals } from './benefit-basis.ts';
export { contributionHistory, historyChoices, programmeMonths } from './history.ts';
export { importContributions } from './import.ts';
export { monthlyTotals } from './monthly-totals.ts';
export { savingsMovements, savingsOf, yearlyBalances } from './savings.ts';
export { type ContributionDifference, verifyContributions } from './verify.ts';
