import type { Transaction } from '#platform';
import type { ImportOptions, ImportReport, RowRefusal } from './import-types.ts';
import { type StagingTable, refusedRows } from './queries-import.ts';
import type { Staged } from './stage-csv.ts';

const batch = 5_000;

/**
 * Tells the refusals that the set-based checks found, in the order of the file, and counts them. They are read a few
 * thousand at a time with `refusedAfter(row, limit)`, so that a million of them need no memory.
 */
export async function tellRefusals(
  refusedAfter: (row: number, limit: number) => Promise<readonly RowRefusal[]>,
  { onRefusal }: ImportOptions,
): Promise<number> {
  let told = 0;
  let after = 0;
  for (;;) {
    const rows = await refusedAfter(after, batch);
    for (const row of rows) await onRefusal(row);
    told += rows.length;
    after = rows.at(-1)?.row ?? after;
    if (rows.length < batch) return told;
  }
}

/** Tells the refusals that the checks of a file of this room found, and makes its report. */
export async function finishImport(
  tx: Transaction,
  table: StagingTable,
  staged: Staged,
  rowsWritten: number,
  options: ImportOptions,
): Promise<ImportReport> {
  const found = await tellRefusals((after, limit) => refusedRows(tx, table, after, limit), options);
  const rowsRefused = staged.rowsRefused + found;
  return {
    rowsRead: staged.rowsRead,
    rowsWritten,
    rowsUnchanged: staged.rowsRead - rowsRefused - rowsWritten,
    rowsRefused,
  };
}
