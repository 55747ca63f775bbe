import { Readable } from 'node:stream';
import { csvField, type Executor, type KeyRing } from '#platform';
import { columnName, ownColumns } from './columns.ts';
import { FileFault } from './file-fault.ts';
import type { Filing } from './filing.ts';
import { openFile } from './open-file.ts';
import * as queries from './queries.ts';
import { readTable } from './read-table.ts';
import type { FilingKind, RefusedRow } from './types.ts';

/** The cells of a row by our names of the columns. */
export type FormCells = Readonly<Record<string, string>>;

/** What was filled in by form, as the file that it is handed in as; every row needs its last column. */
export function formFile(kind: FilingKind, rows: readonly FormCells[]): Readable {
  const columns = ownColumns(kind);
  const names = columns.map((column) => columnName(kind, column));
  const lines = [names, ...rows.map((cells) => columns.map((column) => cells[column] ?? ''))];
  return Readable.from([lines.map((cells) => `${cells.map(csvField).join(',')}\n`).join('')]);
}

export type FormRow = { readonly cells: FormCells; readonly refused: RefusedRow | undefined };

const mostRows = 100;

/** The rows of a filing that came by form, with what was refused; none when the file is kept no longer. */
export async function formRowsOf(
  executor: Executor,
  keys: KeyRing,
  { filingId, fileId, kind, format, source }: Filing,
): Promise<FormRow[]> {
  if (source !== 'form') return [];
  const refusals = await queries.refusedRows(executor, filingId, { after: 0, limit: mostRows });
  const columns = ownColumns(kind);
  const rows: FormRow[] = [];
  try {
    for await (const lines of readTable(format, openFile(executor, keys, { fileId }), kind, {}))
      for (const { line, cells } of lines)
        if (line > 1 && rows.length < mostRows)
          rows.push({
            cells: Object.fromEntries(columns.map((column, place) => [column, cells?.[place] ?? ''])),
            refused: refusals.find(({ row }) => row === line),
          });
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
  }
  return rows;
}
