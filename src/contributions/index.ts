import type { IsoDate, Month, Rupiah } from '#kernel';
import type { Executor } from '#platform';

/** DOOR (agreed): assess a wage per programme and month, import, history, savings. */
export const programmes = ['JHT', 'JP', 'JKK', 'JKM', 'JKP'] as const;
export type Programme = (typeof programmes)[number];
export type Share = {
  readonly programme: Programme;
  readonly employeeShare: Rupiah;
  readonly employerShare: Rupiah;
};
/** Reported → billed → paid → posted; a date that is missing has not happened. `missing`: no report though employed. */
export type ContributionState = 'missing' | 'reported' | 'billed' | 'overdue' | 'paid' | 'posted';
export type ContributionRow = {
  readonly month: Month;
  readonly membershipId: string;
  readonly memberNumber: string;
  readonly employerId: string | undefined;
  readonly employerName: string | undefined;
  readonly wage: Rupiah | undefined;
  /** By programme; JKP is an allocation out of JKK and JKM, so both of its shares are zero in the bill. */
  readonly shares: readonly Share[];
  readonly employeeShare: Rupiah;
  readonly employerShare: Rupiah;
  readonly reportedOn: IsoDate | undefined;
  readonly billedOn: IsoDate | undefined;
  readonly dueOn: IsoDate;
  readonly paidOn: IsoDate | undefined;
  readonly postedOn: IsoDate | undefined;
  readonly paidLate: boolean;
  readonly state: ContributionState;
};
export type HistoryFilter = {
  readonly year?: number;
  readonly employerId?: string;
  readonly programme?: Programme;
};
export type HistoryChoices = {
  readonly years: readonly number[];
  readonly employers: readonly { readonly employerId: string; readonly name: string }[];
};
/** Newest first, missing months included; at most `limit` rows from `offset`. */
export function contributionHistory(
  _executor: Executor,
  _personId: string,
  _today: IsoDate,
  _filter: HistoryFilter,
  _page: { limit: number; offset: number },
): Promise<{ rows: ContributionRow[]; more: boolean }> {
  throw new Error('not built');
}
export function historyChoices(_executor: Executor, _personId: string): Promise<HistoryChoices> {
  throw new Error('not built');
}
export type Attention = {
  readonly kind: 'overdue' | 'missing_month';
  readonly month: Month;
  readonly employerName: string | undefined;
  readonly dueOn: IsoDate;
};
export function attentionFor(_executor: Executor, _personId: string, _today: IsoDate): Promise<Attention[]> {
  throw new Error('not built');
}
/** The JHT savings of a person over all cards: posted, and reported or paid but not posted yet. */
export type Savings = {
  readonly balance: Rupiah;
  readonly pending: Rupiah;
  readonly contributionsThisYear: Rupiah;
  readonly asOf: IsoDate;
};
export function savingsOf(_executor: Executor, _personId: string, _today: IsoDate): Promise<Savings> {
  throw new Error('not built');
}
export type SavingsMovement = {
  readonly movementId: string;
  readonly postedOn: IsoDate;
  readonly kind: 'contribution' | 'return' | 'payment' | 'correction';
  readonly month: Month | undefined;
  readonly employerName: string | undefined;
  readonly amount: Rupiah;
  readonly balanceAfter: Rupiah;
};
/** Newest first with the running balance. */
export function savingsMovements(
  _executor: Executor,
  _personId: string,
  _page: { limit: number; offset: number },
): Promise<{ rows: SavingsMovement[]; more: boolean }> {
  throw new Error('not built');
}
/** Balance at the end of each year, oldest first; the running year ends today. */
export function yearlyBalances(
  _executor: Executor,
  _personId: string,
  _today: IsoDate,
): Promise<{ year: number; balance: Rupiah }[]> {
  throw new Error('not built');
}
/** JHT contributions by month for the chart, oldest first, gaps with amount 0 and state missing. */
export function monthlyTotals(
  _executor: Executor,
  _personId: string,
  _today: IsoDate,
  _months: number,
): Promise<{ month: Month; amount: Rupiah; state: ContributionState }[]> {
  throw new Error('not built');
}
export { importContributions } from './import.ts';
export { type ContributionDifference, verifyContributions } from './verify.ts';
