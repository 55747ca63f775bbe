import { type Month, parseMonth } from '#kernel';
import { isFormula, shown } from './cell-text.ts';
import type { ColumnPlaces } from './columns.ts';
import type { TableRow } from './read-table.ts';
import type { FilingReason } from './reasons.ts';
import { readWage } from './read-wage.ts';
import type { RefusedRow } from './types.ts';

export type WageRow = { readonly memberNumber: string; readonly wage: string };
type Refusal = Omit<RefusedRow, 'row'>;

/** One row of wages, checked by itself: what it says, or the first thing that is wrong with it. Only a correction takes a month back. */
export function readWageRow(
  { cells }: TableRow,
  { width, places }: ColumnPlaces,
  month: Month,
  corrects: boolean,
): { readonly row: WageRow } | { readonly refusal: Refusal } {
  if (!cells || cells.length < width || cells.slice(width).some((cell) => cell !== ''))
    return { refusal: { column: '', value: '', reason: 'column_count_wrong' } };
  const cell = (column: string) => cells[places[column] ?? -1] ?? '';
  const wrong = (column: string, reason: FilingReason) => ({
    refusal: { column, value: shown(cell(column)), reason },
  });
  for (const column of ['member_number', 'wage', 'month', 'back_pay'])
    if (isFormula(cell(column))) return wrong(column, 'formula_cell');
  const memberNumber = cell('member_number');
  if (memberNumber === '') return wrong('member_number', 'member_number_missing');
  if (!/^\d{10,11}$/.test(memberNumber)) return wrong('member_number', 'member_number_wrong');
  const monthFault = refusedMonth(cell('month'), month);
  if (monthFault) return wrong('month', monthFault);
  if (!/^0*(?:[.,]00)?$/.test(cell('back_pay'))) return wrong('back_pay', 'back_pay_apart');
  const wage = readWage(cell('wage'), corrects);
  return 'reason' in wage ? wrong('wage', wage.reason) : { row: { memberNumber, wage: wage.digits } };
}

function refusedMonth(text: string, month: Month): FilingReason | undefined {
  if (text === '') return undefined;
  const told = readMonth(text);
  if (!told) return 'month_wrong';
  return told === month ? undefined : 'month_differs';
}

/** `2026-10`, `10-2026`, `10/2026`, `102026` or `202610`, as people write BLTH. */
function readMonth(text: string): Month | undefined {
  const [, yearFirst, monthLast] = /^(20\d{2})[-/]?(\d{2})$/.exec(text) ?? [];
  if (yearFirst) return parseMonth(`${yearFirst}-${monthLast}`);
  const [, monthFirst, yearLast] = /^(\d{2})[-/]?(20\d{2})$/.exec(text) ?? [];
  return yearLast ? parseMonth(`${yearLast}-${monthFirst}`) : undefined;
}
