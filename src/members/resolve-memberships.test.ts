import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { createMembershipHandOver, importEmployers, importMembers, resolveMemberships } from '#members';
import { sql } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { employersCsv } from '../../tests/support/member-files.ts';

const options = { keys: testKeys, now: new Date('2026-11-23T03:00:00Z'), onRefusal: () => assert.fail() };

/** Cards of one employer: [KPJ, started_on, ended_on]; every card is another person's. */
const cards: [string, string, string][] = [
  ['10000000001', '2025-01-01', ''],
  ['10000000002', '2025-03-31', '2025-03-31'],
  ['10000000003', '2024-12-15', '2025-02-01'],
  ['10000000004', '2025-04-30', '2025-06-30'],
];

async function withCards() {
  const database = await testDatabase();
  await importEmployers(database, Readable.from([employersCsv()]), options);
  const header =
    'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on';
  const person = (serial: number) =>
    `327301170590${String(serial).padStart(4, '0')},Orang Contoh,1990-05-17,,L,,,32,,`;
  const rows = cards.map(([kpj, from, to], serial) => `${person(serial)},${kpj},24000002,PU,${from},${to}`);
  rows.push(`${person(99)},10000000099,,BPU,2025-01-01,`);
  await importMembers(database, Readable.from([[header, ...rows, ''].join('\n')]), options);
  return database;
}

type Resolved = {
  row_number: number;
  active_workers: number;
  refusal: string | null;
  scale: string | null;
  segment: string;
};

async function resolve(requests: readonly (readonly [npp: string, memberNumber: string, month: string])[]) {
  const database = await withCards();
  return database.transaction(async (tx) => {
    await createMembershipHandOver(tx);
    for (const [index, [npp, memberNumber, month]] of requests.entries())
      await tx.run(
        sql`insert into pg_temp.membership_request values (${index}::int, ${npp}::text, ${memberNumber}::text, ${month}::text)`,
      );
    await resolveMemberships(tx);
    return tx.many<Resolved>(sql`select * from pg_temp.membership_resolved order by row_number`);
  });
}

test('active workers are the cards that run on any day of the month', async () => {
  const table: [month: string, workers: number][] = [
    ['2024-11', 0],
    ['2024-12', 1],
    ['2025-01', 2],
    ['2025-02', 2],
    ['2025-03', 2],
    ['2025-04', 2],
    ['2025-06', 2],
    ['2025-07', 1],
    ['2026-10', 1],
  ];
  const rows = await resolve(table.map(([month]) => ['24000002', '10000000001', month]));
  assert.deepEqual(
    rows.map((row) => row.active_workers),
    table.map(([, workers]) => workers),
  );
  assert.deepEqual([rows[0]?.scale, rows[0]?.segment, rows[0]?.refusal], ['large', 'PU', null]);
});

test('a card or an employer that does not fit is refused by name, each request gets one row', async () => {
  const rows = await resolve([
    ['24000002', '19999999999', '2025-01'],
    ['99999999', '10000000001', '2025-01'],
    ['24000001', '10000000001', '2025-01'],
    ['', '10000000001', '2025-01'],
    ['24000002', '10000000099', '2025-01'],
    ['', '10000000099', '2025-01'],
  ]);
  assert.deepEqual(
    rows.map((row) => row.refusal),
    [
      'member_number_unknown',
      'employer_unknown',
      'member_number_of_other_employer',
      'member_number_of_other_employer',
      'member_number_of_other_employer',
      null,
    ],
  );
  assert.equal(rows[5]?.active_workers, 0);
});
