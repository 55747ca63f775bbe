export * from './types.ts';
export { enter, prepareEntries, settle } from './enter.ts';
export {
  savingsSummary,
  type SavingsSummary,
  type SavingsYear,
  savingsYearEnds,
  shortfallOf,
} from './balances.ts';
export { movementsOf } from './movements.ts';
export { holdYears, mergeSavings, type SavingsMerging } from './merge-savings.ts';
export {
  closeYear,
  type CloseOptions,
  type CloseRefusal,
  type ReturnAccounts,
  type YearTotals,
} from './close-year.ts';
export { type ClosedYear, closedYears, type YearTerms } from './years.ts';
export { type Earned, earnedUntil, noteRewarded } from './provisional.ts';
export {
  type LedgerDifference,
  proveLedger,
  type Shortfalls,
  shortfallsProved,
  verifyLedger,
} from './verify.ts';
export { type RecordOfYear, type YearDetail, type YearLine, yearDetail } from './year-detail.ts';
