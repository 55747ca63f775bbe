import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { importContributions } from '#contributions';
import { importEmployers, importMembers } from '#members';
import { type Database, sql } from '#platform';
import { contributionsFile, employersFile, membersFile, type Shape } from '../../bench/contribution-files.ts';
import { now } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { differences } from '../../tests/support/money.ts';

const shape: Shape = { employers: 20, cards: 600, months: 12 };
const rows = shape.cards * shape.months;
const options = {
  keys: testKeys,
  now,
  onRefusal: (refusal: unknown) => assert.fail(JSON.stringify(refusal)),
};

/** Imports the made-up file in a process of its own and prints each step. */
const program = `
  import { importContributions } from '#contributions';
  import { openDatabase, readKeyRing } from '#platform';
  import { contributionsFile } from './bench/contribution-files.ts';
  const database = openDatabase({ url: process.env.TARGET });
  const report = await importContributions(database, contributionsFile(${JSON.stringify(shape)}), {
    keys: readKeyRing('test:' + Buffer.alloc(32, 7).toString('base64')), now: new Date('${now.toISOString()}'), onRefusal: () => {},
    onProgress: (step) => process.stdout.write(step + '\\n'),
  });
  process.stdout.write(JSON.stringify(report));
  await database.close();`;

function start(url: string) {
  return spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program],
    {
      env: { ...process.env, TARGET: url },
      cwd: new URL('../..', import.meta.url),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
}

async function peopled(database: Database): Promise<void> {
  await importEmployers(database, employersFile(shape), options);
  await importMembers(database, membersFile(shape), options);
}

const written = sql`select (select count(*)::int from contributions.contribution) as rows, (select count(*)::int from contributions.batch) as batches`;

for (const step of ['reading', 'checking', 'writing']) {
  test(`[V2.3.3] an import killed while ${step} leaves nothing, and started again takes everything`, async () => {
    const database = await testDatabase();
    await peopled(database);
    const child = start(database.url);
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (said.includes(step)) break;
    }
    if (step === 'writing') await setTimeout(60);
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const report = await importContributions(database, contributionsFile(shape), options);
    assert.deepEqual([report.rowsWritten, report.rowsRead], [rows, rows]);
    assert.deepEqual(await database.one(written), { rows, batches: 1 });
    assert.deepEqual(await differences(database), []);
  });
}

test('of two processes with the same file at once both finish and one writes', async () => {
  const database = await testDatabase();
  await peopled(database);
  const reports = await Promise.all(
    [1, 2].map(async () => {
      const child = start(database.url);
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)));
      const [code] = (await once(child, 'close')) as [number];
      assert.equal(code, 0);
      return JSON.parse(said.slice(said.indexOf('{'))) as { rowsWritten: number; rowsUnchanged: number };
    }),
  );
  assert.deepEqual(
    reports
      .map(({ rowsWritten, rowsUnchanged }) => [rowsWritten, rowsUnchanged])
      .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)),
    [
      [0, rows],
      [rows, 0],
    ],
  );
  assert.deepEqual(await database.one(written), { rows, batches: 1 });
  assert.deepEqual(await differences(database), []);
});
