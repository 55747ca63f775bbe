import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { activityTotals, record } from '#activity';
import { newId } from '#kernel';
import { type Database, sql, type Transaction } from '#platform';
import { runGoid } from '../support/command.ts';
import { testDatabase } from '../support/database.ts';
import { testMasterKeys } from '../support/keys.ts';
import { measure } from './scale.ts';

export type SealingSizes = {
  readonly entries: number;
  readonly batchSize: number;
  readonly kills: number;
  readonly tamperings: number;
  readonly recordings: number;
};

const runner = join(import.meta.dirname, '../support/seal-runner.ts');
const perInsert = 100_000;

/**
 * Many entries wait; the sealer is killed with -9 again and again and then runs to its end; the check finds nothing, and
 * after some entries were changed past every trigger it names exactly these. Figures are told and not judged.
 */
export async function sealAtScale(sizes: SealingSizes): Promise<void> {
  const database = await testDatabase({ statementTimeoutSeconds: 0 });
  const environment = { DATABASE_URL: database.url, MASTER_KEYS: testMasterKeys };
  await recordMany(database, sizes.entries);
  await killSealers(database, sizes);
  const began = performance.now();
  const last = await seal(database, sizes.batchSize);
  const seconds = (performance.now() - began) / 1000;
  console.log(`sealed ${last.entries} entries in ${last.batches} batches in ${seconds.toFixed(1)} s`);
  const totals = await activityTotals(database);
  assert.deepEqual([totals.sealed, totals.waiting], [sizes.entries, 0]);
  const verified = await measure(['audit', 'verify', '--json'], environment);
  assert.equal((JSON.parse(verified.output) as { sealed: number }).sealed, sizes.entries);
  console.log(
    `audit verify: ${sizes.entries} entries in ${verified.seconds.toFixed(1)} s, ${verified.peakMegabytes} MB`,
  );
  assert.ok(verified.peakMegabytes < 400, `audit verify took ${verified.peakMegabytes} MB`);
  const changed = await tamper(database, sizes.tamperings);
  const found = await runGoid(['audit', 'verify', '--json'], environment);
  assert.equal(found.code, 4, found.fault);
  const named = (JSON.parse(found.output) as { found: { check: string; subject: string }[] }).found;
  assert.deepEqual(
    named.map(({ check, subject }) => `${check} ${subject}`).toSorted(),
    changed.map((id) => `changed entry ${id}`).toSorted(),
  );
  await tellCostOfRecording(database, sizes.recordings);
}

/** Ids ordered by time, as the program makes them; a committed piece at a time. */
async function recordMany(database: Database, count: number): Promise<void> {
  for (let from = 0; from < count; from += perInsert)
    await database.run(sql`
      insert into activity.entry (entry_id, account_id, event, actor_kind, at, address, user_agent, details)
      select (lpad(to_hex(1700000000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8'
          || substr(md5(n::text), 4, 15))::uuid, gen_random_uuid(), 'sign_in_succeeded', 'member',
        to_timestamp(1700000000 + n / 1000.0), '203.0.113.' || n % 250, 'Mozilla/5.0 (Linux; Android 13) Chrome/120',
        jsonb_build_object('method', 'totp', 'count', n)
      from generate_series(${from}::bigint, ${Math.min(from + perInsert, count) - 1}::bigint) as n`);
}

/** Each sealer is killed soon after its first batch, while much is left. */
async function killSealers(database: Database & { url: string }, sizes: SealingSizes): Promise<void> {
  for (let killed = 0; killed < sizes.kills; killed += 1) {
    const before = await activityTotals(database);
    const child = startSealer(database.url, sizes.batchSize);
    const end = once(child, 'exit') as Promise<[number | null]>;
    while (child.exitCode === null && (await activityTotals(database)).batches === before.batches)
      await sleep(2);
    await sleep(Math.random() * 30);
    child.kill('SIGKILL');
    await end;
    const { sealed, waiting } = await activityTotals(database);
    assert.equal(sealed + waiting, sizes.entries, 'after a kill');
    assert.ok(sealed > before.sealed && waiting > 0, 'killed in the middle');
  }
  console.log(`${sizes.kills} sealers killed`);
}

function startSealer(url: string, batchSize: number) {
  const words = ['--disable-warning=ExperimentalWarning', runner, url, String(batchSize)];
  return spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function seal(
  database: Database & { url: string },
  batchSize: number,
): Promise<{ batches: number; entries: number }> {
  const child = startSealer(database.url, batchSize);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  return JSON.parse(output) as { batches: number; entries: number };
}

async function tamper(database: Database, count: number): Promise<string[]> {
  return database.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    const rows = await tx.many<{ entry_id: string }>(sql`
      update activity.entry set address = '198.51.100.1' where entry_id in (
        select entry_id from activity.leaf order by random() limit ${count}) returning entry_id`);
    return rows.map((row) => row.entry_id);
  });
}

/** What the queue adds to the recording of one event, over the same connection. */
async function tellCostOfRecording(database: Database, count: number): Promise<void> {
  if (count === 0) return;
  const each = async (tx: Transaction) => {
    const began = performance.now();
    for (let index = 0; index < count; index += 1)
      await record(tx, {
        event: 'signed_out',
        actor: { kind: 'system' },
        accountId: newId(new Date()),
        at: new Date(),
      });
    return ((performance.now() - began) * 1000) / count;
  };
  await database.transaction(async (tx) => {
    await each(tx);
    const queued = await each(tx);
    await tx.run(sql`set local session_replication_role = replica`);
    const plain = await each(tx);
    console.log(`recording: ${plain.toFixed(0)} µs without the queue, ${queued.toFixed(0)} µs with it`);
  });
}
