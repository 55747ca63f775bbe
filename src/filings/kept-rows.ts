import type { Executor, KeyRing } from '#platform';
import { type ColumnPlaces, ownColumns, placeColumns } from './columns.ts';
import { FileFault } from './file-fault.ts';
import type { Filing } from './filing.ts';
import { openFile } from './open-file.ts';
import { readTable } from './read-table.ts';
import { refusalsByLine } from './refusals-by-line.ts';
import type { RefusedRow } from './types.ts';

/** The cells of a row by our names of the columns. */
export type FormCells = Readonly<Record<string, string>>;
/** `number` counts the rows from one; `line` is the file's, whose header is line 1. */
export type KeptRow = {
  readonly number: number;
  readonly line: number;
  readonly cells: FormCells;
  readonly refused: RefusedRow | undefined;
};

/** For a page: a sheet of as many rows as a register file may have needs a fourth of it. */
const mostUnpacked = 40_000_000;

/**
 * The rows of a filing that was looked at, as they stand in its file, with what was refused. Who asks stops when enough were
 * read. It ends early when the file is kept no longer or its workbook unpacks to more than a page may read.
 */
export async function* keptRowsOf(
  executor: Executor,
  keys: KeyRing,
  { filingId, fileId, kind, format, ownColumns: own }: Filing,
): AsyncGenerator<KeptRow, void> {
  const columns = ownColumns(kind);
  const refusedIn = refusalsByLine(executor, filingId);
  const bytes = openFile(executor, keys, { fileId });
  let found: ColumnPlaces | undefined;
  let number = 0;
  try {
    for await (const lines of readTable(format, bytes, kind, own ?? {}, mostUnpacked))
      for (const { line, cells = [] } of lines) {
        if (!found) {
          found = placeColumns(kind, cells, own ?? {});
          continue;
        }
        const { places } = found;
        number += 1;
        yield {
          number,
          line,
          cells: Object.fromEntries(columns.map((column) => [column, cells[places[column] ?? -1] ?? ''])),
          refused: await refusedIn(line),
        };
      }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
  }
}
