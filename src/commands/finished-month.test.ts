import assert from 'node:assert/strict';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { attentionFor, importContributions } from '#contributions';
import { demonstrationCast, generate } from '#generate';
import { dayIn, type IsoDate, type Month, monthsBetween } from '#kernel';
import { findPersonByNationalNumber, importEmployers, importMembers } from '#members';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { finishedMonth } from './finished-month.ts';

const noonOf = (day: string) => new Date(`${day}T05:00:00Z`);

/** The demonstration's files as they are made on that day, in a folder that goes with the work. */
async function withFiles(
  today: string,
  members: number,
  work: (out: string) => Promise<void>,
): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'goid-month-'));
  const now = noonOf(today);
  const options = { members, months: 3, seed: 7, until: finishedMonth(now), asOf: dayIn(now), out };
  await generate({ ...options, cast: true });
  await work(out);
  rmSync(out, { recursive: true, force: true });
}

test('a month is finished from the day after it was due', () => {
  for (const [today, month] of [
    ['2026-11-23', '2026-10'],
    // The 15th is a Sunday, so that the month was due on the 16th.
    ['2026-11-17', '2026-10'],
    ['2026-11-16', '2026-09'],
    ['2026-11-01', '2026-09'],
    ['2026-12-15', '2026-10'],
    ['2026-12-16', '2026-11'],
    ['2027-01-05', '2026-11'],
  ] as const)
    assert.equal(finishedMonth(noonOf(today)), month, today);
});

test('the files of the last finished month tell of no day that has not come', async () => {
  for (const today of ['2026-11-20', '2026-11-17', '2026-12-16', '2026-12-18', '2026-12-01'])
    await withFiles(today, 20, async (out) => {
      for (const file of ['contributions.csv', 'members.csv'])
        for (const day of readFileSync(join(out, file), 'utf8').match(/\d{4}-\d{2}-\d{2}/g) ?? [])
          assert.ok(day <= today, `${day} in ${file} on ${today}`);
    });
});

test('on every day of the month the members of the demonstration stand alike', async () => {
  const clocks = ['01', '15', '16', '19', '20', '28', '31'].map((day) => `2026-12-${day}`);
  const states = [];
  for (const today of clocks) states.push(await statesOn(today));
  assert.deepEqual(states[0], {
    'siti.rahayu': ['overdue 0', 'missing_month 2025-07'],
    'budi.santoso': [],
    'rizky.pratama': [],
    'agus.setiawan': ['missing_month 1', 'missing_month 2025-03', 'missing_month 2024-04'],
    'dewi.anggraini': [0, 1, 2, 3, 4, 5].map((back) => `overdue ${0 - back}`),
    'hasan.basri': [],
    'yosina.wambrauw': ['wage_below -1 contoh', 'wage_fell -1'],
    'wayan.sudarma': [],
    'lestari.handayani': [],
  });
  for (const [index, today] of clocks.entries()) assert.deepEqual(states[index], states[0], today);
});

/** What needs attention at each member of the cast; months of the last year counted from the last finished one. */
async function statesOn(today: string): Promise<Record<string, string[]>> {
  const database = await testDatabase();
  const now = noonOf(today);
  const options = {
    keys: testKeys,
    now,
    onRefusal: (refusal: object) => assert.fail(JSON.stringify(refusal)),
  };
  await withFiles(today, 1, async (out) => {
    const read = (name: string) => createReadStream(join(out, name));
    await importEmployers(database, read('employers.csv'), options);
    await importMembers(database, read('members.csv'), options);
    await importContributions(database, read('contributions.csv'), options);
  });
  const until = finishedMonth(now);
  const states: Record<string, string[]> = {};
  for (const { nik, username } of demonstrationCast(until)) {
    const personId = (await findPersonByNationalNumber(database, testKeys, nik)) ?? '';
    const found = await attentionFor(database, personId, dayIn(now) satisfies IsoDate);
    // A late payment keeps its month, and is pointed out for a year.
    const open = found.filter(({ kind }) => kind !== 'paid_late');
    states[username] = open.map(({ kind, month, minimumExample }) =>
      [kind, counted(until, month), ...(minimumExample ? ['contoh'] : [])].join(' '),
    );
  }
  return states;
}

function counted(until: Month, month: Month): string {
  const ahead = monthsBetween(until, month);
  return ahead > -12 ? String(ahead) : month;
}
