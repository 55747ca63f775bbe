import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Coverage, coverageOf } from '#benefits';
import { addMonths, type IsoDate, isoDate, month, newId } from '#kernel';
import { isMessageKey, sql } from '#platform';
import { cards, importPeople, importRows, personOf } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';

const database = await testDatabase();
const today = isoDate('2026-11-23');

/** Paid and posted rows for `count` months up to and including `last`. */
function paidRows(npp: string, card: string, last: string, count: number, wage = '5000000'): string[] {
  return Array.from({ length: count }, (_, index) => {
    const of = addMonths(month(last), -index);
    const next = npp === '' ? of : addMonths(of, 1);
    return `${npp},${card},${of},${wage},${next}-05,${next}-06,${next}-10,${next}-11`;
  });
}

before(async () => {
  await importPeople(database);
  const report = await importRows(database, [
    ...paidRows('1001', cards.siti, '2026-10', 11),
    ...paidRows('1001', cards.budi, '2026-09', 14),
    ...paidRows('1003', cards.joko, '2026-10', 30),
    ...paidRows('', cards.dewi, '2026-09', 5, '900000'),
    ...paidRows('1002', cards.sitiBefore, '2023-12', 3),
  ]);
  assert.deepEqual(report.refusals, []);
});

async function coverage(card: string, on: IsoDate = today): Promise<Record<string, Coverage>> {
  const lines = await coverageOf(database, await personOf(database, card), on);
  return Object.fromEntries(lines.map((line) => [line.programme, line]));
}
const short = (line: Coverage | undefined) => [
  line?.state,
  line?.coveredSince,
  line?.monthsPaid,
  line?.reason,
];

test('a wage earner whose latest due month is reported is covered, and pension counts on', async () => {
  const of = await coverage(cards.joko);
  assert.deepEqual(short(of['JKK']), ['covered', '2024-05-01', undefined, undefined]);
  assert.deepEqual(short(of['JHT']), ['covered', '2024-05-01', undefined, undefined]);
  assert.deepEqual(short(of['JP']), ['qualifying', '2024-05-01', 30, 'months_not_reached']);
  assert.deepEqual(short(of['JKP']), ['covered', '2024-05-01', 24, undefined]);
  assert.equal(of['JKP']?.uncertain, 'jkp_continuity');
});

test('eleven paid months of twenty-four are not enough for JKP', async () => {
  const of = await coverage(cards.siti);
  assert.deepEqual(short(of['JKP']), ['qualifying', '2025-12-01', 11, 'months_not_reached']);
});

test('a month that the employer left out does not begin a new run', async () => {
  const another = await testDatabase();
  await importPeople(another);
  const rows = paidRows('1003', cards.joko, '2026-10', 30).filter((row) => !row.includes(',2026-03,'));
  await importRows(another, rows);
  const [line] = await coverageOf(another, await personOf(another, cards.joko), today);
  assert.equal(line?.coveredSince, '2024-05-01');
});

test('when the latest due month is not reported, cover has lapsed', async () => {
  const of = await coverage(cards.budi);
  assert.deepEqual(short(of['JKK']), ['lapsed', undefined, undefined, 'not_reported_lately']);
  assert.deepEqual(short((await coverage(cards.budi, isoDate('2026-11-16')))['JKK']).slice(0, 2), [
    'covered',
    '2025-08-01',
  ]);
});

test('the self-employed stay covered until three due months are unpaid', async () => {
  assert.deepEqual(short((await coverage(cards.dewi))['JKK']), [
    'covered',
    '2026-05-01',
    undefined,
    undefined,
  ]);
  assert.equal((await coverage(cards.dewi, isoDate('2026-12-15')))['JKM']?.state, 'covered');
  assert.deepEqual(short((await coverage(cards.dewi, isoDate('2026-12-16')))['JKM']), [
    'lapsed',
    undefined,
    undefined,
    'unpaid_three_months',
  ]);
  assert.deepEqual(short((await coverage(cards.dewi))['JP']), [
    'not_covered',
    undefined,
    undefined,
    'not_for_self_employed',
  ]);
});

test('a migrant worker, a stranger, and a member before the first report are told why', async () => {
  const says = (found: Readonly<Record<string, Coverage>>) =>
    Object.fromEntries(
      Object.entries(found).map(([name, { state, reason }]) => [name, `${state} ${reason}`]),
    );
  const packaged = 'not_recorded paid_by_package';
  const outside = 'not_covered not_in_package';
  assert.deepEqual(says(await coverage(cards.maria)), {
    JKK: packaged,
    JKM: packaged,
    JHT: packaged,
    JP: outside,
    JKP: outside,
  });
  await database.run(sql`
    update members.membership set segment = 'JAKON', employer_id = (select employer_id from members.employer where npp = '1001')
    where member_number = ${cards.maria}`);
  const project = 'not_recorded paid_by_project';
  assert.deepEqual(says(await coverage(cards.maria)), {
    JKK: project,
    JKM: project,
    JHT: outside,
    JP: outside,
    JKP: outside,
  });
  await database.run(sql`update members.membership set segment = 'PMI' where member_number = ${cards.dewi}`);
  const before = says(await coverage(cards.dewi));
  assert.deepEqual(
    [before['JHT'], before['JKK']],
    ['lapsed paid_by_package', packaged],
    'the savings of the months before the package stay in sight',
  );
  const stranger = await coverageOf(database, newId(new Date()), today);
  assert.deepEqual(
    stranger.map(({ state, reason }) => `${state} ${reason}`),
    Array(5).fill('not_covered no_membership'),
  );
});

test('every reason has a text', () => {
  const reasons = [
    'no_membership',
    'membership_ended',
    'nothing_reported_yet',
    'not_reported_lately',
    'unpaid_three_months',
    'not_for_self_employed',
    'paid_by_package',
    'paid_by_project',
    'not_in_package',
    'employer_not_obliged',
    'months_not_reached',
  ];
  for (const reason of reasons) assert.ok(isMessageKey(`benefits.reason.${reason}`), reason);
});
