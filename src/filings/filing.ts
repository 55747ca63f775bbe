import type { Month } from '#kernel';
import type { FilingFormat, FilingKind, FilingState, OwnColumns } from './types.ts';

/** One file or form that an employer handed in, as far as it has come; what is null has not happened. */
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
  /** By which two looks are compared; null before anybody looked. */
  readonly preview: string | null;
  /** It was approved, and not taken, because what it comes to had changed. */
  readonly changedAt: Date | null;
  /** The names that the employer had given our columns when the file came. */
  readonly ownColumns: OwnColumns | null;
  /** Columns of the file that nobody knows. */
  readonly unknownColumns: readonly string[] | null;
  /** While it is read. */
  readonly progressRows: number | null;
};
