import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '#kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase } from '../../tests/support/database.ts';
import { sql } from './sql.ts';

const database = await testDatabase({ poolSize: 2 });

test('a connection that breaks inside a transaction ends the transaction and not the program', async () => {
  const broken = database.transaction(async (tx) => {
    const { pid } = await tx.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await database.run(sql`select pg_terminate_backend(${pid})`);
    // Nothing is being asked when the news comes: nobody waits for an answer that could carry it.
    await sleep(200);
    await tx.run(sql`select 1`);
  });
  await assert.rejects(broken, (error) => error instanceof AppError && error.code === 'unavailable');
  assert.equal((await database.one<{ one: number }>(sql`select 1 as one`)).one, 1);
});
