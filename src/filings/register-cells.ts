import { isIsoDate } from '#kernel';
import { isFormula, shown } from './cell-text.ts';
import type { ColumnPlaces } from './columns.ts';
import type { TableRow } from './read-table.ts';
import type { FilingReason } from './reasons.ts';
import type { RefusedRow } from './types.ts';

type Refusal = Omit<RefusedRow, 'row'>;
export type Read<Row> = { readonly row: Row } | { readonly refusal: Refusal };

export type Cells = {
  readonly cell: (column: string) => string;
  readonly wrong: (column: string, reason: FilingReason) => { readonly refusal: Refusal };
};

/** The cells of a row by our names; a row without its columns or with a formula is refused. */
export function cellsOf(
  { cells }: TableRow,
  { width, places }: ColumnPlaces,
): Cells | { readonly refusal: Refusal } {
  if (!cells || cells.length < width || cells.slice(width).some((cell) => cell !== ''))
    return { refusal: { column: '', value: '', reason: 'column_count_wrong' } };
  const cell = (column: string) => cells[places[column] ?? -1] ?? '';
  const wrong = (column: string, reason: FilingReason) => ({
    refusal: { column, value: sealed.has(column) ? '' : shown(cell(column)), reason },
  });
  // A phone number begins with a plus sign by right.
  const formula = Object.keys(places).find((column) => column !== 'phone' && isFormula(cell(column)));
  return formula ? wrong(formula, 'formula_cell') : { cell, wrong };
}

/** Columns whose values are never shown again. */
const sealed = new Set(['national_number', 'mother_name', 'email', 'phone']);

/** `31-10-2026` as the workbook has it, `31/10/2026`, or `2026-10-31`; undefined when it is no day of the calendar. */
export function readDay(text: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/.exec(text) ?? [];
  const iso = year ? `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}` : text;
  return isIsoDate(iso) ? iso : undefined;
}
