import type { IsoDate, Month, Rupiah } from '#kernel';
import type { Programme } from '#rates';

export type Share = {
  readonly programme: Programme;
  readonly employeeShare: Rupiah;
  readonly employerShare: Rupiah;
};

/** Reported → billed → paid → posted; a date that is missing has not happened. `missing`: no report though employed. */
export type ContributionState =
  | 'missing'
  | 'reported'
  | 'billed'
  | 'overdue'
  | 'paid'
  | 'posted'
  | 'taken_back';

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
  /** No source was found for the due day of this segment: it is taken from another. */
  readonly dueDayAssumed?: true;
  /** A holiday that was filled in for the demonstration moves it. */
  readonly dueDayExample?: true;
  readonly paidOn: IsoDate | undefined;
  readonly postedOn: IsoDate | undefined;
  /** The day of the newest correction of this month. */
  readonly correctedOn?: IsoDate | undefined;
  readonly paidLate: boolean;
  /** After the due day: until it was paid, or until today; undefined when it is not late. */
  readonly daysLate?: number | undefined;
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
  /** A card began before July 2015, where the record here begins. */
  readonly beganBeforeRecord: boolean;
};

/**
 * What a member should ask about: a month that is not reported or not paid by its due day, paid after it, a wage that fell,
 * one under the minimum wage, or one that stands at exactly the minimum although it was higher before.
 */
export const attentionKinds = [
  'missing_month',
  'overdue',
  'paid_late',
  'wage_below',
  'wage_minimum',
  'wage_fell',
] as const;
export type AttentionKind = (typeof attentionKinds)[number];

export type Attention = {
  readonly kind: AttentionKind;
  readonly membershipId: string;
  readonly month: Month;
  readonly employerName: string | undefined;
  readonly dueOn: IsoDate;
  /** After the due day: until it was paid, or until today. */
  readonly daysLate?: number | undefined;
  /** Of a wage that fell: as reported, and the lowest of the months before; of one under the minimum, the minimum wage. */
  readonly wage?: Rupiah | undefined;
  readonly wageBefore?: Rupiah | undefined;
  /** The minimum wage that the month is compared with was filled in for the demonstration. */
  readonly minimumExample?: true;
};

/** The JHT savings of a person over all cards: posted, and reported or paid but not posted yet. */
export type Savings = {
  readonly balance: Rupiah;
  /** What a balance below zero lacks; zero for nearly everybody. */
  readonly shortfall: Rupiah;
  readonly pending: Rupiah;
  readonly contributionsThisYear: Rupiah;
  /** In the balance: all returns since the beginning. */
  readonly returns: Rupiah;
  readonly asOf: IsoDate;
};

export type SavingsMovement = {
  readonly movementId: string;
  readonly postedOn: IsoDate;
  readonly kind: 'contribution' | 'return' | 'payment' | 'correction';
  readonly month: Month | undefined;
  readonly employerName: string | undefined;
  readonly amount: Rupiah;
  readonly balanceAfter: Rupiah;
};

/** One month of one programme over all cards, for those who ask whether a person is covered. */
export type ProgrammeMonth = {
  readonly month: Month;
  readonly programmes: readonly Programme[];
  readonly paid: boolean;
};
