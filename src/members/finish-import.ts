import type { Transaction } from '#platform';
import type { ImportOptions, ImportReport } from './import-types.ts';
import { type StagingTable, refusedRows } from './queries-import.ts';
import type { Staged } from './stage-csv.ts';

const batch = 5_000;

/** Tells the refusals that the set-based checks found, in the order of the file, and counts. */
export async function finishImport(
  tx: Transaction,
  table: StagingTable,
  staged: Staged,
  rowsWritten: number,
  options: ImportOptions,
): Promise<ImportReport> {
  let rowsRefused = staged.rowsRefused;
  let after = 0;
  for (;;) {
    const rows = await refusedRows(tx, table, after, batch);
    for (const row of rows) await options.onRefusal(row);
    rowsRefused += rows.length;
    after = rows.at(-1)?.row ?? after;
    if (rows.length < batch) break;
  }
  return {
    rowsRead: staged.rowsRead,
    rowsWritten,
    rowsUnchanged: staged.rowsRead - rowsRefused - rowsWritten,
    rowsRefused,
  };
}
