import { Readable } from 'node:stream';
import { csvField, type Executor, type KeyRing } from '#platform';
import { columnName, ownColumns } from './columns.ts';
import type { Filing } from './filing.ts';
import { type FormCells, type KeptRow, keptRowsOf } from './kept-rows.ts';
import type { FilingKind } from './types.ts';

/** What was filled in by form, as the file that it is handed in as; every row needs its last column. */
export function formFile(kind: FilingKind, rows: readonly FormCells[]): Readable {
  const columns = ownColumns(kind);
  const names = columns.map((column) => columnName(kind, column));
  const lines = [names, ...rows.map((cells) => columns.map((column) => cells[column] ?? ''))];
  return Readable.from([lines.map((cells) => `${cells.map(csvField).join(',')}\n`).join('')]);
}

const mostRows = 100;

/** The rows of a filing that came by form, with what was refused; none when the file is kept no longer. */
export async function formRowsOf(executor: Executor, keys: KeyRing, filing: Filing): Promise<KeptRow[]> {
  const rows: KeptRow[] = [];
  if (filing.source !== 'form') return rows;
  for await (const row of keptRowsOf(executor, keys, filing)) if (rows.push(row) === mostRows) break;
  return rows;
}
