import type { Database } from '#platform';
import { isCheckUpDue, isReadOnly } from '#accounts';
import { recentActivity, record } from '#activity';
import { benefitRecord, coverageOf } from '#benefits';
import {
  attentionFor,
  contributionHistory,
  historyChoices,
  monthlyTotals,
  savingsMovements,
  savingsOf,
  yearlyBalances,
} from '#contributions';
import { personDetails, revealNationalNumber } from '#members';

/** The verbs of other rooms that the member's pages speak to; tests hand in their own. */
export const doorReads = {
  attentionFor,
  benefitRecord,
  contributionHistory,
  coverageOf,
  historyChoices,
  isCheckUpDue,
  isReadOnly,
  monthlyTotals,
  personDetails,
  recentActivity,
  record,
  revealNationalNumber,
  savingsMovements,
  savingsOf,
  yearlyBalances,
};

export type PortalReads = typeof doorReads;

export type PortalServices = {
  readonly database: Database;
  readonly reads?: PortalReads;
};

/** What every member's page works with. */
export type Services = { readonly database: Database; readonly reads: PortalReads };
