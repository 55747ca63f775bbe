import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import {
  correctContributions,
  type Correction,
  type CorrectionReport,
  importContributions,
  prepareCorrections,
  requestCorrections,
} from '#contributions';
import { importEmployers, importMembers, type ImportReport, type RowRefusal } from '#members';
import { type Database, sql } from '#platform';
import { testKeys } from './keys.ts';

/** A small world for the money rooms: three employers, five people, six cards. */
export const now = new Date('2026-11-23T03:00:00Z');

/** Member numbers by name. */
export const cards = {
  siti: '00000000001',
  sitiBefore: '00000000002',
  budi: '00000000003',
  dewi: '00000000004',
  joko: '00000000005',
  maria: '00000000006',
} as const;

const employers = `npp,name,scale,sector,risk_class,labour_intensive,province_code,address,registered_on
1001,PT Besar,large,manufacturing,3,no,32,,2010-01-01
1002,CV Kecil,small,trade,1,no,32,,2012-01-01
1003,PT Garmen,medium,textile,2,yes,32,,2012-01-01
`;

const members = `nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on
3273010101900001,Siti Aminah,1990-01-01,,P,,,32,,,${cards.siti},1001,PU,2024-01-10,
3273010101900001,Siti Aminah,1990-01-01,,P,,,32,,,${cards.sitiBefore},1002,PU,2020-01-02,2023-12-31
3273010101850002,Budi Santoso,1985-01-01,,L,,,32,,,${cards.budi},1001,PU,2024-01-10,
3273010101800003,Dewi Lestari,1980-01-01,,P,,,32,,,${cards.dewi},,BPU,2024-06-01,
3273010101750004,Joko Susilo,1975-01-01,,L,,,32,,,${cards.joko},1003,PU,2019-01-01,
3273010101700005,Maria Kaban,1970-01-01,,P,,,32,,,${cards.maria},,PMI,2024-01-01,
`;

export const header = 'npp,kpj,month,wage,reported_on,billed_on,paid_on,posted_on';

const quiet = {
  keys: testKeys,
  now,
  onRefusal: (refusal: RowRefusal) => assert.fail(JSON.stringify(refusal)),
};

export async function importPeople(database: Database): Promise<void> {
  await importEmployers(database, Readable.from([employers]), quiet);
  await importMembers(database, Readable.from([members]), quiet);
}

export async function personOf(database: Database, memberNumber: string): Promise<string> {
  const row = await database.one<{ id: string }>(
    sql`select person_id as id from members.member_number where member_number = ${memberNumber}`,
  );
  return row.id;
}

/** Imports the rows under the right header and yields the report with the refusals. */
export async function importRows(
  database: Database,
  rows: readonly string[],
  at: Date = now,
): Promise<ImportReport & { refusals: RowRefusal[] }> {
  return importText(database, [header, ...rows, ''].join('\n'), at);
}

export async function importText(
  database: Database,
  text: string | Buffer,
  at: Date = now,
): Promise<ImportReport & { refusals: RowRefusal[] }> {
  const refusals: RowRefusal[] = [];
  const report = await importContributions(database, Readable.from([text]), {
    keys: testKeys,
    now: at,
    onRefusal: (refusal) => void refusals.push(refusal),
  });
  return { ...report, refusals };
}

/** Corrects in one transaction, as the room that receives a file does; yields what became of each row too. */
export function correct(
  database: Database,
  list: readonly Correction[],
  at: Date = now,
): Promise<CorrectionReport & { refusals: (string | null)[] }> {
  return database.transaction(async (tx) => {
    await prepareCorrections(tx);
    await requestCorrections(tx, list);
    const report = await correctContributions(tx, at);
    const rows = await tx.many<{ refusal: string | null }>(
      sql`select refusal from pg_temp.correction_result order by row_number`,
    );
    return { ...report, refusals: rows.map(({ refusal }) => refusal) };
  });
}
