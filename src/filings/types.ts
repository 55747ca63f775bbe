import type { Clock } from '#kernel';
import type { Config, Database, KeyRing, Logger } from '#platform';
import type { FilingReason } from './reasons.ts';

export type FilingServices = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly config: Config;
  readonly clock: Clock;
};
export type ProcessServices = FilingServices & { readonly log: Logger };

/** What a file tells: the wages of a month, workers who begin, workers who leave. */
export const filingKinds = ['wages', 'workers', 'exits'] as const;
export type FilingKind = (typeof filingKinds)[number];
export type FilingFormat = 'csv' | 'xlsx';

/** received → unreadable | checked → approved → counted; or withdrawn before it counts. */
export type FilingState = 'received' | 'unreadable' | 'checked' | 'approved' | 'counted' | 'withdrawn';

/** A clerk at work for one employer. */
export type Clerk = {
  readonly clerkId: string;
  readonly accountId: string;
  readonly employerId: string;
  readonly mayFile: boolean;
  readonly mayApprove: boolean;
};

/** What an employer calls our columns: our name to the own one. */
export type OwnColumns = Readonly<Record<string, string>>;

/** A row that does not count: its line (the header is 1), the column by our name, what stood there, and a named reason. */
export type RefusedRow = {
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly reason: FilingReason;
};
