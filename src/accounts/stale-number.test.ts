import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  askForReset,
  codeView,
  confirmNumber,
  confirmResetNumber,
  contactsOf,
  enterResetCode,
  isResetNumberDue,
  sendReset,
  signIn,
  takeFinishedSignIn,
  verifyCode,
} from '#accounts';
import { recentActivity } from '#activity';
import { findPersonByMemberNumber } from '#members';
import { openDatabase, sql } from '#platform';
import {
  accountServices,
  knownDeviceOf,
  newTestAccount,
  signInRequest,
  testOrigin,
} from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';
import { fillRegister, registerPerson } from '../../tests/support/registering.ts';

// Everything here runs with the rights of the sso face, the job with the worker's.
const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
const worker = openDatabase({ url: owner.url, role: 'goid_worker' });
after(() => database.close());
after(() => worker.close());
const services = () => accountServices(database);

/** An account of somebody on the register whose number was last used so many days ago. */
async function oldNumber(days: number, { email = true, secondFactor = ['sms' as const] } = {}) {
  const person = registerPerson();
  await fillRegister(owner, [person]);
  const personId = await findPersonByMemberNumber(owner, person.kpj);
  assert.ok(personId);
  const own = { ...services(), database: owner };
  const account = await newTestAccount(own, { personId, secondFactor });
  await owner.run(sql`
    update accounts.contact set confirmed_at = confirmed_at - make_interval(days => ${days}::int)
    where account_id = ${account.accountId}`);
  if (!email)
    await owner.run(
      sql`delete from accounts.contact where account_id = ${account.accountId} and channel = 'email'`,
    );
  return { ...account, answer: { memberNumber: person.kpj, birthDate: '1988-05-17' } };
}

/** Types password and code; answers with the interaction and the step that it leads to. */
async function typeCode(username: string, device?: string) {
  const at = services();
  const request = signInRequest(username, { origin: { ...testOrigin, device } });
  await signIn(at, request);
  await codeView(at, request.interactionUid, testOrigin);
  const code = at.outbox.sent.at(-1)?.parameters['code'] ?? '';
  const origin = { ...testOrigin, device };
  const verified = await verifyCode(at, request.interactionUid, code, { remember: true, origin });
  assert.ok(verified.ok);
  return { uid: request.interactionUid, ...verified.value };
}

const isStale = async (accountId: string) =>
  (await contactsOf(services(), accountId)).some(({ stale }) => stale);

test('a code to a number that was used within 90 days is enough', async () => {
  const { username } = await oldNumber(89);
  assert.equal((await typeCode(username)).step, 'done');
});

test('after 90 days a new device is asked for member number and birth date too, and the number counts as used', async () => {
  const { username, accountId, answer } = await oldNumber(91);
  assert.ok(await isStale(accountId));
  const { uid, step, rememberToken } = await typeCode(username);
  assert.deepEqual([step, rememberToken], ['stale-number', undefined]);
  assert.equal(await takeFinishedSignIn(services(), uid, testOrigin), undefined);
  assert.ok(await isStale(accountId), 'the code alone makes nothing fresh');
  for (const wrong of [
    { ...answer, birthDate: '1988-05-18' },
    { ...answer, memberNumber: '99999999999' },
  ])
    assert.deepEqual(await confirmNumber(services(), uid, wrong, testOrigin), {
      ok: false,
      refusal: { kind: 'wrong' },
    });
  const done = await confirmNumber(services(), uid, answer, testOrigin);
  assert.deepEqual(done, { ok: true, value: 'done' });
  assert.equal((await takeFinishedSignIn(services(), uid, testOrigin))?.acr, '2r');
  assert.equal(await isStale(accountId), false);
  assert.equal((await typeCode(username)).step, 'done');
  const events = (await recentActivity(owner, accountId, 30)).map(({ event }) => event);
  assert.equal(events.filter((event) => event === 'number_refused').length, 2);
  assert.equal(events.filter((event) => event === 'number_confirmed').length, 1);
});

test('a browser that the account knows is second thing enough', async () => {
  const { username, accountId } = await oldNumber(91);
  const device = await knownDeviceOf(services(), accountId);
  assert.equal((await typeCode(username, device)).step, 'done');
  assert.equal(await isStale(accountId), false);
});

test('five wrong answers a day, then none is looked at', async () => {
  const { username, answer } = await oldNumber(91);
  const { uid } = await typeCode(username);
  const kinds: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    const birthDate = round < 5 ? `1990-01-0${round + 1}` : answer.birthDate;
    const result = await confirmNumber(services(), uid, { ...answer, birthDate }, testOrigin);
    kinds.push(result.ok ? 'right' : result.refusal.kind);
  }
  assert.deepEqual(kinds, ['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'too-many']);
});

test('of 16 right answers at once on two processes one leads on', async () => {
  const { username, answer } = await oldNumber(91);
  const { uid } = await typeCode(username);
  // Each answer counts before it is looked at, so no more than five are looked at at once.
  const now = services().clock.now();
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'confirmNumber', uid, answer, now });
  assert.equal((answers as { ok: boolean }[]).filter(({ ok }) => ok).length, 1);
});

/** Asks for a new password by SMS and types the code; answers with the cookie and the step. */
async function resetByCode({ phone, accountId }: { phone: string; accountId: string }, device?: string) {
  const origin = { ...testOrigin, device };
  const asked = await askForReset(services(), phone, 'password', origin);
  assert.ok(asked.ok);
  const { token } = asked.value;
  const sending = accountServices(worker);
  const [row] = await owner.many<{ request_id: string }>(
    sql`select request_id from accounts.reset_request where account_id = ${accountId}`,
  );
  await sendReset(sending, { requestId: row?.request_id ?? '' });
  const code = sending.outbox.sent.at(-1)?.parameters['code'] ?? '';
  const result = await enterResetCode(services(), token, code, origin);
  assert.ok(result.ok);
  return { token, kind: result.value.kind };
}

test('a new password by SMS to such a number: the wait begins only after member number and birth date', async () => {
  const account = await oldNumber(91, { email: false, secondFactor: [] });
  const { accountId, answer } = account;
  const { token, kind } = await resetByCode(account);
  assert.equal(kind, 'number');
  assert.ok(await isResetNumberDue(services(), token));
  const recoveries = () =>
    owner.many(sql`select 1 from accounts.recovery where account_id = ${accountId} and state = 'waiting'`);
  assert.equal((await recoveries()).length, 0);
  const wrong = { ...answer, birthDate: '1988-05-18' };
  assert.equal((await confirmResetNumber(services(), token, wrong, testOrigin)).ok, false);
  assert.ok((await confirmResetNumber(services(), token, answer, testOrigin)).ok);
  assert.equal((await recoveries()).length, 1);
  assert.equal(await isStale(accountId), false);
  const again = await confirmResetNumber(services(), token, answer, testOrigin);
  assert.deepEqual(again, { ok: false, refusal: { kind: 'nothing-waits' } });
});

test('of 16 right answers for a new password at once on two processes one begins the wait', async () => {
  const account = await oldNumber(91, { email: false, secondFactor: [] });
  const { token } = await resetByCode(account);
  const now = services().clock.now();
  const { answer } = account;
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'confirmResetNumber', token, answer, now });
  assert.equal((answers as { ok: boolean }[]).filter(({ ok }) => ok).length, 1);
});

test('a new password by SMS: a known device and a number in use go on as before', async () => {
  const old = await oldNumber(91, { email: false, secondFactor: [] });
  const device = await knownDeviceOf(services(), old.accountId);
  assert.equal((await resetByCode(old, device)).kind, 'link');
  const used = await oldNumber(1, { email: false, secondFactor: [] });
  assert.equal((await resetByCode(used)).kind, 'wait');
});

test('nobody confirms a number whose code was not typed', async () => {
  const { phone, answer } = await oldNumber(91, { email: false, secondFactor: [] });
  const asked = await askForReset(services(), phone, 'password', testOrigin);
  assert.ok(asked.ok);
  const result = await confirmResetNumber(services(), asked.value.token, answer, testOrigin);
  assert.deepEqual(result, { ok: false, refusal: { kind: 'nothing-waits' } });
});
