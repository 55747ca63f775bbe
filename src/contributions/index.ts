/** Assess a wage by programme and month, take contributions from files, and read them back: history and savings. */
export { type ContributionFigure, firstContributionMonth, type Programme, programmes } from '#rates';
export { shortfallOf } from '#ledger';
export { recentDays } from './pointing-rules.ts';
export { transportReliefIn } from './transport-relief.ts';
export * from './types.ts';
export {
  assess,
  type AssessedShare,
  type Assessment,
  type AssessmentInput,
  type AssessmentRefusal,
} from './assess.ts';
export {
  assessPackage,
  type PackageAssessment,
  type PackageAssessmentRefusal,
  type PackageInput,
} from './assess-package.ts';
export {
  assessProject,
  type ProjectAssessment,
  type ProjectInput,
  type ProjectRefusal,
} from './assess-project.ts';
export { alertChoiceOf, chooseAlerts, forgetAlerts, stopAlerts, stopAlertsByLink } from './alert-choice.ts';
export {
  type AlertChannel,
  alertChannels,
  type AlertChoice,
  type AlertKind,
  alertKinds,
  smsAlertsInThirtyDays,
} from './alert-types.ts';
export { attentionFor } from './attention.ts';
export { prepareChargeTotals, preparePaidCharges, settlePaid, takeUnbilled } from './billing.ts';
export { type LatestReport, latestReports, type YearTotals, yearTotals } from './benefit-basis.ts';
export {
  correctContributions,
  type Correction,
  type CorrectionReport,
  prepareCorrections,
  requestCorrections,
} from './correct.ts';
export {
  checkCorrectionReport,
  correctionTotals,
  createCorrectionChanges,
  refusedCorrections,
} from './correct-report.ts';
export { enterOwnPaid, type OwnMonth } from './enter-own.ts';
export { contributionFiguresOf } from './figures.ts';
export { creditReturns } from './credit-returns.ts';
export { type DeclaredReturn, declaredReturns, declareReturn, type ReturnKind } from './declared-returns.ts';
export { contributionHistory, historyChoices, programmeMonths } from './history.ts';
export { importContributions } from './import.ts';
export { importPayOuts } from './import-pay-outs.ts';
export { type ContributionMonth, contributionMonth } from './month.ts';
export { largestWage } from './limits.ts';
export { monthlyTotals } from './monthly-totals.ts';
export {
  checkReports,
  countedMonth,
  createReportChanges,
  createReportHandOver,
  monthsAfter,
  refusedReports,
  reportCopy,
  type ReportRefusal,
  type ReportTotals,
  reportTotals,
  takeReports,
  wagesOfMonth,
} from './report.ts';
export { type PaidOut, type PayOut, payOutSavings } from './pay-out.ts';
export { returnFor, type ReturnMethod, returnMethods, usualReturnMethod } from './return-methods.ts';
export { runningReturn, savingsReturns, type YearlyReturn } from './savings-returns.ts';
export { takeBackOwn, type UnpaidOwnMonth } from './take-back-own.ts';
export {
  createCorrectionWageChecks,
  createWageChecks,
  type WageCheckKind,
  type WageLaw,
} from './wage-checks.ts';
export { sendAlerts } from './send-alerts.ts';
export { savingsMovements, savingsOf, yearlyBalances } from './savings.ts';
export { type ContributionDifference, verifyBooks } from './verify.ts';
export {
  type CardMonths,
  type DoubleMonth,
  doubleMonths,
  holdMoney,
  mergeMoney,
  monthsByCard,
  type MoneyMerging,
  type MoneyRefusal,
} from './merge-money.ts';
