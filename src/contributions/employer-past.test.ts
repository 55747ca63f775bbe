import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { before, test } from 'node:test';
import { isoDate, month, newId } from '#kernel';
import { importEmployers, importMembers, type RowRefusal } from '#members';
import { sql } from '#platform';
import { correct, importPeople, importRows, now, personOf } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { differences } from '../../tests/support/money.ts';
import { contributionHistory } from './index.ts';

const database = await testDatabase();
const columns =
  'npp,name,scale,sector,risk_class,labour_intensive,province_code,address,registered_on,valid_from';
const card = '00000000071';

const options = (at = now) => ({
  keys: testKeys,
  now: at,
  onRefusal: (refusal: RowRefusal) => assert.fail(JSON.stringify(refusal)),
});

/** CV Tumbuh as a row of the file: what it is, and since when. */
function register(scale: string, riskClass: number, validFrom = '', at = now) {
  const row = `2001,CV Tumbuh,${scale},trade,${riskClass},no,32,,2020-01-01,${validFrom}`;
  return importEmployers(database, Readable.from([`${columns}\n${row}\n`]), options(at));
}

before(async () => {
  await importPeople(database);
  await register('small', 2);
  await importMembers(
    database,
    Readable.from([
      `nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on
3273010101910071,Tari Contoh,1991-01-01,,P,,,32,,,${card},2001,PU,2024-01-10,\n`,
    ]),
    options(),
  );
});

async function sharesOf(of: string) {
  const { rows } = await contributionHistory(
    database,
    await personOf(database, card),
    isoDate('2026-11-23'),
    {},
    { limit: 100, offset: 0 },
  );
  const row = rows.find((one) => one.month === of) ?? assert.fail(of);
  const share = (programme: string) =>
    row.shares.find((one) => one.programme === programme)?.employerShare ?? null;
  return { JKK: share('JKK'), JP: share('JP') };
}

const reported = (of: string, wage: number) => `2001,${card},${of},${wage},2026-09-05,,,`;
const correction = (of: string, wage: bigint) => ({
  correctionId: newId(new Date()),
  npp: '2001',
  memberNumber: card,
  month: month(of),
  wage,
  reason: 'Lembur belum dihitung',
});

test('a month is assessed by what the employer was on its first day, reported late or corrected', async () => {
  await importRows(database, [reported('2026-05', 3_000_000)]);
  await register('medium', 4, '2026-07-01');
  // month, wage, JKK and JP of the employer: class 2 is 0.54 %, class 4 is 1.27 %; a small one owes no JP, a medium one 2 %
  const table = [
    ['2026-04', 3_000_000, 16_200n, null],
    ['2026-06', 3_000_000, 16_200n, null],
    ['2026-07', 3_000_000, 38_100n, 60_000n],
    ['2026-08', 3_000_000, 38_100n, 60_000n],
  ] as const;
  await importRows(
    database,
    table.map(([of, wage]) => reported(of, wage)),
  );
  for (const [of, , JKK, JP] of table) assert.deepEqual([of, await sharesOf(of)], [of, { JKK, JP }]);
  assert.deepEqual(await correct(database, [correction('2026-05', 4_000_000n)]), {
    corrected: 1,
    unchanged: 0,
    refused: 0,
    refusals: [null],
  });
  assert.deepEqual(await sharesOf('2026-05'), { JKK: 21_600n, JP: null });
  await correct(database, [correction('2026-07', 4_000_000n)]);
  assert.deepEqual(await sharesOf('2026-07'), { JKK: 50_800n, JP: 80_000n });
  assert.deepEqual(await differences(database), []);
});

const past = () =>
  database.many<{ until: string; as: string }>(sql`
    select held_until::text as until, concat_ws(' ', p.scale, p.risk_class) as as
    from members.employer_past p join members.employer using (employer_id) where npp = '2001' order by 1`);

test('the register keeps what held until when, and a day before known changes takes their place', async () => {
  // scale, class, valid_from, day of the import -> what is kept: until when, and as what
  const steps = [
    ['medium', 4, '', '2026-11-23', [['2026-07-01', 'small 2']]],
    [
      'large',
      4,
      '',
      '2026-11-23',
      [
        ['2026-07-01', 'small 2'],
        ['2026-11-23', 'medium 4'],
      ],
    ],
    [
      'large',
      5,
      '',
      '2026-11-23',
      [
        ['2026-07-01', 'small 2'],
        ['2026-11-23', 'medium 4'],
      ],
    ],
    [
      'large',
      5,
      '2026-09-15',
      '2026-11-24',
      [
        ['2026-07-01', 'small 2'],
        ['2026-09-15', 'medium 4'],
      ],
    ],
    ['medium', 3, '2026-06-01', '2026-11-24', [['2026-06-01', 'small 2']]],
    ['medium', 3, '2020-01-01', '2026-11-24', []],
  ] as const;
  for (const [scale, riskClass, validFrom, on, kept] of steps) {
    await register(scale, riskClass, validFrom, new Date(`${on}T03:00:00Z`));
    assert.deepEqual(
      (await past()).map(({ until, as }) => [until, as]),
      kept,
      `${scale} ${riskClass} since ${validFrom || on}`,
    );
  }
});

test('a change in the middle of a month counts from the next, and one that lies ahead is refused', async () => {
  await register('small', 1, '2026-10-15');
  await importRows(database, [reported('2026-10', 3_000_000), reported('2026-11', 3_000_000)]);
  assert.deepEqual([(await sharesOf('2026-10')).JP, (await sharesOf('2026-11')).JP], [60_000n, null]);
  const refusals: RowRefusal[] = [];
  const row = '2001,CV Tumbuh,large,trade,1,no,32,,2020-01-01,2026-12-01';
  await importEmployers(database, Readable.from([`${columns}\n${row}\n`]), {
    ...options(),
    onRefusal: (refusal) => void refusals.push(refusal),
  });
  assert.deepEqual(refusals, [
    { row: 2, column: 'valid_from', value: '2026-12-01', reason: 'date_in_future' },
  ]);
});
