import type { Clock, Month } from '#kernel';
import type { Config, Database, KeyRing, Logger } from '#platform';

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

/** Why a row is refused; each has its words in locales/ under `filing.reason.<name>`, with what to do. */
export const filingReasons = [
  'column_count_wrong',
  'formula_cell',
  'member_number_missing',
  'member_number_wrong',
  'member_number_unknown',
  'member_number_of_other_employer',
  'month_outside_employment',
  'duplicate_in_file',
  'wage_missing',
  'wage_not_whole_rupiah',
  'wage_zero',
  'wage_too_large',
  'back_pay_apart',
  'month_wrong',
  'month_differs',
  'reported_otherwise',
  'paid_by_package',
  'rate_not_known',
  'band_not_known',
  'employer_unknown',
  'value_missing',
  'value_too_long',
  'control_character',
  'date_wrong',
  'date_in_future',
  'identity_kind_not_taken',
  'national_number_wrong',
  'sex_wrong',
  'email_wrong',
  'phone_wrong',
  'started_before_birth',
  'row_repeated',
  'person_described_differently',
  'already_employed',
  'exit_reason_unknown',
  'already_ended',
  'ended_before_start',
] as const;
export type FilingReason = (typeof filingReasons)[number];

/** Why a file as a whole is not read; words under `filing.fault.<name>`. */
export const filingFaults = [
  'empty',
  'not_text',
  'cut_short',
  'never_closed',
  'legacy_workbook',
  'columns_missing',
  'column_twice',
  'too_many_columns',
  'too_many_rows',
] as const;
export type FilingFault = (typeof filingFaults)[number];

/** A file that cannot be read at all. Nothing of it counts, and nothing of what counts already changes. */
export class FileFault extends Error {
  override name = 'FileFault';
  readonly fault: FilingFault;
  readonly line: number;
  /** What the sentence names, such as the columns that are missing. */
  readonly detail: string;

  constructor(fault: FilingFault, line = 1, detail = '') {
    super(`${fault} on line ${line}`);
    this.fault = fault;
    this.line = line;
    this.detail = detail;
  }
}
