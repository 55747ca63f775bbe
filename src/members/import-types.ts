import type { KeyRing } from '#platform';

export type ImportProgress = (step: 'reading' | 'checking' | 'writing', rows: number) => void;

export type ImportReport = {
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Rows that stand in the database already with the same values. */
  readonly rowsUnchanged: number;
  readonly rowsRefused: number;
  /** Rows that were taken although something about them is odd: a NIK that does not tell the birth date or sex. */
  readonly warnings?: number;
};

/** One refused row: its line in the file (the header is line 1), the column, what stood there (never a NIK), and a named reason. */
export type RowRefusal = {
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
};

export type ImportOptions = {
  readonly keys: KeyRing;
  readonly now: Date;
  readonly onProgress?: ImportProgress;
  readonly onRefusal: (refusal: RowRefusal) => Promise<void> | void;
};
