import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { importEmployers, importMembers } from '#members';
import { sql } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { employersCsv, membersCsv } from '../../tests/support/member-files.ts';

const options = { keys: testKeys, now: new Date('2026-11-23T03:00:00Z'), onRefusal: () => assert.fail() };

/** Imports what comes on standard input, which never ends. */
const program = `
  import { importMembers } from '#members';
  import { openDatabase, readKeyRing } from '#platform';
  const keys = readKeyRing('test:' + Buffer.alloc(32, 7).toString('base64'));
  await importMembers(openDatabase({ url: process.env.TARGET }), process.stdin, {
    keys, now: new Date('2026-11-23T03:00:00Z'), onRefusal: () => {},
    onProgress: (step, rows) => { if (rows >= 4) process.stdout.write('read\\n'); },
  });`;

test('[V2.3.3] an import killed in the middle leaves nothing, and started again takes everything', async () => {
  const database = await testDatabase();
  await importEmployers(database, Readable.from([employersCsv()]), options);
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program],
    {
      env: { ...process.env, TARGET: database.url },
      cwd: new URL('../..', import.meta.url),
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  child.stdin.write(membersCsv());
  await once(child.stdout, 'data');
  const locks = sql`select count(*) from pg_locks where locktype = 'advisory' and granted
    and database = (select oid from pg_database where datname = current_database())`;
  assert.deepEqual(await database.one(locks), { count: 1n });
  child.kill('SIGKILL');
  await once(child, 'exit');
  for (let wait = 0; (await database.one<{ count: bigint }>(locks)).count > 0n; wait += 1) {
    assert.ok(wait < 200, 'the server has not noticed that the program is gone');
    await setTimeout(50);
  }
  assert.deepEqual(await database.one(sql`select count(*) from members.person`), { count: 0n });
  const report = await importMembers(database, Readable.from([membersCsv()]), options);
  assert.equal(report.rowsWritten, 4);
});
