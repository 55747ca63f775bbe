import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { generate } from '#generate';
import { finishedMonth } from './finished-month.ts';

test('a month is finished from the 20th of the next one on', () => {
  for (const [today, month] of [
    ['2026-11-23', '2026-10'],
    ['2026-11-20', '2026-10'],
    ['2026-11-19', '2026-09'],
    ['2026-11-01', '2026-09'],
    ['2026-03-01', '2026-01'],
    ['2027-01-05', '2026-11'],
  ] as const)
    assert.equal(finishedMonth(new Date(`${today}T03:00:00Z`)), month, today);
});

test('the files of the last finished month tell of no day that has not come', async () => {
  for (const today of ['2026-11-20', '2026-11-19', '2026-12-01']) {
    const out = mkdtempSync(join(tmpdir(), 'goid-month-'));
    const until = finishedMonth(new Date(`${today}T03:00:00Z`));
    await generate({ members: 20, months: 3, seed: 7, until, out, cast: true });
    for (const file of ['contributions.csv', 'members.csv'])
      for (const day of readFileSync(join(out, file), 'utf8').match(/\d{4}-\d{2}-\d{2}/g) ?? [])
        assert.ok(day <= today, `${day} in ${file} on ${today}`);
    rmSync(out, { recursive: true, force: true });
  }
});
