import { dayIn } from '#kernel';
import { refusalOfMember } from '#members';
import { ownColumns } from './columns.ts';
import { readExitRow } from './exit-row.ts';
import type { FormCells } from './kept-rows.ts';
import { memberRow, refusalOf } from './member-cells.ts';
import type { FilingReason } from './reasons.ts';
import type { FilingKind, RefusedRow } from './types.ts';
import { readWorkerRow } from './worker-row.ts';

export type TypedFaults = ReadonlyMap<string, FilingReason>;

/**
 * What is wrong with one row of a form before it is sent, for each column: by the rules that the job holds a file to. What
 * only the register knows is told once the job has looked.
 */
export function typedFaults(kind: 'workers' | 'exits', cells: FormCells, now: Date): TypedFaults {
  const today = dayIn(now);
  return kind === 'exits'
    ? allFaults(cells, { member_number: '0000000000', ended_on: today, exit_reason: 'PHK' }, (typed) => {
        const read = readExitRow(lineOf(kind, typed), placesOf(kind), today);
        return 'refusal' in read ? read.refusal : undefined;
      })
    : allFaults(cells, { ...goodWorker, started_on: today }, (typed) => {
        const read = readWorkerRow(lineOf(kind, typed), placesOf(kind));
        if ('refusal' in read) return read.refusal;
        const wrong = refusalOfMember(memberRow(read.row, '0000000000', 'A'), now);
        return wrong && refusalOf(wrong);
      });
}

/** Nothing that any rule refuses. */
const goodWorker = {
  full_name: 'A',
  national_number: '0000000000000000',
  birth_date: '1900-01-01',
  sex: 'L',
  mother_name: 'A',
  identity_kind: 'KTP',
};

/** The first fault hides the next: a good value takes its place, and the row is read again. */
function allFaults(
  cells: FormCells,
  good: FormCells,
  read: (cells: FormCells) => Omit<RefusedRow, 'row'> | undefined,
): TypedFaults {
  const faults = new Map<string, FilingReason>();
  for (let typed = cells; ;) {
    const wrong = read(typed);
    if (!wrong || faults.has(wrong.column)) return faults;
    faults.set(wrong.column, wrong.reason);
    typed = { ...typed, [wrong.column]: good[wrong.column] ?? '' };
  }
}

const lineOf = (kind: FilingKind, cells: FormCells) => ({
  line: 2,
  cells: ownColumns(kind).map((column) => (cells[column] ?? '').trim().normalize('NFC')),
});

function placesOf(kind: FilingKind) {
  const header = ownColumns(kind);
  return {
    width: header.length,
    header,
    places: Object.fromEntries(header.map((column, place) => [column, place])),
  };
}
