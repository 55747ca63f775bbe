import { csvCell, type Executor, type KeyRing } from '#platform';
import { columnName, reasonColumn } from './columns.ts';
import { readTable } from './read-table.ts';
import { refusalsByLine } from './refusals-by-line.ts';
import { openFile } from './open-file.ts';
import { sheetOf } from './write-sheet.ts';
import type { Filing } from './filing.ts';
import type { RefusedRow } from './types.ts';

/** A refused row as it came, with what is wrong with it. */
export type BadRow = { readonly cells: readonly string[]; readonly refused: RefusedRow };

/**
 * The refused rows of a filing as they stood in its file, the header first (without a refusal), in batches: to be mended
 * and sent again. Nothing when the file is kept no longer.
 */
export async function* badRowsOf(
  executor: Executor,
  keys: KeyRing,
  { filingId, fileId, format, kind, ownColumns }: Filing,
): AsyncGenerator<{ readonly header: readonly string[] } | { readonly rows: readonly BadRow[] }> {
  let header: readonly string[] | undefined;
  const refusedIn = refusalsByLine(executor, filingId);
  for await (const rows of readTable(format, openFile(executor, keys, { fileId }), kind, ownColumns ?? {})) {
    const bad: BadRow[] = [];
    for (const { line, cells } of rows) {
      if (!header) {
        header = cells ?? [];
        yield { header };
        continue;
      }
      const refused = await refusedIn(line);
      if (refused) bad.push({ cells: cells ?? [], refused });
    }
    if (bad.length > 0) yield { rows: bad };
  }
}

/**
 * The same as a CSV file whose last column tells the reason; that column is passed over when the file comes back. Cells that
 * a spreadsheet would run are made harmless.
 */
export async function* badRowsCsv(
  executor: Executor,
  keys: KeyRing,
  filing: Filing,
  say: (refused: RefusedRow, column: string) => string,
): AsyncGenerator<string> {
  yield '\uFEFF';
  let width = 0;
  for await (const part of badRowsOf(executor, keys, filing)) {
    if ('header' in part) {
      const columns = part.header.filter((name) => name !== reasonColumn());
      width = columns.length;
      yield csvLine([...columns, reasonColumn()]);
      continue;
    }
    yield part.rows.map(({ cells, refused }) => csvLine(lineOf(cells, width, filing, refused, say))).join('');
  }
}

function lineOf(
  cells: readonly string[],
  width: number,
  { kind }: Filing,
  refused: RefusedRow,
  say: (refused: RefusedRow, column: string) => string,
): string[] {
  const own = Array.from({ length: width }, (_, place) => cells[place] ?? '');
  return [...own, say(refused, columnName(kind, refused.column))];
}

/** The same as a workbook, for a filing that came as one. */
export async function badRowsSheet(
  executor: Executor,
  keys: KeyRing,
  filing: Filing,
  say: (refused: RefusedRow, column: string) => string,
): Promise<Buffer> {
  const rows: string[][] = [];
  let width = 0;
  for await (const part of badRowsOf(executor, keys, filing)) {
    if ('header' in part) {
      const columns = part.header.filter((name) => name !== reasonColumn());
      width = columns.length;
      rows.push([...columns, reasonColumn()]);
    } else rows.push(...part.rows.map(({ cells, refused }) => lineOf(cells, width, filing, refused, say)));
  }
  return sheetOf(rows);
}

const csvLine = (cells: readonly string[]) => `${cells.map(csvCell).join(',')}\r\n`;
