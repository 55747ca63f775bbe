import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { savingsSummary } from '#ledger';
import { isoDate, month, newId } from '#kernel';
import { type Database, sql } from '#platform';
import {
  cards,
  correct,
  importPeople,
  importRows,
  now,
  personOf,
} from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { differences } from '../../tests/support/money.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';
import { attentionFor, contributionHistory, programmeMonths, savingsMovements, yearTotals } from './index.ts';

const database = await testDatabase();
before(() => importPeople(database));
const today = isoDate('2026-11-23');

async function savings(card: string, of: Database = database) {
  const { balance, pending } = await savingsSummary(of, await personOf(of, card), today);
  return { balance, pending };
}

const correction = (card: string, of: string, wage: bigint, npp = '1001') => ({
  correctionId: newId(new Date()),
  npp,
  memberNumber: card,
  month: month(of),
  wage,
  reason: 'Lembur belum dihitung',
});

async function rowOf(card: string, of: string) {
  const page = { limit: 100, offset: 0 };
  const { rows } = await contributionHistory(database, await personOf(database, card), today, {}, page);
  return rows.find((row) => row.month === of) ?? assert.fail(of);
}

const posted = (card: string, of: string, wage = '7500000', npp = '1001') =>
  `${npp},${card},${of},${wage},2026-10-05,2026-10-06,2026-10-10,2026-10-12`;

test('a month that was paid too little keeps its money, and the rest waits until it is paid and posted', async () => {
  await importRows(database, [posted(cards.siti, '2026-09')]);
  const start = await savings(cards.siti);
  const report = await correct(database, [correction(cards.siti, '2026-09', 8_000_000n)]);
  assert.deepEqual([report.corrected, report.refused], [1, 0]);
  assert.deepEqual(await savings(cards.siti), { balance: start.balance, pending: 28_500n });
  assert.deepEqual(await differences(database), []);
  const waiting = await rowOf(cards.siti, '2026-09');
  assert.deepEqual(
    [waiting.wage, waiting.state, waiting.dueOn, waiting.correctedOn],
    [8_000_000n, 'reported', '2026-12-15', '2026-11-23'],
    'due with the month in which the correction was reported',
  );
  const paid = `1001,${cards.siti},2026-09,8000000,2026-11-23,2026-11-23,2026-11-23,2026-11-23`;
  const taken = await importRows(database, [paid]);
  assert.deepEqual([taken.rowsWritten, taken.refusals], [1, []]);
  assert.deepEqual(await savings(cards.siti), { balance: start.balance + 28_500n, pending: 0n });
  assert.deepEqual(await differences(database), []);
  assert.equal((await rowOf(cards.siti, '2026-09')).state, 'posted');
});

test('what a correction takes back and gives stands among the movements, each with its balance', async () => {
  const { rows } = await savingsMovements(database, await personOf(database, cards.siti), {
    limit: 10,
    offset: 0,
  });
  assert.deepEqual(rows.map(({ kind, month: of, amount }) => `${kind} ${of} ${amount}`).toSorted(), [
    'contribution 2026-09 427500',
    'contribution 2026-09 456000',
    'correction 2026-09 -427500',
  ]);
});

test('a month that was paid too much counts less today, and correcting it back gives the balance as before', async () => {
  await importRows(database, [posted(cards.siti, '2026-08')]);
  const start = await savings(cards.siti);
  await correct(database, [correction(cards.siti, '2026-08', 6_000_000n)]);
  assert.deepEqual(await savings(cards.siti), { balance: start.balance - 85_500n, pending: 0n });
  assert.deepEqual(await differences(database), []);
  const row = await rowOf(cards.siti, '2026-08');
  assert.deepEqual([row.state, row.paidOn, row.paidLate], ['posted', '2026-10-10', true]);
  await correct(database, [correction(cards.siti, '2026-08', 7_500_000n)]);
  assert.deepEqual(await savings(cards.siti), start);
  assert.deepEqual(await differences(database), []);
});

test('a month still pending is corrected out of the entry it shares with others', async () => {
  const july = (card: string) => `1001,${card},2026-07,7500000,2026-08-05,2026-08-06,,`;
  await importRows(database, [july(cards.siti), july(cards.budi)]);
  const [siti, budi] = [await savings(cards.siti), await savings(cards.budi)];
  await correct(database, [correction(cards.siti, '2026-07', 9_000_000n)]);
  assert.deepEqual(await savings(cards.siti), { ...siti, pending: siti.pending + 85_500n });
  assert.deepEqual(await savings(cards.budi), budi);
  assert.deepEqual(await differences(database), []);
  await correct(database, [correction(cards.siti, '2026-07', 7_500_000n)]);
  assert.deepEqual(await savings(cards.siti), siti);
  assert.deepEqual(await differences(database), []);
});

// month, wage before and after, JP of the employer after: by the ceiling of the month, not of today
const backPay = [
  ['2024-02', 9_559_600n, 20_000_000n, 191_192n],
  ['2024-03', 9_559_600n, 20_000_000n, 200_846n],
] as const;

for (const [of, first, second, pension] of backPay) {
  test(`back pay for ${of} is assessed by the law of ${of}`, async () => {
    await importRows(database, [posted(cards.budi, of, String(first))]);
    await correct(database, [correction(cards.budi, of, second)]);
    const row = await rowOf(cards.budi, of);
    assert.equal(row.shares.find(({ programme }) => programme === 'JP')?.employerShare, pension);
    assert.deepEqual(await differences(database), []);
  });
}

test('the same correction again, and one that changes nothing, change nothing', async () => {
  await importRows(database, [posted(cards.budi, '2026-06')]);
  const asked = correction(cards.budi, '2026-06', 7_000_000n);
  assert.equal((await correct(database, [asked])).corrected, 1);
  const entries = sql`select count(*) from ledger.entry`;
  const earlier = await database.one(entries);
  assert.deepEqual(await correct(database, [asked]), {
    corrected: 0,
    unchanged: 1,
    refused: 0,
    refusals: [null],
  });
  assert.equal((await correct(database, [correction(cards.budi, '2026-06', 7_000_000n)])).unchanged, 1);
  await correct(database, [correction(cards.budi, '2026-06', 7_200_000n)]);
  assert.equal((await correct(database, [asked])).unchanged, 1, 'done once, whatever came later');
  assert.equal((await rowOf(cards.budi, '2026-06')).wage, 7_200_000n);
  assert.notDeepEqual(await database.one(entries), earlier);
  assert.deepEqual(await differences(database), []);
});

test('a file that tells the wage of before is refused as reported otherwise', async () => {
  const report = await importRows(database, [posted(cards.budi, '2026-06')]);
  assert.deepEqual(
    report.refusals.map(({ reason }) => reason),
    ['already_reported_otherwise'],
  );
});

test('what cannot be corrected is refused by name, and the rest of the same call is corrected', async () => {
  await importRows(database, [posted(cards.budi, '2026-05')]);
  const dewi = { ...correction(cards.dewi, '2025-01', 5_000_000n, '') };
  await importRows(database, [`,${cards.dewi},2025-01,900000,2025-01-05,,2025-01-10,2025-01-12`]);
  const good = correction(cards.budi, '2026-05', 7_600_000n);
  const report = await correct(database, [
    good,
    correction(cards.budi, '2026-05', 7_700_000n),
    correction('99999999999', '2026-05', 7_600_000n),
    correction(cards.budi, '2026-05', 7_600_000n, '1002'),
    correction(cards.budi, '2026-04', 7_600_000n),
    correction(cards.budi, '2026-03', 0n),
    correction(cards.budi, '2026-02', 1_000_000_000_001n),
    dewi,
    { ...correction(cards.budi, '2026-01', 7_600_000n), correctionId: good.correctionId },
  ]);
  assert.deepEqual(report, {
    corrected: 1,
    unchanged: 0,
    refused: 8,
    refusals: [
      null,
      'duplicate_in_file',
      'member_number_unknown',
      'member_number_of_other_employer',
      'nothing_to_correct',
      'nothing_to_correct',
      'wage_too_large',
      'band_not_known',
      'duplicate_in_file',
    ],
  });
  assert.deepEqual(await differences(database), []);
});

const takenBack = [
  ['reported', '2025-07', '2025-08-05,,,'],
  ['billed', '2025-08', '2025-09-05,2025-09-06,,'],
  ['paid', '2025-09', '2025-10-05,2025-10-06,2025-10-10,'],
  ['posted', '2025-10', '2025-11-05,2025-11-06,2025-11-10,2026-01-12'],
] as const;

for (const [state, of, dates] of takenBack) {
  test(`a month that is ${state} is taken back by a correction to nothing, counts as if never reported, and can be corrected again`, async () => {
    const personId = await personOf(database, cards.budi);
    const standing = async () => ({
      savings: await savings(cards.budi),
      years: await yearTotals(database, personId),
      months: await programmeMonths(database, personId),
      found: (await attentionFor(database, personId, today)).filter(
        (one) => one.month === of && one.kind !== 'missing_month',
      ),
    });
    const takeBack = async () => {
      const { corrected, refused } = await correct(database, [correction(cards.budi, of, 0n)]);
      assert.deepEqual(await differences(database), []);
      return [corrected, refused];
    };
    const before = await standing();
    const line = `1001,${cards.budi},${of},7500000,${dates}`;
    assert.deepEqual((await importRows(database, [line])).refusals, []);
    assert.equal((await rowOf(cards.budi, of)).wage, 7_500_000n);
    assert.deepEqual(await takeBack(), [1, 0]);
    const row = await rowOf(cards.budi, of);
    assert.deepEqual(
      [row.state, row.shares, row.paidLate, row.daysLate],
      ['taken_back', [], false, undefined],
    );
    assert.deepEqual(await standing(), before);
    assert.deepEqual(await takeBack(), [0, 0], 'again changes nothing');
    const again = await importRows(database, [line]);
    assert.deepEqual([again.rowsWritten, again.refusals.length], [0, 1], 'a report does not bring it back');
    const { corrected } = await correct(database, [correction(cards.budi, of, 7_500_000n)]);
    assert.deepEqual([corrected, (await rowOf(cards.budi, of)).wage], [1, 7_500_000n]);
    assert.deepEqual(await differences(database), []);
  });
}

test('what the self-employed paid is not taken back by a correction', async () => {
  const { refusals } = await correct(database, [correction(cards.dewi, '2025-01', 0n, '')]);
  assert.deepEqual(refusals, ['wage_zero']);
});

test('when anything fails nothing is corrected', async () => {
  const start = await savings(cards.budi);
  const failing = database.transaction(async (tx) => {
    const { correctContributions, prepareCorrections, requestCorrections } = await import('#contributions');
    await prepareCorrections(tx);
    await requestCorrections(tx, [correction(cards.budi, '2026-05', 5_000_000n)]);
    assert.equal((await correctContributions(tx, now)).corrected, 1);
    throw new Error('the file is broken further down');
  });
  await assert.rejects(failing, /broken/);
  assert.deepEqual(await savings(cards.budi), start);
});

test('[V2.3.4] of sixteen on two processes who correct the same month at once, one writes', async () => {
  await importRows(database, [posted(cards.joko, '2026-09', '5000000', '1003')]);
  const start = await savings(cards.joko);
  const { wage, month: of, ...rest } = correction(cards.joko, '2026-09', 4_000_000n, '1003');
  const asked = { ...rest, wage: String(wage), month: of };
  const answers = await raceOverTwoProcesses(database.url, { verb: 'correct', correction: asked, now });
  const corrected = answers.filter((answer) => (answer as { corrected?: number }).corrected === 1);
  assert.deepEqual([answers.length, corrected.length], [16, 1]);
  assert.ok(answers.every((answer) => typeof answer === 'object'));
  assert.deepEqual(await savings(cards.joko), { balance: start.balance - 57_000n, pending: 0n });
  assert.deepEqual(await differences(database), []);
});
