import type { IsoDate, Month, Rate, Rupiah } from '#kernel';
import type { Clock } from '#kernel';
import type { Database } from '#platform';

export type BillingServices = { readonly database: Database; readonly clock: Clock };

/** What a bill asks for and what came in, each in whole rupiah. */
export type Bill = {
  readonly billId: string;
  readonly payerId: string;
  readonly month: Month;
  /** What the payer names at the bank: twelve digits, the last two check the others. */
  readonly billingCode: string;
  readonly dueOn: IsoDate;
  readonly issuedOn: IsoDate;
  readonly workers: number;
  readonly jht: Rupiah;
  readonly jp: Rupiah;
  readonly jkk: Rupiah;
  readonly jkm: Rupiah;
  /** Of months that were paid late. */
  readonly penalty: Rupiah;
  readonly amount: Rupiah;
  readonly paid: Rupiah;
  readonly outstanding: Rupiah;
  /** The penalty that paying the rest today would bring onto the next bill. */
  readonly penaltyIfPaidToday: Rupiah;
  readonly penaltyRate: Rate;
  /** The due day is taken from another segment, because no source for this one was found. */
  readonly dueDayAssumed: boolean;
  /** A holiday that was filled in for the demonstration moves it. */
  readonly dueDayExample: boolean;
  readonly state: BillState;
};

export type BillState = 'open' | 'partly_paid' | 'overdue' | 'paid';

/** One payment that a bank tells of; `bank` and `bankReference` together are its identity. */
export type BankPayment = {
  readonly bank: string;
  readonly bankReference: string;
  readonly billingCode: string;
  readonly amount: Rupiah;
  readonly paidOn: IsoDate;
};
