import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askForReset,
  beginContactChange,
  codeView,
  confirmContactChange,
  resetPassword,
  sendPasswordClosedNotice,
  sendReset,
  signIn,
  startRecovery,
} from '#accounts';
import { sql } from '#platform';
import {
  accountServices,
  knownDeviceOf,
  newTestAccount,
  signInRequest,
  testOrigin,
} from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { passwordSession } from '../../tests/support/passkeys.ts';

const database = await testDatabase();
const services = accountServices(database);
const { clock, outbox } = services;

async function linkFor(typed: string, purpose: 'password' | 'factor'): Promise<string> {
  clock.advance(61);
  assert.ok((await askForReset(services, typed, purpose, testOrigin)).ok);
  const { request_id: requestId } = await database.one<{ readonly request_id: string }>(
    sql`select request_id from accounts.reset_request order by asked_at desc limit 1`,
  );
  await sendReset(services, { requestId });
  return outbox.sent.at(-1)?.parameters['token'] ?? assert.fail('no link');
}

test('every message to a member tells times in the time zone of the account', async () => {
  const account = await newTestAccount(services);
  const { accountId } = account;
  await database.run(sql`update accounts.account set time_zone = 'WIT' where account_id = ${accountId}`);
  const session = await passwordSession(services, account.username);
  const contact = { channel: 'email', typed: 'timur@contoh.id' } as const;
  const begun = await beginContactChange(services, session, contact, testOrigin);
  assert.ok(begun.ok);
  const code = outbox.sent.at(-1)?.parameters['code'] ?? '';
  assert.ok((await confirmContactChange(services, session, begun.value.changeId, code, testOrigin)).ok);
  await sendPasswordClosedNotice(services, { accountId, until: clock.now().toISOString() });
  const chosen = { password: 'kuda hitam makan rumput pagi', repeat: 'kuda hitam makan rumput pagi' };
  const token = await linkFor(account.email, 'password');
  assert.ok((await resetPassword(services, token, chosen, testOrigin)).ok);
  const origin = { ...testOrigin, device: await knownDeviceOf(services, accountId) };
  assert.ok((await startRecovery(services, await linkFor(account.email, 'factor'), origin)).ok);
  const second = await newTestAccount(services, { secondFactor: ['sms'] });
  await database.run(
    sql`update accounts.account set time_zone = 'WIT' where account_id = ${second.accountId}`,
  );
  const request = signInRequest(second.username);
  assert.ok((await signIn(services, request)).ok);
  await codeView(services, request.interactionUid, testOrigin);
  const templates = new Set(outbox.sent.map(({ template }) => template));
  for (const { template, parameters, timeZone, expiresAt } of outbox.sent) {
    assert.doesNotMatch(Object.values(parameters).join(' '), /WIB|WITA/, template);
    // The end of its life is put into words when it is sent.
    if (expiresAt) assert.equal(timeZone, 'WIT', template);
  }
  assert.deepEqual([...templates].toSorted(), [
    'contact_added',
    'contact_code',
    'password_closed',
    'password_reset',
    'recovery_link',
    'recovery_waiting',
    'reset_link',
    'sign_in_code',
  ]);
});
