import type { ColumnPlaces } from './columns.ts';
import type { TableRow } from './read-table.ts';
import { cellsOf, type Read, readDay } from './register-cells.ts';

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

/** One row of the exit sheet, with a day that has come and a reason out of the list. */
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
