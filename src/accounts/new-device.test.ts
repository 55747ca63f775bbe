import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Origin, signIn, takeFinishedSignIn } from '#accounts';
import { recentActivity } from '#activity';
import { fixedClock } from '#kernel';
import { openDatabase, sql } from '#platform';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());
const newAccount = (account = {}) =>
  newTestAccount({ ...accountServices(database), database: owner }, account);

type Visiting = { readonly device?: string | undefined; readonly shared?: boolean; readonly at?: string };

/** Signs in and answers with the device cookie and the notices that went out. */
async function visit(username: string, { device, shared = false, at }: Visiting = {}) {
  const services = { ...accountServices(database), ...(at ? { clock: fixedClock(at) } : {}) };
  const request = signInRequest(username, { shared });
  await signIn(services, request);
  const chrome = 'Mozilla/5.0 (Linux; Android 10; K) Chrome/120.0 Mobile Safari/537.36';
  const origin: Origin = { ...testOrigin, userAgent: chrome, device };
  const finished = await takeFinishedSignIn(services, request.interactionUid, origin);
  assert.ok(finished);
  const told = services.outbox.sent.filter(({ template }) => template === 'new_device');
  return { device: finished.device, sessionId: finished.sessionId, told };
}

test('[V6.3.5] the first sign-in of all is told to nobody, a new device once, and a known one never', async () => {
  const { username, email, accountId } = await newAccount();
  const first = await visit(username);
  assert.deepEqual(first.told, []);
  assert.deepEqual((await visit(username, { device: first.device })).told, []);
  const second = await visit(username);
  assert.deepEqual(
    second.told.map(({ channel, to, parameters }) => [channel, to, parameters]),
    [['email', email, { device: 'Chrome di Android', at: '20\u00a0November\u00a02026 10.00\u00a0WIB' }]],
  );
  for (const device of [second.device, first.device])
    assert.deepEqual((await visit(username, { device })).told, []);
  const entries = (await recentActivity(owner, accountId, 20)).filter(({ event }) => event === 'new_device');
  assert.deepEqual(
    entries.map(({ details }) => details?.['session']),
    [second.sessionId],
  );
});

test('times are those of the province on the register, and a member without an e-mail address gets an SMS', async () => {
  const { username, phone, accountId } = await newAccount();
  await owner.run(sql`update accounts.account set time_zone = 'WIT' where account_id = ${accountId}`);
  await owner.run(sql`delete from accounts.contact where account_id = ${accountId} and channel = 'email'`);
  await visit(username);
  const { told } = await visit(username);
  assert.deepEqual(
    told.map(({ channel, to, parameters }) => [channel, to, parameters['at']]),
    [['sms', phone, '20\u00a0November\u00a02026 12.00\u00a0WIT']],
  );
});

test('a shared computer is told of once a day, because a thief may call any computer shared', async () => {
  const { username } = await newAccount();
  const own = await visit(username);
  assert.equal((await visit(username, { shared: true })).told.length, 1);
  assert.equal((await visit(username, { shared: true, at: '2026-11-20T15:00:00Z' })).told.length, 0);
  assert.equal((await visit(username, { shared: true, at: '2026-11-21T03:01:00Z' })).told.length, 1);
  const onOwn = await visit(username, { shared: true, device: own.device, at: '2026-11-25T03:00:00Z' });
  assert.deepEqual([onOwn.told, onOwn.device], [[], undefined], 'the own browser is no news');
});

test('the first sign-in of an account that was taken over is told of', async () => {
  const { username, accountId } = await newAccount();
  await owner.run(sql`insert into accounts.imported_account values (${accountId}, sha256('x'))`);
  assert.equal((await visit(username)).told.length, 1);
});
