import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  askForPasskey,
  disown,
  factorsOf,
  type LiveSession,
  makeRecoveryCodes,
  passkeysOf,
  removePasskey,
  setUpApp,
  signIn,
  signInByPasskey,
  takeFinishedSignIn,
  turnOnApp,
  useSession,
} from '#accounts';
import { type ActivityEvent, recentActivity, record } from '#activity';
import { newId } from '#kernel';
import { openDatabase, sql } from '#platform';
import { Secret, TOTP } from 'otpauth';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { newPasskey, passwordSession } from '../../tests/support/passkeys.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());
const services = accountServices(database);
const { clock, outbox } = services;

const newAccount = () => newTestAccount({ ...services, database: owner });

/** The session of somebody who signed in with this passkey, in whose hands ever the device is. */
async function passkeySession(device: Awaited<ReturnType<typeof newPasskey>>): Promise<LiveSession> {
  const interactionUid = newId(clock.now());
  const answer = device.get(await askForPasskey(services, { kind: 'sign-in', interactionUid }));
  const request = { interactionUid, shared: false, acrNeeded: undefined, origin: testOrigin, answer };
  assert.ok((await signInByPasskey(services, request)).ok);
  const finished = await takeFinishedSignIn(services, interactionUid, testOrigin);
  const session = await useSession(database, finished?.sessionId ?? '', clock.now());
  return session ?? assert.fail('no session');
}

async function passkeyOnly(device: Awaited<ReturnType<typeof newPasskey>>) {
  const interactionUid = newId(clock.now());
  const answer = device.get(await askForPasskey(services, { kind: 'sign-in', interactionUid }));
  const request = { interactionUid, shared: false, acrNeeded: undefined, origin: testOrigin, answer };
  const result = await signInByPasskey(services, request);
  return result.ok ? result.value.step : result.refusal;
}

async function passwordLeadsTo(username: string) {
  const result = await signIn(services, signInRequest(username));
  return result.ok ? result.value.step : result.refusal.kind;
}

async function withApp({ accountId }: LiveSession): Promise<void> {
  const setup = (await setUpApp(services, accountId, 'Siti')) ?? assert.fail('no setup');
  const code = new TOTP({ secret: Secret.fromBase32(setup.secret) }).generate({
    timestamp: clock.now().getTime(),
  });
  assert.ok((await turnOnApp(services, accountId, code, testOrigin)).ok);
}

async function entryOf(accountId: string, event: ActivityEvent): Promise<string> {
  const entry = (await recentActivity(owner, accountId, 50)).find((one) => one.event === event);
  return entry?.id ?? assert.fail(`no ${event}`);
}

const methodsOf = async (accountId: string) => {
  const { factors, recovery } = await factorsOf(services, accountId);
  return [...factors, ...(recovery ? [recovery] : [])].map(({ method }) => method);
};

test('what a thief set up since the disowned entry opens nothing any more, and the owner keeps what was there before', async () => {
  const { accountId, username } = await newAccount();
  const session = await passwordSession(services, username);
  const mine = await newPasskey(services, session);
  clock.advance(60);
  // The thief's session sets up a passkey, an app and recovery codes of its own.
  const thief = await newPasskey(services, await passkeySession(mine));
  const entry = await entryOf(accountId, 'factor_added');
  clock.advance(60);
  await withApp(session);
  assert.ok((await makeRecoveryCodes(services, accountId, testOrigin)).ok);
  assert.deepEqual(await methodsOf(accountId), ['passkey', 'totp', 'recovery']);
  assert.equal(await passkeyOnly(thief), 'done');

  const done = await disown(services, session, entry, testOrigin);
  assert.ok(done.ok);
  assert.deepEqual(done.value.methods.toSorted(), ['passkey', 'recovery', 'totp']);
  assert.deepEqual(await methodsOf(accountId), ['passkey']);
  assert.equal((await passkeysOf(services, accountId)).length, 1);
  assert.equal(await passkeyOnly(thief), 'unknown', 'no session and no new password for the thief');
  assert.equal(await passkeyOnly(mine), 'new-password', 'the owner chooses the new password');
  assert.equal(await passwordLeadsTo(username), 'second-factor');
  assert.ok(outbox.sent.some(({ template }) => template === 'not_me_reported'));
  const removed = (await recentActivity(owner, accountId, 50)).filter(
    ({ event }) => event === 'factor_removed',
  );
  assert.equal(removed.length, 3);
});

test('of a thief who set up all there is nothing is left: the password alone leads to the reset', async () => {
  const { accountId, username } = await newAccount();
  const session = await passwordSession(services, username);
  clock.advance(60);
  const thief = await newPasskey(services, await passwordSession(services, username));
  const entry = await entryOf(accountId, 'factor_added');
  assert.ok((await disown(services, session, entry, testOrigin)).ok);
  assert.deepEqual(await methodsOf(accountId), []);
  assert.equal(await passkeyOnly(thief), 'unknown');
  assert.equal(await passwordLeadsTo(username), 'reset-due');
});

test('what was set up in the disowned session goes also when the entry is a later one of it', async () => {
  const { accountId, username } = await newAccount();
  const session = await passwordSession(services, username);
  const thief = await passwordSession(services, username);
  clock.advance(60);
  const device = await newPasskey(services, thief);
  clock.advance(60);
  await record(owner, {
    event: 'new_device',
    actor: { kind: 'member', accountId },
    accountId,
    at: clock.now(),
    details: { session: thief.sessionId },
  });
  const entry = await entryOf(accountId, 'new_device');
  assert.ok((await disown(services, session, entry, testOrigin)).ok);
  assert.equal(await passkeyOnly(device), 'unknown');
});

test('a refused try says nothing of somebody inside: no factor goes, and each still shows the owner', async () => {
  const { accountId, username } = await newAccount();
  const session = await passwordSession(services, username);
  await signIn(services, signInRequest(username, { password: 'bukan kata sandinya' }));
  const entry = await entryOf(accountId, 'sign_in_refused');
  clock.advance(60);
  const mine = await newPasskey(services, session);
  const done = await disown(services, session, entry, testOrigin);
  assert.ok(done.ok && done.value.methods.length === 0);
  assert.equal(await passkeyOnly(mine), 'new-password');
});

test('until a new password is chosen only a factor from before shows that the owner is there, whenever another came', async () => {
  const { accountId, username } = await newAccount();
  const session = await passwordSession(services, username);
  const mine = await newPasskey(services, session);
  clock.advance(60);
  await withApp(await passkeySession(mine));
  const entry = await entryOf(accountId, 'factor_added');
  assert.ok((await disown(services, session, entry, testOrigin)).ok);
  clock.advance(services.config.CONTACTS_FROZEN_SECONDS + 1);
  const late = await newPasskey(services, session);
  assert.equal(await passkeyOnly(late), 'unknown');
  assert.equal(await passkeyOnly(mine), 'new-password');
  await withApp(session);
  assert.equal(await passwordLeadsTo(username), 'second-factor');
  for (const { passkeyId } of await passkeysOf(services, accountId))
    assert.ok((await removePasskey(services, accountId, passkeyId, testOrigin)).ok);
  assert.deepEqual(await methodsOf(accountId), ['totp']);
  assert.equal(await passwordLeadsTo(username), 'reset-due', 'the late app shows nothing');
});

test('a passkey can be removed while contacts are frozen', async () => {
  const { accountId, username } = await newAccount();
  const session = await passwordSession(services, username);
  await newPasskey(services, session);
  const until = new Date(clock.now().getTime() + 3_600_000);
  await owner.run(
    sql`update accounts.account set contacts_frozen_until = ${until} where account_id = ${accountId}`,
  );
  const [passkey] = await passkeysOf(services, accountId);
  assert.ok((await removePasskey(services, accountId, passkey?.passkeyId ?? '', testOrigin)).ok);
  assert.deepEqual(await passkeysOf(services, accountId), []);
});
