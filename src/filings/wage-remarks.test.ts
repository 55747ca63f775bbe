import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { approveFiling, previewSeen, processFilings, remarksOf, wageRemarksOf } from '#filings';
import { type Month, month } from '#kernel';
import { sql } from '#platform';
import { cards, importPeople, importRows, now } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { approve, filed, filingServices, handIn, newClerk, stateOf } from '../../tests/support/filings.ts';

const database = await testDatabase();
const services = filingServices(database);
before(async () => {
  await importPeople(database);
  await importRows(database, [`1001,${cards.siti},2026-08,5000000,2026-09-05,,,`]);
});

const moveTo = (province: string) =>
  database.run(sql`update members.employer set province_code = ${province} where npp = '1001'`);
const row = (card: string, wage: number, name = '') => `KPJ,NAMA,UPAH\n${card},${name},${wage}\n`;
const pointedOut = async (filingId: string) =>
  (await wageRemarksOf(database, filingId))
    .map(({ kind, compared, isExample }) => `${kind} ${compared}${isExample ? ' contoh' : ''}`)
    .join(', ');

/** Province of the employer, month, wage of Siti, who earned 5,000,000 in August 2026, and what is pointed out. */
const cases: readonly (readonly [string, string, number, string])[] = [
  ['31', '2026-10', 5_729_876, ''],
  ['31', '2026-10', 5_729_875, 'below_province 5729876'],
  ['11', '2026-10', 3_932_551, 'below_province 3932552 contoh'],
  ['31', '2025-10', 5_396_760, 'below_province 5396761'],
  ['31', '2026-10', 2_317_600, 'below_lowest 2317601'], // only the gravest is told
  ['32', '2026-10', 2_317_600, 'below_lowest 2317601'],
  ['31', '2026-10', 999_999, 'below_floor 1000000'],
  ['31', '2024-10', 1_500_000, ''], // no minimum wage of 2024 is known
  ['31', '2024-10', 999_999, 'below_floor 1000000'],
  ['31', '2026-10', 500_000_000, ''],
  ['31', '2026-10', 500_000_001, 'very_large 500000000'],
  ['31', '2026-09', 50_000_000, ''],
  ['31', '2026-09', 50_000_001, 'far_above_last 5000000'],
  ['31', '2026-09', 900_000_000_000, 'very_large 500000000'],
];

test('a wage is pointed out, never refused, when it is under the minimum of its month and province or very large', async () => {
  const clerk = await newClerk(database);
  for (const [nth, [province, of, wage, expected]] of cases.entries()) {
    await moveTo(province);
    const { filing, refusals } = await filed(services, {
      clerk,
      of: month(of),
      // The same file twice would be one filing.
      bytes: row(cards.siti, wage, `Siti ${nth}`),
    });
    assert.deepEqual([filing.rowsGood, refusals], [1, []]);
    assert.equal(await pointedOut(filing.filingId), expected, `${province} ${of} ${wage}`);
  }
});

test('files of several employers looked at together are each compared with the minimum of their own province', async () => {
  await moveTo('31');
  const parts = [
    { clerk: await newClerk(database), npp: '1001', card: cards.siti },
    { clerk: await newClerk(database, '1003'), npp: '1003', card: cards.joko },
  ];
  const ids: string[] = [];
  for (const { clerk, npp, card } of parts) {
    const received = await handIn(services, {
      clerk,
      npp,
      of: month('2026-07'),
      bytes: row(card, 3_000_000),
    });
    assert.ok(received.ok);
    ids.push(received.value.filingId);
  }
  await processFilings(services);
  assert.deepEqual(await Promise.all(ids.map(pointedOut)), ['below_province 5729876', '']);
});

test('each remark says how many the report has of its kind', async () => {
  const clerk = await newClerk(database);
  const { filing } = await filed(services, {
    clerk,
    of: month('2026-06'),
    bytes: `KPJ,UPAH\n${cards.siti},3000000\n${cards.budi},3000000\n`,
  });
  const found = await wageRemarksOf(database, filing.filingId);
  assert.deepEqual(
    found.map(({ kind, ofKind }) => [kind, ofKind]),
    [
      ['below_province', 2],
      ['below_province', 2],
    ],
  );
});

test('a corrected wage is compared too, and the remark stays with what counted', async () => {
  await moveTo('32');
  await importRows(database, [`1001,${cards.siti},2026-05,6000000,2026-06-05,,,`]);
  const clerk = await newClerk(database);
  const correct = (wage: number) =>
    filed(services, {
      clerk,
      of: month('2026-05'),
      bytes: row(cards.siti, wage),
      reason: 'Salah ketik upah',
    });
  const above = await correct(60_000_001);
  assert.equal(await pointedOut(above.filing.filingId), 'far_above_last 6000000');
  const { filing } = await correct(2_000_000);
  assert.equal(await pointedOut(filing.filingId), 'below_lowest 2317601');
  assert.ok((await approve(database, { clerk, filingId: filing.filingId, now })).ok);
  await processFilings(services);
  assert.equal((await stateOf(services, clerk, filing.filingId)).filing.state, 'counted');
  assert.equal(await pointedOut(filing.filingId), 'below_lowest 2317601');
});

test('what is pointed out anew between the look and the approval has to be seen first', async () => {
  await moveTo('32');
  const clerk = await newClerk(database);
  const of: Month = month('2026-04');
  const first = await filed(services, { clerk, of, bytes: row(cards.siti, 3_000_000) });
  const { filingId, preview } = first.filing;
  const seen = previewSeen(
    first.filing,
    await remarksOf(database, filingId),
    await wageRemarksOf(database, filingId),
  );
  await moveTo('31');
  await database.run(sql`update filings.filing set state = 'received' where filing_id = ${filingId}`);
  await processFilings(services);
  const { filing } = await stateOf(services, clerk, filingId);
  assert.deepEqual([filing.state, filing.preview], ['checked', preview], 'the sums are the same');
  assert.equal(await pointedOut(filingId), 'below_province 5729876');
  assert.deepEqual(await approveFiling(database, { clerk, filingId, now, seen }), {
    ok: false,
    refusal: 'changed',
  });
  assert.ok((await approve(database, { clerk, filingId, now })).ok);
});
