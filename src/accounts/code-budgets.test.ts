import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentActivity } from '#activity';
import {
  askAgain,
  askForReset,
  beginContactChange,
  codeView,
  confirmContactChange,
  enterResetCode,
  finishRecovery,
  type LiveSession,
  type Origin,
  recoveryByToken,
  resendContactCode,
  sendRecoveryCode,
  sendReset,
  signIn,
  startRecovery,
  takeFinishedSignIn,
  useSession,
  verifyCode,
  waitingContactChange,
} from '#accounts';
import { type Config, openDatabase, sql } from '#platform';
import { peek } from '#throttle';
import {
  accountServices,
  knownDeviceOf,
  newTestAccount,
  signInRequest,
  testOrigin,
} from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso', poolSize: 2 });
test.after(() => database.close());

type House = ReturnType<typeof accountServices>;
const open = (settings: Partial<Config> = {}) => accountServices(database, settings);
const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000');
const lastCode = ({ outbox }: House) => outbox.sent.at(-1)?.parameters['code'] ?? '';
const minutes = 60;

/** A member with a phone only, so that a new password comes by SMS. */
async function phoneOnly(house: House) {
  const account = await newTestAccount({ ...house, database: owner }, { secondFactor: ['sms'] });
  await owner.run(
    sql`delete from accounts.contact where account_id = ${account.accountId} and channel = 'email'`,
  );
  return account;
}

async function sessionOf(house: House, identifier: string): Promise<LiveSession> {
  const request = signInRequest(identifier);
  assert.ok((await signIn(house, request)).ok);
  await codeView(house, request.interactionUid, testOrigin);
  const code = lastCode(house);
  await verifyCode(house, request.interactionUid, code, { remember: false, origin: testOrigin });
  const finished = await takeFinishedSignIn(house, request.interactionUid, testOrigin);
  return (await useSession(database, finished?.sessionId ?? '', house.clock.now())) ?? assert.fail();
}

async function runResetJobs(house: House): Promise<void> {
  const rows = await owner.many<{ request_id: string }>(
    sql`select request_id from accounts.reset_request where sent_at is null`,
  );
  for (const { request_id: requestId } of rows) await sendReset({ ...house, database: owner }, { requestId });
}

async function resetAsked(house: House, identifier: string): Promise<string> {
  const asked = await askForReset(house, identifier, 'password', testOrigin);
  assert.ok(asked.ok);
  await runResetJobs(house);
  return asked.value.token;
}

const kindOf = (result: { ok: boolean; refusal?: { kind: string } }) =>
  result.ok ? 'ok' : result.refusal?.kind;

async function changeBegun(house: House, session: LiveSession, typed: string, origin: Origin = testOrigin) {
  const begun = await beginContactChange(house, session, { channel: 'sms', typed }, origin);
  assert.ok(begun.ok, JSON.stringify(begun));
  return begun.value.changeId;
}

const eventsOf = async (accountId: string) =>
  (await recentActivity(owner, accountId, 40)).map(({ event }) => event);

test('codes at sign-in, for a new password and for a new contact are guessed at from one budget of the account', async () => {
  const house = open();
  const account = await phoneOnly(house);
  const session = await sessionOf(house, account.username);
  const token = await resetAsked(house, account.username);
  const wrong = wrongOf(lastCode(house));
  const kinds: unknown[] = [];
  for (let tries = 0; tries < 4; tries += 1)
    kinds.push(kindOf(await enterResetCode(house, token, wrong, testOrigin)));
  assert.deepEqual(kinds, ['wrong', 'wrong', 'too-many', 'too-many'], 'whoever proved nothing has three');
  const changeId = await changeBegun(house, session, '081277700001');
  const typed = wrongOf(lastCode(house));
  const enter = () => confirmContactChange(house, session, changeId, typed, testOrigin);
  assert.equal(kindOf(await enter()), 'wrong', 'the owner has tries left');
  assert.equal(kindOf(await enter()), 'codes-closed', 'that was the fifth in an hour');
  const request = signInRequest(account.username);
  assert.ok((await signIn(house, request)).ok);
  const view = await codeView(house, request.interactionUid, testOrigin);
  assert.deepEqual(view?.closedUntil, new Date('2026-11-20T04:00:00Z'));
  const refused = (await eventsOf(account.accountId)).filter((event) => event === 'code_refused');
  assert.equal(refused.length, 5, 'each of them stands on the page of activity');
});

test('a right code gives back what it took: it leaves the account as many wrong ones as before', async () => {
  const house = open();
  const account = await phoneOnly(house);
  const session = await sessionOf(house, account.username);
  const left = async (name: 'code_wrong_hour' | 'code_wrong_day' | 'code_sends_hour') => {
    const allowance = await peek(database, house, name, account.accountId, house.clock.now());
    return allowance.allowed ? allowance.left : 0;
  };
  const changeId = await changeBegun(house, session, '081277700002');
  assert.ok((await confirmContactChange(house, session, changeId, lastCode(house), testOrigin)).ok);
  const token = await resetAsked(house, account.username);
  assert.ok((await enterResetCode(house, token, lastCode(house), testOrigin)).ok);
  assert.deepEqual([await left('code_wrong_hour'), await left('code_wrong_day')], [5, 15]);
  assert.equal(await left('code_sends_hour'), 5);
});

test('of codes for a new password the last two work, each until its own end, and sending again resets nothing', async () => {
  const house = open();
  const account = await phoneOnly(house);
  const device = await knownDeviceOf({ ...house, database: owner }, account.accountId);
  const token = await resetAsked(house, account.username);
  const first = lastCode(house);
  await enterResetCode(house, token, wrongOf(first), testOrigin);
  house.clock.advance(8 * minutes);
  assert.ok((await askAgain(house, token, testOrigin)).ok);
  await runResetJobs(house);
  const second = lastCode(house);
  assert.notEqual(second, first);
  assert.equal(kindOf(await enterResetCode(house, token, wrongOf(second), testOrigin)), 'wrong');
  const entered = await enterResetCode(house, token, first, { ...testOrigin, device });
  assert.ok(entered.ok, 'the one before');
});

test('a contact gets the same code again, the next one when under three minutes remain, and both work', async () => {
  const house = open();
  const account = await phoneOnly(house);
  const session = await sessionOf(house, account.username);
  const changeId = await changeBegun(house, session, '081277700003');
  const first = lastCode(house);
  house.clock.advance(6 * minutes);
  assert.ok((await resendContactCode(house, session, changeId, testOrigin)).ok);
  assert.equal(lastCode(house), first);
  house.clock.advance(2 * minutes);
  assert.ok((await resendContactCode(house, session, changeId, testOrigin)).ok);
  assert.notEqual(lastCode(house), first);
  assert.ok((await confirmContactChange(house, session, changeId, first, testOrigin)).ok);
});

async function readyToFinish(house: House) {
  const account = await newTestAccount({ ...house, database: owner }, { secondFactor: ['sms'] });
  await askForReset(house, account.email, 'factor', testOrigin);
  await runResetJobs(house);
  const link = house.outbox.sent.at(-1)?.parameters['token'] ?? '';
  const device = await knownDeviceOf({ ...house, database: owner }, account.accountId);
  const begun = await startRecovery(house, link, { ...testOrigin, device });
  assert.ok(begun.ok);
  house.clock.advance(house.config.RECOVERY_WAIT_SECONDS);
  return { account, token: begun.value.token };
}

test('of codes to the new address of a recovery the last two work, but none that went to another address', async () => {
  const house = open();
  const { account, token } = await readyToFinish(house);
  const send = (typed: string) => sendRecoveryCode(house, token, typed, testOrigin);
  assert.ok((await send('081277700010')).ok);
  const elsewhere = lastCode(house);
  house.clock.advance(minutes);
  assert.ok((await send('081277700011')).ok);
  const first = lastCode(house);
  assert.equal(kindOf(await finishRecovery(house, token, elsewhere, testOrigin)), 'wrong');
  house.clock.advance(8 * minutes);
  assert.ok((await send('081277700011')).ok);
  assert.notEqual(lastCode(house), first);
  assert.ok((await finishRecovery(house, token, first, testOrigin)).ok);
  const tries = await peek(database, house, 'code_wrong_hour', account.accountId, house.clock.now());
  assert.ok(tries.allowed && tries.left === 4, 'only the wrong one is counted');
  assert.ok((await eventsOf(account.accountId)).includes('code_refused'));
});

test('a recovery sends SMS within the budgets of all codes, and to the countries of the setting only', async () => {
  const house = open({ PAID_SENDS_PER_BLOCK_PER_HOUR: 1 });
  const { token } = await readyToFinish(house);
  const send = async (typed: string) => kindOf(await sendRecoveryCode(house, token, typed, testOrigin));
  assert.equal(await send('+13125550199'), 'not-possible');
  assert.equal(await send('081255510001'), 'ok');
  house.clock.advance(minutes);
  assert.equal(await send('081255510002'), 'way-closed');
  assert.equal(await send('lain@contoh.id'), 'ok', 'e-mail costs nothing and goes on');
});

test('wrong codes for contacts count for all accounts together; those for new passwords have a count of their own', async () => {
  const house = open({ CODE_WRONG_PER_MINUTE_EVERYWHERE: 2 });
  // Later than every other test here: all share the count.
  house.clock.advance(30 * 86_400);
  const [guessing, other] = [await phoneOnly(house), await phoneOnly(house)];
  const session = await sessionOf(house, guessing.username);
  const changeId = await changeBegun(house, session, '081277700004');
  const wrong = wrongOf(lastCode(house));
  const enter = () => confirmContactChange(house, session, changeId, wrong, testOrigin);
  const token = await resetAsked(house, other.username);
  const reset = () => enterResetCode(house, token, wrongOf(lastCode(house)), testOrigin);
  for (const expected of ['wrong', 'wrong', 'too-many']) assert.equal(kindOf(await reset()), expected);
  for (const expected of ['wrong', 'wrong', 'codes-closed']) assert.equal(kindOf(await enter()), expected);
  house.clock.advance(minutes);
  assert.equal(kindOf(await enter()), 'wrong', 'a minute later codes are looked at again');
});

test('a new password by SMS stays within the budgets of all SMS; the page that asked shows the same, the job says why not', async () => {
  const house = open({ PAID_SENDS_PER_NUMBER_PER_DAY: 1 });
  const account = await phoneOnly(house);
  const ask = async () => {
    const asked = await askForReset(house, account.username, 'password', testOrigin);
    assert.ok(asked.ok);
    const { request_id: requestId } = await owner.one<{ request_id: string }>(
      sql`select request_id from accounts.reset_request where sent_at is null`,
    );
    return sendReset({ ...house, database: owner }, { requestId });
  };
  assert.equal(await ask(), undefined);
  house.clock.advance(minutes);
  const before = house.outbox.sent.length;
  assert.equal(await ask(), 'way-closed');
  assert.equal(house.outbox.sent.length, before);
  const abroad = accountServices(database, { PHONE_COUNTRIES: ['+65'] });
  abroad.clock.advance(2 * minutes);
  const asked = await askForReset(abroad, account.phone, 'password', testOrigin);
  assert.ok(asked.ok);
  await runResetJobs(abroad);
  assert.equal(abroad.outbox.sent.length, 0, 'nor outside of the countries of the setting');
});

test('what became of the message is known for a code to a new contact and for that of a recovery', async () => {
  const plain = open();
  const at = plain.clock.now();
  const deliveryOf = async (_: unknown, messageId: string) =>
    ({
      messageId,
      channel: 'sms',
      state: 'delivered',
      queuedAt: at,
      acceptedAt: at,
      deliveredAt: at,
      failedAt: undefined,
    }) as const;
  const house = { ...plain, outbox: { ...plain.outbox, deliveryOf } };
  const account = await phoneOnly(house);
  const session = await sessionOf(house, account.username);
  const changeId = await changeBegun(house, session, '081277700020');
  const waiting = await waitingContactChange(house, session, changeId);
  assert.equal(waiting?.delivery?.state, 'delivered');
  const { token } = await readyToFinish(house);
  assert.ok((await sendRecoveryCode(house, token, '081277700021', testOrigin)).ok);
  assert.equal((await recoveryByToken(house, token))?.newAddress?.delivery?.state, 'delivered');
});
