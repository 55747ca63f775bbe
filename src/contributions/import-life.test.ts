import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { savingsSummary } from '#ledger';
import { isoDate } from '#kernel';
import { sql } from '#platform';
import { cards, importPeople, importRows, personOf } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { differences } from '../../tests/support/money.ts';

const database = await testDatabase();
before(() => importPeople(database));
const today = isoDate('2026-11-23');

const september = (card: string, dates: string) => `1001,${card},2026-09,7500000,${dates}`;
const share = 427_500n;

async function savings(card: string) {
  const { balance, pending } = await savingsSummary(database, await personOf(database, card), today);
  return { balance, pending };
}

test('a contribution is reported, billed, paid and posted by later files, and its pending entry settles', async () => {
  const dates = [
    '2026-10-05,,,',
    '2026-10-05,2026-10-06,,',
    '2026-10-05,2026-10-06,2026-10-15,',
    '2026-10-05,2026-10-06,2026-10-15,2026-10-16',
  ];
  for (const [index, text] of dates.entries()) {
    const report = await importRows(database, [september(cards.siti, text), september(cards.budi, text)]);
    assert.deepEqual([report.rowsWritten, report.refusals], [2, []], text);
    const posted = index === 3;
    assert.deepEqual(await savings(cards.siti), {
      balance: posted ? share : 0n,
      pending: posted ? 0n : share,
    });
    assert.deepEqual(await differences(database), []);
  }
  const entries = sql`select state, count(*)::int as count from ledger.entry group by state`;
  assert.deepEqual(
    await database.many(entries),
    [{ state: 'posted', count: 4 }],
    'settled whole, nothing entered anew',
  );
});

test('an older file after a newer one changes nothing', async () => {
  const report = await importRows(database, [september(cards.siti, '2026-10-05,2026-10-06,,')]);
  assert.deepEqual([report.rowsUnchanged, report.rowsWritten, report.refusals], [1, 0, []]);
});

test('when only some rows of a pending entry are posted, it gives way to a posted and a pending one', async () => {
  const august = (card: string, dates: string) => `1001,${card},2026-08,7500000,${dates}`;
  await importRows(database, [august(cards.siti, '2026-09-05,,,'), august(cards.budi, '2026-09-05,,,')]);
  await importRows(database, [august(cards.siti, '2026-09-05,2026-09-06,2026-09-15,2026-09-16')]);
  assert.deepEqual(await savings(cards.siti), { balance: 2n * share, pending: 0n });
  assert.deepEqual(await savings(cards.budi), { balance: share, pending: share });
  assert.deepEqual(await differences(database), []);
  await importRows(database, [august(cards.budi, '2026-09-05,2026-09-06,2026-09-20,2026-09-21')]);
  assert.deepEqual(await savings(cards.budi), { balance: 2n * share, pending: 0n });
  assert.deepEqual(await differences(database), []);
  const states = sql`select state, count(*)::int as count from ledger.entry where period = '2026-08' group by state order by 1`;
  assert.deepEqual(await database.many(states), [
    { state: 'posted', count: 8 },
    { state: 'voided', count: 4 },
  ]);
});

test('rows of one pending entry that are posted on different days get an entry for each day', async () => {
  const july = (card: string, dates: string) => `1001,${card},2026-07,7500000,${dates}`;
  await importRows(database, [july(cards.siti, '2026-08-05,,,'), july(cards.budi, '2026-08-05,,,')]);
  await importRows(database, [
    july(cards.siti, '2026-08-05,,2026-08-10,2026-08-11'),
    july(cards.budi, '2026-08-05,,2026-08-10,2026-08-12'),
  ]);
  assert.deepEqual(await differences(database), []);
  assert.deepEqual(await savings(cards.siti), { balance: 3n * share, pending: 0n });
});

test('dates that do not follow those already known are refused', async () => {
  await importRows(database, [`1001,${cards.siti},2026-06,7500000,2026-07-05,2026-07-20,,`]);
  const report = await importRows(database, [`1001,${cards.siti},2026-06,7500000,2026-07-05,,2026-07-10,`]);
  assert.deepEqual(
    report.refusals.map(({ reason }) => reason),
    ['dates_out_of_order'],
  );
});

test('an employer that owes a month before the relief of PP 49/2020 pays in full', async () => {
  const joko = (of: string, dates: string) => `1003,${cards.joko},${of},5000000,${dates}`;
  const jkk = sql`select month, jkk_employer, jp_deferred from contributions.contribution where month in ('2020-09', '2020-10') order by month`;
  await importRows(database, [joko('2020-07', '2020-08-05,2020-08-06,,'), joko('2020-09', '2020-10-05,,,')]);
  await importRows(database, [
    joko('2020-07', '2020-08-05,2020-08-06,2020-12-01,'),
    joko('2020-10', '2020-11-05,,,'),
  ]);
  assert.deepEqual(await database.many(jkk), [
    { month: '2020-09', jkk_employer: 27_000n, jp_deferred: null },
    { month: '2020-10', jkk_employer: 270n, jp_deferred: null },
  ]);
  assert.deepEqual(await differences(database), []);
});
