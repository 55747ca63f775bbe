import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askForReset,
  enterResetCode,
  goRoundRecoveries,
  sendRecoveryCode,
  sendReset,
  signIn,
  startRecovery,
} from '#accounts';
import { casesOf } from '#cases';
import { sql } from '#platform';
import {
  accountServices,
  knownDeviceOf,
  newTestAccount,
  signInRequest,
  testOrigin,
} from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';

const owner = await testDatabase();
const services = accountServices(owner);
const { clock, outbox } = services;
type Answer = { readonly ok: boolean } | null;
const winners = (answers: unknown[]) => (answers as Answer[]).filter((answer) => answer?.ok).length;

const countOf = (template: string, address: string) =>
  outbox.sent.filter((message) => message.template === template && message.to === address).length;
const newest = (template: string, name: string) =>
  outbox.sent.findLast((message) => message.template === template)?.parameters[name] ?? '';

async function askedFor(purpose: 'password' | 'factor') {
  const account = await newTestAccount(services, { secondFactor: ['sms'] });
  await askForReset(services, account.email, purpose, testOrigin);
  const { request_id: requestId } = await owner.one<{ request_id: string }>(
    sql`select request_id from accounts.reset_request where account_id = ${account.accountId}`,
  );
  await sendReset(services, { requestId });
  return { account, requestId };
}

async function waiting() {
  const { account } = await askedFor('factor');
  const origin = { ...testOrigin, device: await knownDeviceOf(services, account.accountId) };
  const begun = await startRecovery(services, newest('recovery_link', 'token'), origin);
  assert.ok(begun.ok);
  const { recovery_id: recoveryId } = await owner.one<{ recovery_id: string }>(
    sql`select recovery_id from accounts.recovery where account_id = ${account.accountId}`,
  );
  return { account, recoveryId, token: begun.value.token };
}

test('of 16 new passwords at once behind one link on two processes one is set', async () => {
  const { account } = await askedFor('password');
  const token = newest('reset_link', 'token');
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'resetPassword', token, now: clock.now() });
  assert.equal(answers.length, 16);
  assert.equal(winners(answers), 1, JSON.stringify(answers));
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      signIn(services, signInRequest(account.username, { password: `kuda hitam makan rumput ${index}` })),
    ),
  );
  assert.equal(results.filter(({ ok }) => ok).length, 1);
});

test('one request is sent once, however many workers take its job', async () => {
  const { account, requestId } = await askedFor('password');
  await Promise.all(Array.from({ length: 8 }, () => sendReset(services, { requestId })));
  assert.equal(countOf('reset_link', account.email), 1);
});

test('of 16 beginnings at once behind one link one begins to wait', async () => {
  const { account } = await askedFor('factor');
  const token = newest('recovery_link', 'token');
  const device = await knownDeviceOf(services, account.accountId);
  const answers = await raceOverTwoProcesses(owner.url, {
    verb: 'startRecovery',
    token,
    device,
    now: clock.now(),
  });
  assert.equal(winners(answers), 1);
  const rows = await owner.many(sql`select from accounts.recovery where account_id = ${account.accountId}`);
  assert.equal(rows.length, 1);
});

test('of 16 presses at once on the stop link one stops it, and the owner is told once', async () => {
  const { account, recoveryId } = await waiting();
  const call = { verb: 'stopRecovery', recoveryId, now: clock.now() } as const;
  const answers = await raceOverTwoProcesses(owner.url, call);
  assert.equal(answers.length, 16);
  assert.equal(answers.filter((answer) => answer === true).length, 1);
  const { count } = await owner.one<{ count: number }>(sql`
    select count(*)::int as count from activity.entry
    where account_id = ${account.accountId} and event = 'recovery_cancelled'`);
  assert.equal(count, 1);
});

test('of finishing and stopping at once, eight of each on two processes, one wins, and it is what stands', async () => {
  for (let round = 0; round < 3; round += 1) {
    const { account, recoveryId, token } = await waiting();
    clock.advance(72 * 3600);
    const number = `+62813777100${round}0`;
    const abroad = await sendRecoveryCode(services, token, '+447700900123', testOrigin);
    assert.deepEqual(abroad, { ok: false, refusal: { kind: 'not-possible' } });
    assert.ok((await sendRecoveryCode(services, token, number, testOrigin)).ok);
    const code = newest('recovery_code', 'code');
    const call = { verb: 'finishOrStop', recoveryId, token, code, now: clock.now() } as const;
    const answers = await raceOverTwoProcesses(owner.url, call);
    const won = answers.filter((answer) => answer === 'finished' || answer === 'stopped');
    assert.equal(won.length, 1, JSON.stringify(answers));
    const { state, bound } = await owner.one<{ state: string; bound: Date }>(sql`
      select state, bound_at as bound from accounts.recovery join accounts.authenticator using (account_id)
      where recovery_id = ${recoveryId}`);
    assert.equal(state, won[0] === 'finished' ? 'done' : 'cancelled');
    assert.equal(bound.getTime() === clock.now().getTime(), won[0] === 'finished', account.username);
  }
});

/** A member with a phone only asked for a new password, which comes by SMS. */
async function codeSent() {
  const account = await newTestAccount(services, { secondFactor: ['sms'] });
  await owner.run(
    sql`delete from accounts.contact where account_id = ${account.accountId} and channel = 'email'`,
  );
  const asked = await askForReset(services, account.username, 'password', testOrigin);
  assert.ok(asked.ok);
  const { request_id: requestId } = await owner.one<{ request_id: string }>(
    sql`select request_id from accounts.reset_request where account_id = ${account.accountId}`,
  );
  await sendReset(services, { requestId });
  return { account, token: asked.value.token, code: newest('reset_code', 'code') };
}

test('of 16 right codes for a new password at once on two processes one leads on', async () => {
  const { account, token, code } = await codeSent();
  const device = await knownDeviceOf(services, account.accountId);
  const call = { verb: 'enterResetCode', token, code, device, now: clock.now() } as const;
  const answers = await raceOverTwoProcesses(owner.url, call);
  assert.equal(winners(answers), 1, JSON.stringify(answers));
});

test('of 16 ways at once to a new password that has waited its day one is opened', async () => {
  const { token, code } = await codeSent();
  const begun = await enterResetCode(services, token, code, testOrigin);
  assert.ok(begun.ok && begun.value.kind === 'wait');
  clock.advance(24 * 3600);
  const call = { verb: 'takeWaitedReset', token: begun.value.token, now: clock.now() } as const;
  const opened = (await raceOverTwoProcesses(owner.url, call)).filter((answer) => answer !== null);
  assert.equal(opened.length, 1, JSON.stringify(opened));
  assert.doesNotMatch(JSON.stringify(opened), /threw/);
});

test('of 16 presses at once on the link that opens a case one opens it', async () => {
  const { account } = await askedFor('factor');
  const token = newest('recovery_link', 'token');
  const call = { verb: 'openCaseByLink', token, now: clock.now() } as const;
  const opened = (await raceOverTwoProcesses(owner.url, call)).filter((answer) => answer !== null);
  assert.equal(opened.length, 1, JSON.stringify(opened));
  assert.equal((await casesOf(owner, account.accountId)).length, 1);
});

test('rounds that overlap tell an owner once a day and end a wait once', async () => {
  const { account } = await waiting();
  const rounds = () => Promise.all(Array.from({ length: 4 }, () => goRoundRecoveries(services)));
  clock.advance(24 * 3600);
  await rounds();
  assert.equal(countOf('recovery_waiting', account.phone), 2);
  clock.advance(48 * 3600);
  await rounds();
  assert.equal(countOf('recovery_ready', account.phone), 1);
});
