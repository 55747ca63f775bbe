import type { Clock, Month } from '#kernel';
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

export type Filing = {
  readonly filingId: string;
  readonly employerId: string;
  readonly npp: string;
  readonly kind: FilingKind;
  readonly month: Month | null;
  readonly correctionReason: string | null;
  readonly source: 'file' | 'form';
  readonly format: FilingFormat;
  readonly fileId: string;
  readonly fileName: string;
  readonly fileSize: number;
  readonly state: FilingState;
  readonly receivedBy: string;
  readonly receivedAt: Date;
  readonly checkedAt: Date | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly countedAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly fault: string | null;
  readonly faultLine: number | null;
  readonly faultDetail: string | null;
  readonly rowsRead: number | null;
  readonly rowsGood: number | null;
  readonly rowsKnown: number | null;
  readonly rowsRefused: number | null;
  readonly wageTotal: bigint | null;
  readonly jhtTotal: bigint | null;
  readonly jpTotal: bigint | null;
  readonly jkkTotal: bigint | null;
  readonly jkmTotal: bigint | null;
  /** While it is read. */
  readonly progressRows: number | null;
};

/** A row that does not count: its line (the header is 1), the column by our name, what stood there, and a named reason. */
export type RefusedRow = {
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly reason: FilingReason;
};
