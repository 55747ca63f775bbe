import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { systemClock } from '#kernel';
import { deliverMessage, deliveryOf, rescueMessages, send } from '#notifications';
import { addJob, openDatabase, sql } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import {
  deliveryServices,
  eventually,
  gatewaySink,
  silentLog,
  testConfig,
} from '../../tests/support/messages.ts';
import { type Job, jobs, startWorker } from './index.ts';

const database = await testDatabase();
const asWorker = openDatabase({ url: database.url, role: 'goid_worker' });

function servicesWith(settings: Readonly<Record<string, string>>) {
  return {
    database: asWorker,
    keys: testKeys,
    clock: systemClock,
    log: silentLog,
    config: testConfig(settings),
  };
}

const queue = (code: string) =>
  database.transaction((tx) =>
    send(tx, testKeys, {
      template: 'sign_in_code',
      channel: 'sms',
      to: '+6281234564471',
      language: 'en',
      parameters: { code },
      now: new Date(),
    }),
  );

test('two workers deliver fifty messages, each once', async () => {
  const gateway = await gatewaySink();
  const options = { databaseUrl: database.url, services: servicesWith({ SMS_PROVIDERS: gateway.url }) };
  const workers = [await startWorker(options), await startWorker(options)];
  const ids = await Promise.all(Array.from({ length: 50 }, (_, index) => queue(String(100_000 + index))));
  await eventually(() => gateway.messages.length >= 50, 'all arrive');
  for (const worker of workers) await worker.close();
  assert.equal(new Set(gateway.messages.map(({ text }) => text.slice(0, 6))).size, 50);
  assert.equal(gateway.messages.length, 50);
  for (const id of ids) assert.equal((await deliveryOf(database, id))?.state, 'accepted');
});

test('a message that no provider takes is tried again by itself and then leaves', async () => {
  const gateway = await gatewaySink();
  gateway.behaviour.status = 503;
  const worker = await startWorker({
    databaseUrl: database.url,
    services: servicesWith({ SMS_PROVIDERS: gateway.url }),
  });
  const id = await queue('222222');
  await eventually(async () => {
    const { attempts } = await database.one<{ attempts: number }>(
      sql`select attempts from notifications.message where id = ${id}`,
    );
    return attempts === 1;
  }, 'the first try');
  gateway.behaviour.status = 202;
  await eventually(() => gateway.messages.length === 1, 'the second try');
  await worker.close();
  assert.equal((await deliveryOf(database, id))?.state, 'accepted');
});

test('a worker killed between the hand-over and its record sends again: twice perhaps, never lost', async () => {
  const gateway = await gatewaySink();
  const id = await queue('333333');
  const script = new URL('../../tests/support/deliver-and-die.ts', import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, database.url, gateway.url, id],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  assert.equal(signal, 'SIGKILL');
  assert.equal(gateway.messages.length, 1);
  assert.equal((await deliveryOf(database, id))?.state, 'queued');
  const services = deliveryServices(database, { SMS_PROVIDERS: gateway.url });
  assert.equal(await deliverMessage(services, id), 'not-mine');
  const later = { ...services, clock: { now: () => new Date(Date.now() + 60_000) } };
  assert.ok((await rescueMessages(database, later.clock.now())).queuedAgain >= 1);
  assert.equal(await deliverMessage(later, id), 'accepted');
  assert.equal(gateway.messages.length, 2);
  assert.equal(gateway.messages[0]?.text, gateway.messages[1]?.text);
});

test('closing lets a running job finish', async () => {
  let finished = false;
  const slow: Job = {
    name: 'slow',
    maxAttempts: 1,
    run: async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      finished = true;
    },
  };
  const worker = await startWorker({ databaseUrl: database.url, services: servicesWith({}), jobs: [slow] });
  await addJob(database, 'slow', {});
  await eventually(async () => {
    const { locked } = await database.one<{ locked: bigint }>(
      sql`select count(*) as locked from graphile_worker._private_jobs where locked_at is not null`,
    );
    return locked === 1n;
  }, 'the job begins');
  await worker.close();
  assert.equal(finished, true);
});

test('a failed job leaves no value of a row in the queue', async () => {
  const leaky: Job = {
    name: 'leaky',
    maxAttempts: 1,
    run: ({ id }) => asWorker.run(sql`select ${`nik-${String(id)}`}::int`),
  };
  const worker = await startWorker({ databaseUrl: database.url, services: servicesWith({}), jobs: [leaky] });
  await addJob(database, 'leaky', { id: '3201010101010001' }, { maxAttempts: 1, key: 'leaky' });
  const error = () =>
    database.maybe<{ error: string | null }>(
      sql`select last_error as error from graphile_worker._private_jobs where key = 'leaky/leaky'`,
    );
  await eventually(async () => Boolean((await error())?.error), 'the job fails');
  await worker.close();
  assert.equal((await error())?.error, 'see the log');
});

test('every housekeeping job runs with the rights of the worker', async () => {
  const carriers = deliveryServices(database, {}).carriers;
  for (const job of jobs.filter(({ timetable }) => timetable !== undefined))
    await job.run({}, { ...servicesWith({}), carriers });
  await asWorker.close();
});
