import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig, sql } from '#platform';
import { signInToCopy } from '../../src/commands/probe-sign-in.ts';
import { proveCopy } from '../../src/commands/restored-copy.ts';
import { accountServices, newTestAccount } from '../support/accounts.ts';
import { recordSome } from '../support/activity.ts';
import { testDatabase } from '../support/database.ts';
import { testKeys } from '../support/keys.ts';
import { newestHeads, sealActivity } from '#activity';
import { systemClock } from '#kernel';

const database = await testDatabase();
const config = readConfig({ NODE_ENV: 'test', SMTP_URL: 'smtp://127.0.0.1:1' });

test('a copy is proven by a sign-in of an account that is made for it; nothing is queued, and nothing of it stays', async () => {
  const { accountId } = await newTestAccount(accountServices(database));
  const found = await signInToCopy(config, testKeys, database.url);
  assert.match(found, /signed in through the provider/);
  const left = await database.many<{ id: string }>(sql`select account_id::text as id from accounts.account`);
  assert.deepEqual(
    left.map(({ id }) => id),
    [accountId],
    'only the account from before',
  );
  const [queued] = await database.many<{ messages: number; sessions: number }>(sql`
    select (select count(*)::int from notifications.message) as messages, (select count(*)::int from accounts.session) as sessions`);
  assert.deepEqual(queued, { messages: 0, sessions: 0 });
});

test('a copy whose sign-in fails is not proven, and it says why', async () => {
  await database.run(sql`alter table accounts.identifier rename to hidden`);
  try {
    await assert.rejects(signInToCopy(config, testKeys, database.url));
  } finally {
    await database.run(sql`alter table accounts.hidden rename to identifier`);
  }
});

test('published heads are compared with the copy: earlier ones have to stand in it, later ones are told of', async () => {
  await recordSome(database, 3);
  await sealActivity({ database, keys: testKeys, clock: systemClock });
  const [head] = await newestHeads(database, 1);
  assert.ok(head);
  const activityWith = async (heads: Parameters<typeof proveCopy>[0]['heads']) => {
    const parts = { database, keys: testKeys, now: new Date(), heads, signIn: async () => 'yes' };
    for await (const proof of proveCopy(parts)) if (proof.check === 'activity') return proof;
    return assert.fail();
  };
  const later = { ...head, number: head.number + 5 };
  const fits = await activityWith([
    { line: 1, head },
    { line: 2, head: later },
  ]);
  assert.ok(fits.proven);
  assert.match(fits.found, /1 published heads stand in it, 1 are of later/);
  const other = { ...head, root: `${head.root.slice(0, -4)}AAAA` };
  assert.equal((await activityWith([{ line: 1, head: other }])).proven, false);
});
