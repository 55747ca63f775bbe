import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixedClock } from '#kernel';
import { deliverMessage, outboxAgeSeconds, providerAnswers, send } from '#notifications';
import { readSnapshot, sendPulse, setReadOnly } from '#operations';
import { addJob, openDatabase, sql } from '#platform';
import { after } from 'node:test';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import {
  deliveryServices,
  eventually,
  gatewaySink,
  silentLog,
  testConfig,
} from '../../tests/support/messages.ts';
import { type Job, startWorker } from './index.ts';
import { measure } from './measure.ts';

const database = await testDatabase();
const asWorker = openDatabase({ url: database.url, role: 'goid_worker' });
after(() => asWorker.close());
const clock = fixedClock(new Date());

const states = async () =>
  Object.fromEntries(
    (await readSnapshot(database)).components.map(({ component, state, provider }) => [
      component,
      `${state}${provider === undefined ? '' : ` ${new URL(provider).protocol}`}`,
    ]),
  );

async function minutes(count: number, services: Parameters<typeof measure>[0]): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    clock.advance(60);
    await measure(services);
  }
}

test('each provider is measured by what it really answered, and an idle one by whether it lets us in', async () => {
  const busy = await gatewaySink();
  const idle = await gatewaySink();
  const services = deliveryServices(asWorker, { SMS_PROVIDERS: `${busy.url} ${idle.url}` }, clock);
  const process = '019aa000-0000-7000-8000-000000000021';
  await sendPulse(database, process, [{ face: 'sso', requests: 100, failures: 60 }], clock.now());
  const deliver = async () => {
    const id = await database.transaction((tx) =>
      send(tx, testKeys, {
        template: 'sign_in_code',
        channel: 'sms',
        to: '+6281234564471',
        language: 'en',
        parameters: { code: '111111' },
        now: clock.now(),
      }),
    );
    await deliverMessage(services, id);
  };
  await deliver();
  await minutes(1, services);
  assert.deepEqual(await states(), {
    // The first measurement is believed at once.
    sign_in: 'down',
    records: 'down',
    sms_1: 'operational http:',
    sms_2: 'operational http:',
    jobs: 'operational',
  });
  busy.behaviour.status = 503;
  clock.advance(600);
  // The other takes it, so the message arrives; the first is in trouble all the same.
  await deliver();
  await deliver();
  await idle.close();
  await minutes(2, services);
  const now = await states();
  assert.match(now['sms_1'] ?? '', /^down/);
  assert.match(now['sms_2'] ?? '', /^operational/, 'it took two messages in these minutes');
  assert.equal((await providerAnswers(database, clock.now(), 5)).length, 2);
  clock.advance(600);
  await minutes(2, services);
  assert.match((await states())['sms_2'] ?? '', /^down/, 'idle, and it does not answer');
});

test('work that waits too long shows as trouble of the jobs', async () => {
  const services = deliveryServices(asWorker, {}, clock);
  // What the test before queued nobody has taken up.
  await database.run(sql`delete from graphile_worker._private_jobs`);
  await minutes(5, services);
  assert.equal((await states())['jobs'], 'operational');
  await addJob(database, 'nobody.takes_this', {}, { runAt: clock.now() });
  clock.advance(1000);
  await minutes(2, services);
  assert.equal((await states())['jobs'], 'down');
  assert.equal(await outboxAgeSeconds(database, clock.now()), 0);
  await database.run(sql`delete from graphile_worker._private_jobs`);
});

test('a job that writes records waits while they are read-only, and none of its tries is spent', async () => {
  let runs = 0;
  const job: Job = {
    name: 'writes',
    maxAttempts: 1,
    writesRecords: true,
    run: () => Promise.resolve((runs += 1)),
  };
  const until = new Date(Date.now() + 3_600_000);
  const wish = { scope: 'records', until, reason: { id: 'Uji', en: 'Trial' } } as const;
  assert.ok((await setReadOnly(database, wish, { officer: undefined }, new Date())).ok);
  const worker = await startWorker({
    databaseUrl: database.url,
    services: {
      database: asWorker,
      keys: testKeys,
      clock: { now: () => new Date() },
      log: silentLog,
      config: testConfig({}),
    },
    jobs: [job],
  });
  await addJob(database, 'writes', { id: 'x' }, { key: 'x' });
  const waiting = () =>
    database.maybe<{ later: boolean; attempts: number; payload: unknown }>(sql`
      select run_at > now() + interval '30 seconds' as later, attempts::int as attempts, payload
      from graphile_worker._private_jobs where locked_at is null and run_at > now()`);
  await eventually(async () => (await waiting()) !== undefined, 'it is put off');
  await worker.close();
  assert.deepEqual(await waiting(), { later: true, attempts: 0, payload: { id: 'x' } });
  assert.equal(runs, 0);
});
