import type { ColumnPlaces } from './columns.ts';
import type { TableRow } from './read-table.ts';
import { cellsOf, type Read, readDay } from './register-cells.ts';

export type ExitRow = { readonly memberNumber: string; readonly endedOn: string; readonly reason: Leaving };

/** Why somebody left, by the word that the exit file has for it; which decides benefits that the member asks for later. */
export const leavingWords = {
  resigned: 'MENGUNDURKAN DIRI',
  contract_ended: 'KONTRAK BERAKHIR',
  dismissed: 'PHK',
  pension: 'PENSIUN',
  died: 'MENINGGAL',
} as const;
export type Leaving = keyof typeof leavingWords;

const plain = (words: string) => words.toUpperCase().replaceAll(/[^A-Z]+/g, '_');

const leavings: ReadonlyMap<string, Leaving> = new Map([
  ...(Object.keys(leavingWords) as Leaving[]).map((reason) => [plain(leavingWords[reason]), reason] as const),
  ['RESIGN', 'resigned'],
  ['MENINGGAL_DUNIA', 'died'],
  ['HABIS_KONTRAK', 'contract_ended'],
]);

/** What the exit file means by its word. */
export const leavingOf = (words: string): Leaving | undefined => leavings.get(plain(words));

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
  const reason = leavingOf(cell('exit_reason'));
  return reason ? { row: { memberNumber, endedOn, reason } } : wrong('exit_reason', 'exit_reason_unknown');
}
