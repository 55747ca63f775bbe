import assert from 'node:assert/strict';
import { type Server, type Socket, connect, createServer } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '#kernel';
import { addJob, QueuePool, sql } from '#platform';
import { type Job, startWorker } from '#worker';
import { testDatabase } from '../support/database.ts';
import { testKeys } from '../support/keys.ts';
import { eventually, silentLog, testConfig } from '../support/messages.ts';

const database = await testDatabase();
const services = { database, keys: testKeys, config: testConfig(), clock: systemClock, log: silentLog };

async function nothingIsLeft(): Promise<boolean> {
  const { left } = await database.one<{ left: bigint }>(
    sql`select count(*) as left from graphile_worker._private_jobs`,
  );
  return left === 0n;
}

test('a queue whose connections are cut while it takes and notes jobs notes each, and goes on', async () => {
  const ran = { cut: 0, next: 0 };
  const cut: Job = {
    name: 'cut_off',
    maxAttempts: 1,
    run: async () => {
      await database.many(
        sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'goid queue'`,
      );
      ran.cut += 1;
    },
  };
  const next: Job = { name: 'next', maxAttempts: 1, run: async () => void (ran.next += 1) };
  const worker = await startWorker({ databaseUrl: database.url, services, jobs: [cut, next] });
  for (let round = 0; round < 20; round += 1) await addJob(database, 'cut_off', {});
  await eventually(nothingIsLeft, 'every end is noted');
  await addJob(database, 'next', {});
  await eventually(nothingIsLeft, 'the next job is noted');
  assert.deepEqual(ran, { cut: 20, next: 1 });
  await worker.close();
  await worker.ended;
});

/** A queue that is closed while its listening connection breaks gives that back from both places that noticed. */
test('a connection that the queue gives back twice is taken back once, and stays with whoever has it by then', async () => {
  const pool = new QueuePool({ url: database.url, size: 1 });
  const taken = () =>
    new Promise<() => void>((resolve, reject) => {
      pool.connect((error, _client, done) => (error ? reject(error) : resolve(() => done())));
    });
  const giveFirstBack = await taken();
  giveFirstBack();
  const giveSecondBack = await taken();
  assert.doesNotThrow(giveFirstBack);
  assert.equal(pool.idleCount, 0);
  giveSecondBack();
  assert.equal(pool.idleCount, 1);
  assert.doesNotThrow(giveSecondBack);
  await pool.end();
});

/** The way to the database, which can be taken away and given back. */
async function breakableWay(): Promise<{ url: string; take(): void; giveBack(): Promise<void> }> {
  const target = new URL(database.url);
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => [near, far].forEach((one) => one.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const url = new URL(database.url);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : assert.fail();
  url.hostname = '127.0.0.1';
  url.port = String(port);
  const take = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  after(take);
  return { url: url.href, take, giveBack: () => listen(port) };
}

test('a queue waits for a database that is away, and closes when it does not come back', async () => {
  const way = await breakableWay();
  let ran = 0;
  const job: Job = {
    name: 'away',
    maxAttempts: 1,
    run: async () => {
      way.take();
      ran += 1;
    },
  };
  const worker = await startWorker({ databaseUrl: way.url, services, jobs: [job] });
  await addJob(database, 'away', {});
  await eventually(async () => ran === 1, 'the job runs');
  await sleep(1500);
  assert.equal(await nothingIsLeft(), false, 'its end cannot be noted yet');
  await way.giveBack();
  await eventually(nothingIsLeft, 'its end is noted');
  assert.equal(ran, 1);
  await addJob(database, 'away', {});
  await eventually(async () => ran === 2, 'the next one runs');
  const began = Date.now();
  await worker.close();
  assert.ok(Date.now() - began < 15_000, `closing took ${Date.now() - began} ms`);
  await worker.ended;
});
