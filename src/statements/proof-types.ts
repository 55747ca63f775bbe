import type { AccountServices } from '#accounts';

export type StatementServices = Pick<AccountServices, 'database' | 'keys' | 'config' | 'clock'>;

/** The member who asks, and from where. */
export type StatementAsker = {
  readonly accountId: string;
  readonly personId: string;
  readonly address: string;
  readonly userAgent: string;
};

/** A code that is good, as its member sees it. */
export type Proof = {
  readonly proofId: string;
  readonly year: number;
  readonly showsAmounts: boolean;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly looks: number;
  readonly lastLookAt: Date | undefined;
};
