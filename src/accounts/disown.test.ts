import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentActivity } from '#activity';
import {
  askForPasskey,
  beginContactChange,
  confirmContactChange,
  disown,
  factorsOf,
  type LiveSession,
  setUpApp,
  signIn,
  signInByPasskey,
  turnOnApp,
  useSession,
} from '#accounts';
import { newId } from '#kernel';
import { sql } from '#platform';
import { Secret, TOTP } from 'otpauth';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { newPasskey, passwordSession } from '../../tests/support/passkeys.ts';

const database = await testDatabase();
const services = accountServices(database);
const { clock, outbox } = services;

/** The entry of a session's sign-in. */
async function signInOf({ accountId, sessionId }: LiveSession): Promise<string> {
  const entry = (await recentActivity(database, accountId, 50)).find(
    ({ event, details }) => event === 'sign_in_succeeded' && details?.['session'] === sessionId,
  );
  return entry?.id ?? assert.fail('no entry');
}

async function twoSessions() {
  const { accountId, username } = await newTestAccount(services);
  const owner = await passwordSession(services, username);
  clock.advance(60);
  const thief = await passwordSession(services, username);
  clock.advance(60);
  return { accountId, username, owner, thief, origin: { ...testOrigin, sessionId: thief.sessionId } };
}

async function turnOnAppIn(accountId: string, sessionId: string): Promise<void> {
  clock.advance(60);
  const { secret } = (await setUpApp(services, accountId, 'Siti')) ?? assert.fail();
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() });
  assert.ok((await turnOnApp(services, accountId, code, { ...testOrigin, sessionId })).ok);
}

test('a thief who signed in twice keeps no session after “not me”, and so cannot choose the password', async () => {
  const { username } = await newTestAccount(services);
  const owner = await passwordSession(services, username);
  const first = await passwordSession(services, username);
  const second = await passwordSession(services, username);
  assert.ok((await disown(services, owner, await signInOf(first), testOrigin)).ok);
  const alive = await Promise.all(
    [owner, first, second].map(({ sessionId }) => useSession(database, sessionId, clock.now())),
  );
  assert.deepEqual(alive.map(Boolean), [true, false, false]);
});

test('a passkey of the disowned session opens nothing any more, and the stolen password leads to the mailbox', async () => {
  const { username, owner, thief } = await twoSessions();
  const device = await newPasskey(services, thief);
  assert.ok((await disown(services, owner, await signInOf(thief), testOrigin)).ok);
  const interactionUid = newId(clock.now());
  const asked = await askForPasskey(services, { kind: 'sign-in', interactionUid });
  const request = { interactionUid, shared: false, acrNeeded: undefined, origin: testOrigin };
  const shown = await signInByPasskey(services, { ...request, answer: device.get(asked) });
  assert.deepEqual(shown, { ok: false, refusal: 'unknown' });
  const typed = await signIn(services, signInRequest(username));
  assert.deepEqual(typed, { ok: true, value: { step: 'reset-due' } });
});

test('what the session in hand set up stays; what the disowned one did goes', async () => {
  const { accountId, owner, thief } = await twoSessions();
  await newPasskey(services, thief);
  await turnOnAppIn(accountId, owner.sessionId);
  assert.ok((await disown(services, owner, await signInOf(thief), testOrigin)).ok);
  const { factors } = await factorsOf(services, accountId);
  assert.deepEqual(
    factors.map(({ method }) => method),
    ['totp'],
  );
});

test('an address that the disowned session added gets no link to a new password', async () => {
  const { accountId, owner, thief, origin } = await twoSessions();
  const wanted = { channel: 'email', typed: 'disisipkan@pencuri.id' } as const;
  const begun = await beginContactChange(services, thief, wanted, origin);
  assert.ok(begun.ok);
  const code = outbox.sent.at(-1)?.parameters['code'] ?? '';
  assert.ok((await confirmContactChange(services, thief, begun.value.changeId, code, origin)).ok);
  assert.ok((await disown(services, owner, await signInOf(thief), testOrigin)).ok);
  const rows = await database.many(sql`select from accounts.contact where account_id = ${accountId}`);
  assert.equal(rows.length, 2);
});
