import { FileFault } from './file-fault.ts';
import type { TableRow } from './read-table.ts';
import { dateStyles, readSharedTexts, sheetsOf, usesDatesFrom1904 } from './workbook-facts.ts';
import { cellText, columnOf } from './sheet-cell.ts';
import { openWorkbook, type Workbook } from './workbook-parts.ts';

const lastColumn = 16_384;
/** No header of ours is so wide: what stands further right in a row shows only that something does. */
const widestRow = 128;
const lastRow = 1_048_576;
/** More than a spreadsheet lets anybody put into a cell. */
const longestCell = 40_000;

/**
 * The rows of the sheet whose header fits, or of the first sheet, as batches while the sheet is unpacked. The archive itself
 * is held, which is small; what it unpacks to is not. A cell with a formula reads as the formula, whatever it last came to.
 */
export async function* readSheetTable(
  bytes: AsyncIterable<Buffer>,
  fits: (header: readonly string[]) => boolean,
  mostUnpacked?: number,
): AsyncGenerator<readonly TableRow[], void> {
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  const workbook = await openWorkbook(Buffer.concat(pieces.splice(0)), mostUnpacked);
  const facts = {
    texts: await readSharedTexts(workbook),
    dates: await dateStyles(workbook),
    from1904: await usesDatesFrom1904(workbook),
  };
  const sheets = await sheetsOf(workbook);
  const [first] = sheets;
  let chosen = first;
  for (const sheet of sheets.length > 1 ? sheets : []) {
    const header = await headerOf(workbook, sheet, facts);
    if (!fits(header)) continue;
    chosen = sheet;
    break;
  }
  if (!chosen) throw new FileFault('empty');
  let width: number | undefined;
  for await (const rows of rowsOf(workbook, chosen, facts)) {
    width ??= rows[0]?.cells?.length;
    yield rows.map((row) => padded(row, width ?? 0));
  }
  if (width === undefined) throw new FileFault('empty');
}

/** In a sheet empty cells at the end of a row are simply not there. */
function padded(row: TableRow, width: number): TableRow {
  const { line, cells = [] } = row;
  const missing = width - cells.length;
  return missing > 0 ? { line, cells: [...cells, ...Array.from({ length: missing }, () => '')] } : row;
}

type Facts = Parameters<typeof cellText>[1];

async function headerOf(workbook: Workbook, sheet: string, facts: Facts): Promise<readonly string[]> {
  for await (const [row] of rowsOf(workbook, sheet, facts)) if (row) return row.cells ?? [];
  return [];
}

async function* rowsOf(
  workbook: Workbook,
  sheet: string,
  facts: Facts,
): AsyncGenerator<readonly TableRow[], void> {
  const rows: TableRow[] = [];
  const reader = rowReader(facts, (row) => rows.push(row));
  for await (const _ of workbook.read(sheet, reader)) yield rows.splice(0);
}

type OpenCell = { column: number; type: string; style: number; value: string; formula: string | undefined };

/** Gathers cells into rows. A row without a value is passed over. */
function rowReader(facts: Facts, take: (row: TableRow) => void) {
  let line = 0;
  let cells: string[] = [];
  let cell: OpenCell | undefined;
  let next = 0;
  let isHeader = true;
  let inside: 'value' | 'formula' | undefined;
  return {
    open: (name: string, attributes: Readonly<Record<string, string>>) => {
      if (name === 'row') {
        line = Math.max(line + 1, Number(attributes['r'] ?? 0) || 0);
        if (line > lastRow) throw new FileFault('not_a_workbook');
        cells = [];
        next = 0;
      } else if (name === 'c') {
        const asked = columnOf(attributes['r']) ?? next;
        if (asked >= lastColumn) throw new FileFault('not_a_workbook');
        next = asked + 1;
        const column = isHeader ? asked : Math.min(asked, widestRow);
        const style = Number(attributes['s'] ?? 0);
        cell = { column, type: attributes['t'] ?? 'n', style, value: '', formula: undefined };
      } else if (name === 'f' && cell) {
        cell.formula = '';
        inside = 'formula';
      } else if ((name === 'v' || name === 't') && cell) inside = 'value';
    },
    text: (text: string) => {
      if (!cell || !inside) return;
      if (inside === 'value') cell.value += text;
      else cell.formula += text;
      if (cell.value.length + (cell.formula?.length ?? 0) > longestCell)
        throw new FileFault('not_a_workbook');
    },
    close: (name: string) => {
      if (name === 'v' || name === 't' || name === 'f') inside = undefined;
      else if (name === 'c' && cell) {
        const text = cell.formula === undefined ? cellText(cell, facts) : `=${cell.formula}`;
        if (text !== '') {
          while (cells.length < cell.column) cells.push('');
          cells[cell.column] = text;
        }
        cell = undefined;
      } else if (name === 'row' && cells.length > 0) {
        isHeader = false;
        take({ line, cells });
      }
    },
  };
}
