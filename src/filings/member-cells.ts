import { type MemberRow, memberColumns, type RowRefusal } from '#members';
import type { FilingReason } from './reasons.ts';
import type { RefusedRow } from './types.ts';
import type { WorkerRow } from './worker-row.ts';

/** A new worker as a row of that file; each value is one line, so that a refusal's line tells the row. */
export function memberRow(row: WorkerRow, memberNumber: string, npp: string): MemberRow {
  const cells: MemberRow = {
    nik: row.nationalNumber,
    full_name: row.fullName,
    birth_date: row.birthDate,
    birth_place: row.birthPlace,
    sex: row.sex,
    mother_name: row.motherName,
    address: row.address,
    province_code: '',
    email: row.email,
    phone: row.phone,
    kpj: memberNumber,
    npp,
    segment: 'PU',
    started_on: row.startedOn,
    ended_on: '',
  };
  const oneLine = memberColumns.map((column) => [column, cells[column].replaceAll(/\s+/g, ' ')] as const);
  return { ...cells, ...Object.fromEntries(oneLine) };
}

const ourNames: Readonly<Record<string, string>> = { nik: 'national_number' };

/** What the register refuses, by our names of the columns. */
export function refusalOf({
  column,
  value,
  reason,
}: Pick<RowRefusal, 'column' | 'value' | 'reason'>): Omit<RefusedRow, 'row'> {
  return { column: ourNames[column] ?? column, value, reason: reason as FilingReason };
}
