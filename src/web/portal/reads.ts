import type { Database } from '#platform';
import { closingOf, isCheckUpDue, isLimited, isReadOnly, takeDownload } from '#accounts';
import { recentActivity, record } from '#activity';
import { benefitRecord, coverageOf } from '#benefits';
import {
  attentionFor,
  contributionFiguresOf,
  contributionHistory,
  contributionMonth,
  historyChoices,
  monthlyTotals,
  savingsMovements,
  savingsOf,
  savingsReturns,
  yearlyBalances,
} from '#contributions';
import { caseAbout } from '#cases';
import { personDetails, revealNationalNumber } from '#members';
import { waitingMergingOf } from '#privacy';

/** The verbs of other rooms that the member's pages speak to; tests hand in their own. */
export const doorReads = {
  attentionFor,
  benefitRecord,
  caseAbout,
  contributionFiguresOf,
  closingOf,
  contributionHistory,
  contributionMonth,
  coverageOf,
  historyChoices,
  isCheckUpDue,
  isLimited,
  isReadOnly,
  monthlyTotals,
  personDetails,
  recentActivity,
  record,
  revealNationalNumber,
  savingsMovements,
  savingsOf,
  savingsReturns,
  takeDownload,
  waitingMergingOf,
  yearlyBalances,
};

export type PortalReads = typeof doorReads;

export type PortalServices = {
  readonly database: Database;
  readonly reads?: PortalReads;
};

/** What every member's page works with. */
export type Services = { readonly database: Database; readonly reads: PortalReads };
