import type { ColumnPlaces } from './columns.ts';
import type { TableRow } from './read-table.ts';
import { cellsOf, type Read, readDay } from './register-cells.ts';

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

/** One row of the new-worker sheet; what the register itself asks of a person is left to it. */
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

/** `0812…` and `62812…` as people write a phone number, with its country code. */
function readPhone(text: string): string {
  const digits = text.replaceAll(/[\s().-]/g, '');
  return digits.replace(/^0(?=8)/, '+62').replace(/^62(?=8)/, '+62');
}
