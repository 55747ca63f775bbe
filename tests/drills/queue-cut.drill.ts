import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '#kernel';
import { addJob, sql } from '#platform';
import { type Job, startWorker } from '#worker';
import { testDatabase } from '../support/database.ts';
import { testKeys } from '../support/keys.ts';
import { silentLog, testConfig } from '../support/messages.ts';

const database = await testDatabase();
const services = { database, keys: testKeys, config: testConfig(), clock: systemClock, log: silentLog };

// The queue's library gives a connection back twice now and then when it is cut off in the middle of noting a job.
test('a queue that loses its connections before it could note the end of a job says that it has ended', async () => {
  const job: Job = {
    name: 'cut_off',
    maxAttempts: 1,
    run: () =>
      database.many(
        sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'goid queue'`,
      ),
  };
  const worker = await startWorker({ databaseUrl: database.url, services: services, jobs: [job] });
  const ended = assert.rejects(worker.ended, /stopped by itself|terminat/);
  for (let round = 0; round < 5; round += 1) await addJob(database, 'cut_off', {});
  await ended;
  await worker.close();
});
