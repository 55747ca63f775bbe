import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { before, test } from 'node:test';
import { importMembers } from '#members';
import { sql } from '#platform';
import { cards, importPeople, importRows, now } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { differences } from '../../tests/support/money.ts';

const database = await testDatabase();
const builder = '00000000007';
const joinedLate = '00000000008';

before(async () => {
  await importPeople(database);
  const header =
    'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on';
  const rows = [
    `3273010101880006,Rudi Hartono,1988-01-01,,L,,,32,,,${builder},1003,JAKON,2019-01-01,`,
    `3273010101890007,Tono Wijaya,1989-01-01,,L,,,32,,,${joinedLate},1001,PU,2020-09-07,`,
  ];
  await importMembers(database, Readable.from([[header, ...rows, ''].join('\n')]), {
    keys: testKeys,
    now,
    onRefusal: (refusal) => assert.fail(JSON.stringify(refusal)),
  });
});

const dates = '2026-11-05,2026-11-06,2026-11-10,2026-11-12';

// what is filed, JHT, JP, JKK and JKM with the payer of each, discount
const rows = [
  [
    'construction by wages',
    `1003,${builder},2026-10,4000000,${dates}`,
    [null, null, '69600e', '12000e', null],
  ],
  [
    'self-employed with the largest income',
    `,${cards.dewi},2025-10,25000000,${dates}`,
    ['414000w', null, '207000w', '6800w', null],
  ],
  [
    'self-employed while PP 50/2025 holds',
    `,${cards.dewi},2026-09,25000000,${dates}`,
    ['414000w', null, '103500w', '3400w', 'self-employed-2026'],
  ],
  [
    'a card that began in the pandemic, in its second month',
    `1001,${joinedLate},2020-10,5000000,${dates}`,
    ['285000b', '150000b', '44500e', '15000e', null],
  ],
  [
    'the same in its third month',
    `1001,${joinedLate},2020-11,5000000,${dates}`,
    ['285000b', '150000b', '445e', '150e', 'covid-2020'],
  ],
] as const;

for (const [what, row, wanted] of rows) {
  test(`a file assesses ${what}`, async () => {
    assert.deepEqual((await importRows(database, [row])).refusals, []);
    const month = row.split(',')[2] ?? '';
    const found = await database.one(sql`
      select jht_employer + jht_employee || 'b' as jht_both, jht_employee || 'w' as jht_worker,
        jp_employer + jp_employee || 'b' as jp, coalesce(jkk_employer || 'e', jkk_employee || 'w') as jkk,
        coalesce(jkm_employer || 'e', jkm_employee || 'w') as jkm, discounts
      from contributions.contribution where month = ${month}`);
    const { jht_both, jht_worker, jp, jkk, jkm, discounts } = found as Record<string, string | null>;
    assert.deepEqual([jht_both ?? jht_worker, jp, jkk, jkm, discounts], wanted);
    assert.deepEqual(await differences(database), []);
  });
}

// what is filed, column and reason of the refusal
const refused = [
  ['an income between the known bands', `,${cards.dewi},2026-08,5000000,${dates}`, 'wage', 'band_not_known'],
  ['a migrant worker by month', `,${cards.maria},2026-08,5000000,${dates}`, 'kpj', 'paid_by_package'],
] as const;

for (const [what, row, column, reason] of refused) {
  test(`a file with ${what} is refused: ${reason}`, async () => {
    const { refusals } = await importRows(database, [row]);
    assert.deepEqual(
      refusals.map((one) => [one.column, one.reason]),
      [[column, reason]],
    );
  });
}

test('a month whose ceiling is not announced is refused to those who pay JP', async () => {
  const ahead = new Date('2027-04-20T03:00:00Z');
  const { refusals } = await importRows(
    database,
    [`1001,${cards.siti},2027-03,7500000,2027-04-05,,,`, `1003,${builder},2027-03,4000000,2027-04-05,,,`],
    ahead,
  );
  assert.deepEqual(
    refusals.map(({ row, reason }) => [row, reason]),
    [[2, 'ceiling_not_known']],
  );
});
