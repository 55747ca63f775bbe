import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confirmByPassword, lackedStrength, setUpApp, turnOnApp, useSession } from '#accounts';
import { Secret, TOTP } from 'otpauth';
import { accountServices, newTestAccount, testOrigin, testPassword } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { passwordSession } from '../../tests/support/passkeys.ts';

const services = accountServices(await testDatabase());
const { clock, database } = services;

test('a session that a stolen password opened before a factor was turned on cannot change factors or contacts with that password', async () => {
  const { accountId, username } = await newTestAccount(services);
  const thief = await passwordSession(services, username);
  clock.advance(600);
  await passwordSession(services, username);
  const { secret } = (await setUpApp(services, accountId, 'Siti')) ?? assert.fail();
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() });
  assert.ok((await turnOnApp(services, accountId, code, testOrigin)).ok);
  clock.advance(1);
  assert.ok((await confirmByPassword(services, thief, testPassword, testOrigin)).ok);
  const confirmed = await useSession(database, thief.sessionId, clock.now());
  assert.equal(confirmed && (await lackedStrength(services, confirmed)), '2r');
});
