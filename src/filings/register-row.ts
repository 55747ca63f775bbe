import { isIsoDate } from '#kernel';
import type { ColumnPlaces } from './columns.ts';
import type { TableRow } from './read-table.ts';
import type { FilingReason } from './reasons.ts';
import type { RefusedRow } from './types.ts';
import { isFormula, shown } from './wage-row.ts';

type Refusal = Omit<RefusedRow, 'row'>;
export type Read<Row> = { readonly row: Row } | { readonly refusal: Refusal };

/** A worker who begins, in the words of the register. */
export type WorkerRow = {
  readonly nationalNumber: string;
  readonly fullName: string;
  readonly birthDate: string;
  readonly birthPlace: string;
  readonly sex: string;
  readonly motherName: string;
  readonly address: string;
  readonly email: string;
  readonly phone: string;
  readonly startedOn: string;
};

export type ExitRow = { readonly memberNumber: string; readonly endedOn: string; readonly reason: string };

/** Why somebody left, as the exit file names it; which decides benefits that the member asks for later. */
const exitReasons: Readonly<Record<string, string>> = {
  MENGUNDURKAN_DIRI: 'resigned',
  RESIGN: 'resigned',
  MENINGGAL: 'died',
  MENINGGAL_DUNIA: 'died',
  KONTRAK_BERAKHIR: 'contract_ended',
  HABIS_KONTRAK: 'contract_ended',
  PHK: 'dismissed',
  PENSIUN: 'pension',
};

type Cells = {
  readonly cell: (column: string) => string;
  readonly wrong: (column: string, reason: FilingReason) => { readonly refusal: Refusal };
};

/** The cells of a row by our names; a row without its columns or with a formula is refused. */
function cellsOf(
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

export function readWorkerRow(line: TableRow, places: ColumnPlaces): Read<WorkerRow> {
  const read = cellsOf(line, places);
  if ('refusal' in read) return read;
  const { cell, wrong } = read;
  for (const column of ['full_name', 'national_number', 'birth_date', 'mother_name', 'started_on'])
    if (cell(column) === '') return wrong(column, 'value_missing');
  if (cell('identity_kind').toUpperCase() !== 'KTP') return wrong('identity_kind', 'identity_kind_not_taken');
  const birthDate = readDay(cell('birth_date'));
  if (!birthDate) return wrong('birth_date', 'date_wrong');
  const startedOn = readDay(cell('started_on'));
  if (!startedOn) return wrong('started_on', 'date_wrong');
  return {
    row: {
      nationalNumber: cell('national_number'),
      fullName: cell('full_name'),
      birthDate,
      birthPlace: cell('birth_place'),
      sex: cell('sex').toUpperCase(),
      motherName: cell('mother_name'),
      address: cell('address'),
      email: cell('email'),
      phone: readPhone(cell('phone')),
      startedOn,
    },
  };
}

export function readExitRow(line: TableRow, places: ColumnPlaces, today: string): Read<ExitRow> {
  const read = cellsOf(line, places);
  if ('refusal' in read) return read;
  const { cell, wrong } = read;
  const memberNumber = cell('member_number');
  if (memberNumber === '') return wrong('member_number', 'member_number_missing');
  if (!/^\d{10,11}$/.test(memberNumber)) return wrong('member_number', 'member_number_wrong');
  const endedOn = readDay(cell('ended_on'));
  if (!endedOn) return wrong('ended_on', 'date_wrong');
  if (endedOn > today) return wrong('ended_on', 'date_in_future');
  const reason =
    exitReasons[
      cell('exit_reason')
        .toUpperCase()
        .replaceAll(/[^A-Z]+/g, '_')
    ];
  return reason ? { row: { memberNumber, endedOn, reason } } : wrong('exit_reason', 'exit_reason_unknown');
}

/** `31-10-2026` as the workbook has it, `31/10/2026`, or `2026-10-31`; undefined when it is no day of the calendar. */
function readDay(text: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/.exec(text) ?? [];
  const iso = year ? `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}` : text;
  return isIsoDate(iso) ? iso : undefined;
}

/** `0812…` and `62812…` as people write a phone number, with its country code. */
function readPhone(text: string): string {
  const digits = text.replaceAll(/[\s().-]/g, '');
  return digits.replace(/^0(?=8)/, '+62').replace(/^62(?=8)/, '+62');
}
