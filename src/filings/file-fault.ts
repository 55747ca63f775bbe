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
  'not_a_workbook',
  'workbook_too_large',
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
