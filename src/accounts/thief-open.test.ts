import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askForPasskey,
  beginContactChange,
  chooseAtSignIn,
  confirmContactChange,
  signInByPasskey,
  stopContactChange,
} from '#accounts';
import { newId } from '#kernel';
import { openDatabase, sql } from '#platform';
import { accountServices, newTestAccount, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { newPasskey, passwordSession } from '../../tests/support/passkeys.ts';

const database = await testDatabase();
const services = accountServices(database);
const { outbox, clock } = services;

test('after the stop of a change a passkey that the same session added does not choose the new password', async () => {
  const { username, email } = await newTestAccount(services);
  const thief = await passwordSession(services, username);
  const device = await newPasskey(services, thief);
  clock.advance(60);
  const wanted = { channel: 'email', typed: 'lubang@pencuri.id' } as const;
  const begun = await beginContactChange(services, thief, wanted, testOrigin);
  assert.ok(begun.ok);
  const code = outbox.sent.at(-1)?.parameters['code'] ?? '';
  assert.ok((await confirmContactChange(services, thief, begun.value.changeId, code, testOrigin)).ok);
  const stop = outbox.sent.findLast(({ to, parameters }) => to === email && parameters['stop']);
  assert.ok(await stopContactChange(services, stop?.parameters['stop'] ?? '', testOrigin));
  const interactionUid = newId(clock.now());
  const asked = await askForPasskey(services, { kind: 'sign-in', interactionUid });
  const request = { interactionUid, shared: false, acrNeeded: undefined, origin: testOrigin };
  await signInByPasskey(services, { ...request, answer: device.get(asked) });
  const typed = { password: 'Lain-Sekali-Sandi-9', repeat: 'Lain-Sekali-Sandi-9' };
  const chosen = await chooseAtSignIn(services, interactionUid, typed, testOrigin);
  assert.equal(chosen.ok, false);
});

test('with the rights of the portal a session that was ended cannot be made alive again', async () => {
  const { username } = await newTestAccount(services);
  const { sessionId } = await passwordSession(services, username);
  await database.run(
    sql`update accounts.session set ended_at = now(), end_reason = 'revoked' where session_id = ${sessionId}`,
  );
  const portal = openDatabase({ url: database.url, role: 'goid_portal', poolSize: 1 });
  await portal
    .run(sql`update accounts.session set ended_at = null, end_reason = null where session_id = ${sessionId}`)
    .catch(() => {});
  await portal.close();
  const { ended } = await database.one<{ ended: boolean }>(
    sql`select ended_at is not null as ended from accounts.session where session_id = ${sessionId}`,
  );
  assert.equal(ended, true);
});
