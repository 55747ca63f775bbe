import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askForReset,
  beginContactChange,
  confirmContactChange,
  isReadOnly,
  type LiveSession,
  resetPassword,
  sendFactorCode,
  sendReset,
  signIn,
  startRecovery,
  stopContactChange,
  turnOnMessages,
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
const lastOf = (to: string, name: string) =>
  outbox.sent.findLast((message) => message.to === to && message.parameters[name])?.parameters[name] ??
  assert.fail(`no ${name} for ${to}`);
/** Notices of a waiting recovery have a way to stop too. */
const stopOf = (mailbox: string) =>
  outbox.sent.findLast(({ to, template }) => to === mailbox && template.startsWith('contact_'))?.parameters[
    'stop'
  ] ?? assert.fail(`no stop for ${mailbox}`);

/** The one address of the account, or the one that was added last. */
async function emailOf(accountId: string): Promise<string> {
  const { contact_id: id } = await database.one<{ readonly contact_id: string }>(sql`
    select contact_id from accounts.contact where account_id = ${accountId} and channel = 'email'
    order by contact_id desc limit 1`);
  return id;
}

/** With a session that a stolen password opened. */
async function setAddress(session: LiveSession, typed: string, replaces?: string): Promise<string> {
  clock.advance(60);
  const wanted = { channel: 'email', typed, ...(replaces === undefined ? {} : { replaces }) } as const;
  const begun = await beginContactChange(services, session, wanted, testOrigin);
  assert.ok(begun.ok);
  const code = lastOf(typed, 'code');
  assert.ok((await confirmContactChange(services, session, begun.value.changeId, code, testOrigin)).ok);
  return emailOf(session.accountId);
}

async function linkTo(typed: string, purpose: 'password' | 'factor'): Promise<string> {
  assert.ok((await askForReset(services, typed, purpose, testOrigin)).ok);
  const { request_id: requestId } = await database.one<{ readonly request_id: string }>(
    sql`select request_id from accounts.reset_request order by asked_at desc limit 1`,
  );
  await sendReset(services, { requestId });
  return lastOf(typed, 'token');
}

const contactsLeft = async (accountId: string) => {
  const rows = await database.many<{ readonly contact_id: string }>(sql`
    select contact_id from accounts.contact where account_id = ${accountId} order by contact_id`);
  return rows.map(({ contact_id: id }) => id);
};

test('the stop of a change takes away what was changed after it, of which the first address was not told', async () => {
  const { accountId, username, email } = await newTestAccount(services);
  const thief = await passwordSession(services, username);
  const before = await contactsLeft(accountId);
  const first = await setAddress(thief, 'pertama@pencuri.id', await emailOf(accountId));
  await setAddress(thief, 'kedua@pencuri.id', first);
  assert.ok(await stopContactChange(services, stopOf(email), testOrigin));
  assert.deepEqual(await contactsLeft(accountId), before);
});

test('an added address goes though a second factor was turned on for it, and the stolen password opens nothing', async () => {
  const { accountId, username, email } = await newTestAccount(services);
  const thief = await passwordSession(services, username);
  const before = await contactsLeft(accountId);
  const contactId = await setAddress(thief, 'ketiga@pencuri.id');
  const way = { accountId, method: 'email', contactId } as const;
  assert.ok((await sendFactorCode(services, way, testOrigin)).ok);
  assert.ok((await turnOnMessages(services, way, lastOf('ketiga@pencuri.id', 'code'), testOrigin)).ok);
  assert.ok(await stopContactChange(services, stopOf(email), testOrigin));
  assert.deepEqual(await contactsLeft(accountId), before);
  const typed = await signIn(services, signInRequest(username));
  assert.deepEqual(typed, { ok: true, value: { step: 'reset-due' } });
});

test('links and a recovery that lie in the mailbox that goes are worth nothing after the stop', async () => {
  const { accountId, username, email } = await newTestAccount(services);
  const thief = await passwordSession(services, username);
  const device = await knownDeviceOf(services, accountId);
  const mailbox = 'keempat@pencuri.id';
  await setAddress(thief, mailbox);
  const started = await startRecovery(services, await linkTo(mailbox, 'factor'), { ...testOrigin, device });
  assert.ok(started.ok);
  clock.advance(60);
  const token = await linkTo(mailbox, 'password');
  assert.ok(await stopContactChange(services, stopOf(email), testOrigin));
  const typed = { password: 'Lain-Sekali-Sandi-9', repeat: 'Lain-Sekali-Sandi-9' };
  const used = await resetPassword(services, token, typed, testOrigin);
  assert.deepEqual(used, { ok: false, refusal: { kind: 'link-gone' } });
  assert.equal(await isReadOnly(database, accountId), false);
});
