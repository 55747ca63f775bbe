import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { instantFrom } from '../../src/commands/instant.ts';
import { runGoid } from '../support/command.ts';
import { cloneDatabase } from '../support/database.ts';

const home = mkdtempSync(join(tmpdir(), 'goid-read-only-'));
after(() => rmSync(home, { recursive: true, force: true }));
const environment = { GOID_HOME: home, DATABASE_URL: await cloneDatabase() };
const goid = (...words: string[]) => runGoid(words, environment);

test('the records are switched to read-only and back by the command, and an import refuses meanwhile', async () => {
  const file = join(home, 'employers.csv');
  writeFileSync(
    file,
    'npp,name,scale,sector,risk_class,labour_intensive,province_code,address,registered_on\n11,PT A,small,trade,1,no,32,,2012-01-01\n',
  );
  const reason = ['--reason', 'Basis data diperbarui.', '--reason-en', 'The database is being renewed.'];
  const half = await goid('read-only', 'records', '--until', '+4h', '--reason', 'Satu bahasa');
  assert.equal(half.code, 2);
  assert.match(half.fault, /--reason-en/);
  const on = await goid('read-only', 'records', '--until', '+4h', ...reason);
  assert.deepEqual([on.code, on.fault], [0, '']);
  assert.match(on.output, /^Read-only \(records\) from now on/);
  const stands = await goid('read-only');
  assert.equal(stands.code, 0);
  assert.match(
    stands.output,
    /^Read-only \(records\) since .*\nBasis data diperbarui\.\nThe database is being renewed\.\n$/,
  );
  const refused = await goid('import', 'employers', file);
  assert.equal(refused.code, 1);
  assert.match(refused.fault, /^The records are read-only, promised back at .*: nothing was taken\./);
  const status = await goid('status', '--json');
  assert.equal(status.code, 4, 'nothing is measured here');
  assert.equal((JSON.parse(status.output) as { readOnly: { scope: string } }).readOnly.scope, 'records');
  const json = JSON.parse((await goid('read-only', '--json')).output) as {
    readOnly: Record<string, unknown>;
  };
  assert.deepEqual(Object.keys(json.readOnly), ['scope', 'startsAt', 'until', 'reason']);
  assert.match((await goid('read-only', 'off')).output, /^Writes go through again\./);
  assert.deepEqual(JSON.parse((await goid('read-only', '--json')).output), { readOnly: null });
  assert.equal((await goid('read-only', '--until', '+4h')).code, 2);
  assert.match((await goid('import', 'employers', file)).output, /1 written/);
});

test('a time is read with its zone or as so long from now, and nothing else', () => {
  const now = new Date('2026-11-23T10:00:00Z');
  const cases: readonly [string, string | undefined][] = [
    ['2026-11-23T22:00+07:00', '2026-11-23T15:00:00.000Z'],
    ['2026-11-23T22:00:30Z', '2026-11-23T22:00:30.000Z'],
    ['+90m', '2026-11-23T11:30:00.000Z'],
    ['+4h', '2026-11-23T14:00:00.000Z'],
    ['+2d', '2026-11-25T10:00:00.000Z'],
    ['2026-11-23T22:00', undefined],
    ['2026-13-23T22:00Z', undefined],
    ['+4', undefined],
    ['besok', undefined],
  ];
  for (const [text, instant] of cases) assert.equal(instantFrom(text, now)?.toISOString(), instant, text);
});
