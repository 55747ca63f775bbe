import { type Month, parseMonth } from '#kernel';
import { isFormula, shown } from './cell-text.ts';
import type { ColumnPlaces } from './columns.ts';
import type { TableRow } from './read-table.ts';
import type { FilingReason } from './reasons.ts';
import type { RefusedRow } from './types.ts';

export type WageRow = { readonly memberNumber: string; readonly wage: string };
type Refusal = Omit<RefusedRow, 'row'>;

/** The largest wage that is believed, as in files of contributions: 10^12 rupiah. */
const largestWage = 1_000_000_000_000;

/** One row of wages, checked by itself: what it says, or the first thing that is wrong with it. */
export function readWageRow(
  { cells }: TableRow,
  { width, places }: ColumnPlaces,
  month: Month,
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
  if (!/^0*$/.test(cell('back_pay'))) return wrong('back_pay', 'back_pay_apart');
  const wage = cell('wage');
  const wageFault = refusedWage(wage);
  return wageFault ? wrong('wage', wageFault) : { row: { memberNumber, wage } };
}

function refusedWage(text: string): FilingReason | undefined {
  if (text === '') return 'wage_missing';
  if (!/^\d+$/.test(text)) return 'wage_not_whole_rupiah';
  if (/^0+$/.test(text)) return 'wage_zero';
  return text.length > 13 || Number(text) > largestWage ? 'wage_too_large' : undefined;
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
