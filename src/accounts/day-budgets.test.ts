import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayBudgets, watchDayBudgets } from '#accounts';
import { openDatabase } from '#platform';
import { take } from '#throttle';
import { accountServices } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_worker', poolSize: 1 });
test.after(() => database.close());

test('at four fifths of a day’s messages an operator is told, once a day', async () => {
  const services = accountServices(database, { PAID_SENDS_PER_DAY: 160 });
  const said: unknown[] = [];
  const watch = () =>
    watchDayBudgets(services, { warn: (...line: unknown[]) => said.push(line) }, services.clock.now());
  const send = async (part: string, times: number) => {
    for (let sent = 0; sent < times; sent += 1)
      await take(database, services, 'paid_sends_day', `part ${part}`, services.clock.now());
  };
  for (const part of '0123456789ab') await send(part, 10);
  await send('c', 7);
  await watch();
  assert.deepEqual(said, [], 'at 127 of 160');
  // What is refused is not counted.
  await send('a', 5);
  await watch();
  assert.deepEqual(said, []);
  await send('f', 1);
  assert.deepEqual(await dayBudgets(services, services.clock.now()), [
    { name: 'paid_sends_day', used: 128, of: 160 },
  ]);
  await watch();
  await send('e', 10);
  await watch();
  const line = { budget: 'paid_sends_day', used: 128, of: 160 };
  assert.deepEqual(said, [[line, 'a day budget is nearly used up']]);
  services.clock.advance(86_400);
  assert.equal((await dayBudgets(services, services.clock.now()))[0]?.used, 0);
  await watch();
  assert.equal(said.length, 1, 'the day began afresh');
  for (const part of '0123456789abcdef') await send(part, 8);
  await watch();
  assert.equal(said.length, 2);
});
