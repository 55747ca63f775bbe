export * from './types.ts';
export { enter, prepareEntries, settle } from './enter.ts';
export { savingsSummary, type SavingsSummary, savingsYearEnds } from './balances.ts';
export { movementsOf } from './movements.ts';
export { prepareTotals, type LedgerDifference, verifyLedger } from './verify.ts';
