import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentActivity } from '#activity';
import { disown, useSession } from '#accounts';
import { accountServices, newTestAccount, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { passwordSession } from '../../tests/support/passkeys.ts';

const database = await testDatabase();
const services = accountServices(database);
const { clock } = services;

test('a thief who signed in twice keeps no session after “not me”, and so cannot choose the password', async () => {
  const { accountId, username } = await newTestAccount(services);
  const owner = await passwordSession(services, username);
  const first = await passwordSession(services, username);
  const second = await passwordSession(services, username);
  const theirs = (await recentActivity(database, accountId, 20)).find(
    ({ details }) => details?.['session'] === first.sessionId,
  );
  assert.ok((await disown(services, owner, theirs?.id ?? '', testOrigin)).ok);
  const alive = await Promise.all(
    [owner, first, second].map(({ sessionId }) => useSession(database, sessionId, clock.now())),
  );
  assert.deepEqual(alive.map(Boolean), [true, false, false]);
});
