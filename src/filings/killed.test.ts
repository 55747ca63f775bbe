import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { before, test } from 'node:test';
import { approveFiling, previewSeen, processFilings, remarksOf } from '#filings';
import { month } from '#kernel';
import { openDatabase, sql } from '#platform';
import { cards, importPeople, importRows, now } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { approve, filed, filingServices, newClerk, stateOf } from '../../tests/support/filings.ts';
import { differences } from '../../tests/support/money.ts';
import { eventually } from '../../tests/support/messages.ts';
import { killMoney } from '../../tests/drills/money-killed.ts';

const database = await testDatabase();
const services = filingServices(database);
before(() => importPeople(database));

/** Deals with what waits, in a process of its own. */
const program = `
  import { processFilings } from '#filings';
  import { createLogger, openDatabase, readConfig, readKeyRing } from '#platform';
  const database = openDatabase({ url: process.env.TARGET, applicationName: 'to be killed' });
  const now = new Date('${now.toISOString()}');
  await processFilings({ database, keys: readKeyRing('test:' + Buffer.alloc(32, 7).toString('base64')),
    config: readConfig({ NODE_ENV: 'test' }), clock: { now: () => now }, log: createLogger('silent') });
  await database.close();`;

test('a process killed while it takes a filing leaves nothing half, and the next one takes it whole', async () => {
  const clerk = await newClerk(database);
  const of = month('2026-10');
  const bytes = `KPJ,UPAH\n${cards.siti},7500000\n${cards.budi},8000000\n`;
  const { filing } = await filed(services, { clerk, of, bytes });
  assert.ok((await approve(database, { clerk, filingId: filing.filingId, now })).ok);
  const other = openDatabase({ url: database.url, poolSize: 1 });
  let child: ReturnType<typeof spawn> | undefined;
  // Whoever writes contributions waits for this lock, with the filing in hand and its rows staged.
  await other.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(4711, 6)`);
    child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program],
      {
        env: { ...process.env, TARGET: database.url },
        cwd: new URL('../..', import.meta.url),
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const waiting = sql`select count(*)::int as count from pg_stat_activity
      where application_name = 'to be killed' and datname = current_database() and wait_event = 'advisory'`;
    await eventually(
      async () => (await database.one<{ count: number }>(waiting)).count === 1,
      'the child waits for the lock',
      30,
    );
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  await other.close();
  assert.equal((await stateOf(services, clerk, filing.filingId)).filing.state, 'approved');
  await eventually(async () => (await processFilings(services)) > 0, 'the filing is taken');
  const after = await stateOf(services, clerk, filing.filingId);
  assert.deepEqual([after.filing.state, after.filing.rowsGood], ['counted', 2]);
  const rows = sql`select count(*)::int as rows, count(distinct batch_id)::int as batches from contributions.contribution`;
  assert.deepEqual(await database.one(rows), { rows: 2, batches: 1 });
  assert.deepEqual(await differences(database), []);
});

const wageOf = async (of: string) =>
  database.many(sql`select wage from contributions.contribution where month = ${of} order by wage`);

test('what counts meanwhile changes the preview, and what a page showed before is not approved', async () => {
  const clerk = await newClerk(database);
  const of = month('2026-09');
  const bytes = (wage: number) => `KPJ,UPAH\n${cards.siti},${wage}\n`;
  const [first, second] = [
    await filed(services, { clerk, of, bytes: bytes(7_000_000) }),
    await filed(services, { clerk, of, bytes: bytes(7_100_000) }),
  ];
  const { filingId } = second.filing;
  const seen = previewSeen(second.filing, await remarksOf(database, filingId), []);
  assert.ok((await approve(database, { clerk, filingId: first.filing.filingId, now })).ok);
  await processFilings(services);
  const changed = { ok: false, refusal: 'changed' } as const;
  assert.deepEqual(await approveFiling(database, { clerk, filingId, now, seen }), changed);
  const after = await stateOf(services, clerk, filingId);
  assert.deepEqual(
    [after.filing.state, after.filing.rowsGood, after.refusals],
    ['checked', 0, [[2, 'wage', '7100000', 'reported_otherwise']]],
  );
  assert.deepEqual(await wageOf(of), [{ wage: 7_000_000n }]);
});

test('a filing that comes to something else than was approved is not taken, waits to be approved anew, and loses nothing', async () => {
  const clerk = await newClerk(database);
  const of = month('2026-08');
  const bytes = `KPJ,UPAH\n${cards.siti},7000000\n${cards.budi},6000000\n`;
  const { filingId } = (await filed(services, { clerk, of, bytes })).filing;
  assert.ok((await approve(database, { clerk, filingId, now })).ok);
  // Meanwhile the office writes Siti's month, from another file.
  await importRows(database, [`1001,${cards.siti},${of},7000000,2026-09-02,,,`]);
  await processFilings(services);
  const { filing } = await stateOf(services, clerk, filingId);
  assert.deepEqual(
    [filing.state, filing.rowsGood, filing.rowsKnown, filing.wageTotal, filing.approvedBy],
    ['checked', 1, 1, 6_000_000n, null],
  );
  assert.ok(filing.changedAt);
  const told = sql`select details->>'month' as month from activity.entry where event = 'filing_changed'`;
  assert.deepEqual(await database.many(told), [{ month: of }]);
  assert.ok((await approve(database, { clerk, filingId, now })).ok);
  await processFilings(services);
  const { filing: last } = await stateOf(services, clerk, filingId);
  assert.deepEqual([last.state, last.changedAt], ['counted', null]);
  assert.deepEqual(await wageOf(of), [{ wage: 6_000_000n }, { wage: 7_000_000n }]);
  assert.deepEqual(await differences(database), []);
});

test('a process killed at random points of filing and paying leaves nothing half, and two go on to the same end', () =>
  killMoney({ months: 3, kills: 1 }));
