import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentActivity } from '#activity';
import { openFaceSession, revokeSessions, signIn, takeFinishedSignIn, useFaceSession } from '#accounts';
import { sql } from '#platform';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';

const database = await testDatabase();
const services = accountServices(database);

async function signedIn(username: string): Promise<string> {
  const request = signInRequest(username);
  await signIn(services, request);
  const finished = await takeFinishedSignIn(services, request.interactionUid, testOrigin);
  return openFaceSession(database, 'portal', finished?.sessionId ?? assert.fail(), services.clock.now());
}

const isIn = async (token: string) =>
  (await useFaceSession(database, testKeys, 'portal', token, services.clock.now())) !== undefined;

test('[V7.4.5] the operator ends the sessions of one account or of everybody, and the services are told', async () => {
  const siti = await newTestAccount(services);
  const budi = await newTestAccount(services);
  const tokens = [
    await signedIn(siti.username),
    await signedIn(siti.username),
    await signedIn(budi.username),
    await signedIn(budi.username),
  ];
  assert.deepEqual(await revokeSessions(services, { identifier: siti.email.toUpperCase() }), {
    ok: true,
    value: 2,
  });
  assert.deepEqual(await Promise.all(tokens.map(isIn)), [false, false, true, true]);
  tokens.push(await signedIn(siti.username));
  assert.deepEqual(await revokeSessions(services, 'everybody'), { ok: true, value: 3 });
  assert.deepEqual(await Promise.all(tokens.map(isIn)), [false, false, false, false, false]);
  assert.deepEqual(await revokeSessions(services, 'everybody'), { ok: true, value: 0 });
  const told = await database.many(
    sql`select 1 from graphile_worker.jobs where task_identifier = 'accounts.session_ended'`,
  );
  assert.equal(told.length, 5);
  const entries = await recentActivity(database, budi.accountId, 10);
  assert.deepEqual(
    entries.filter(({ event }) => event === 'session_ended').map(({ details }) => details),
    [{ reason: 'revoked', count: 2 }],
  );
  assert.deepEqual(await revokeSessions(services, { identifier: 'tidak.ada' }), {
    ok: false,
    refusal: 'unknown_account',
  });
});
