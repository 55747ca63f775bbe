import type { Clock, Rupiah } from '#kernel';
import type { Database, KeyRing } from '#platform';

/** The account that a refund goes to. */
export type RefundDestination = {
  readonly bank: string;
  readonly number: string;
  readonly holder: string;
};

export type RefundStep =
  | 'checked'
  | 'approved'
  | 'refused'
  | 'withdrawn'
  | 'sent'
  | 'returning'
  | 'not_returned'
  | 'returned';

/** Money that was paid too much and is asked back. */
export type Refund = {
  readonly refundId: string;
  readonly payerId: string;
  /** Whole rupiah; held from the asking on, so that no bill uses it meanwhile. */
  readonly amount: Rupiah;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly destination: RefundDestination;
  /** The officer who looked at it first. */
  readonly checkedBy: string | null;
  /** The officer who said first that the bank returned it, while that stands. */
  readonly returningBy: string | null;
  /** `sent` again when it was a mistake that the bank returned it. */
  readonly state: 'asked' | Exclude<RefundStep, 'not_returned'>;
};

export type RefundServices = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly clock: Clock;
};
