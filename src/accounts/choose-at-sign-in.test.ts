import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  attemptState,
  changePassword,
  chooseAtSignIn,
  codeView,
  newPasswordReason,
  resetPassword,
  signIn,
  takeFinishedSignIn,
  useSession,
  verifyCode,
} from '#accounts';
import { recentActivity } from '#activity';
import { fixedClock } from '#kernel';
import { openDatabase, sql } from '#platform';
import {
  accountServices,
  knownDeviceOf,
  newTestAccount,
  signInRequest,
  testOrigin,
  testPassword,
} from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';
import { openResetLink } from './reset-password.ts';

// The gate runs with the rights of the sso face; only making accounts and looking needs more.
const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());

const fresh = 'kuda hitam makan rumput';
const twice = (password: string) => ({ password, repeat: password });
const leakedFile = join(await mkdtemp(join(tmpdir(), 'leaked-')), 'leaked.txt');
const hashOf = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();
await writeFile(leakedFile, `${hashOf(testPassword)}:7\n`);

const services = () => accountServices(database);
/** As if the operator's list had grown after the passwords of the tests were chosen. */
const grown = () => accountServices(database, { BREACHED_PASSWORDS_FILE: leakedFile });
const newAccount = (account = {}) => newTestAccount({ ...services(), database: owner }, account);
const mark = (accountId: string, reason: 'not_me' | 'breached') =>
  owner.run(sql`update accounts.password set must_change = ${reason} where account_id = ${accountId}`);
const markOf = async (accountId: string) =>
  (
    await owner.one<{ must_change: string | null }>(
      sql`select must_change from accounts.password where account_id = ${accountId}`,
    )
  ).must_change;
/** A sign-in with a browser that the account knows, as most people meet a list that grew. */
const knownRequest = async ({ accountId, username }: Awaited<ReturnType<typeof newAccount>>) =>
  signInRequest(username, {
    origin: { ...testOrigin, device: await knownDeviceOf(services(), accountId) },
  });
const eventsOf = async (accountId: string) =>
  (await recentActivity(owner, accountId, 20)).map(({ event }) => event);

async function signedIn(identifier: string) {
  const request = signInRequest(identifier);
  await signIn(services(), request);
  const finished = await takeFinishedSignIn(services(), request.interactionUid, testOrigin);
  return finished?.sessionId ?? assert.fail();
}

test('[V6.2.10 V6.2.12] a password that is found among leaked ones opens nothing before another is chosen', async () => {
  const account = await newAccount();
  const before = await signedIn(account.username);
  const request = await knownRequest(account);
  const uid = request.interactionUid;
  assert.deepEqual(await signIn(grown(), request), { ok: true, value: { step: 'new-password' } });
  assert.equal(await markOf(account.accountId), 'breached');
  assert.equal(await newPasswordReason(services(), uid), 'breached');
  assert.equal(await takeFinishedSignIn(services(), uid, testOrigin), undefined);

  const at = services();
  assert.deepEqual(await chooseAtSignIn(at, uid, twice(fresh), testOrigin), { ok: true, value: 'done' });
  assert.deepEqual(
    at.outbox.sent.map(({ template, channel }) => `${template} ${channel}`),
    ['password_changed email', 'password_changed sms'],
  );
  assert.equal(await useSession(database, before, at.clock.now()), undefined, 'other sessions end');
  assert.ok(await takeFinishedSignIn(services(), uid, testOrigin));
  assert.equal(await markOf(account.accountId), null);
  assert.equal((await signIn(services(), signInRequest(account.username))).ok, false);
  const next = signInRequest(account.username, { password: fresh });
  assert.deepEqual(await signIn(grown(), next), { ok: true, value: { step: 'done' } });
  const events = await eventsOf(account.accountId);
  assert.ok(events.includes('password_changed'));
  assert.equal(events.filter((event) => event === 'password_breached').length, 1);
});

test('the finding is recorded once, however often the gate is left without a new password', async () => {
  const account = await newAccount();
  for (let round = 0; round < 3; round += 1) await signIn(grown(), await knownRequest(account));
  const events = await eventsOf(account.accountId);
  assert.equal(events.filter((event) => event === 'password_breached').length, 1);
  // Also when the list is gone meanwhile.
  const step = await signIn(services(), await knownRequest(account));
  assert.deepEqual(step, { ok: true, value: { step: 'new-password' } });
});

test('a wrong password is not looked up, and a list that cannot be read keeps nobody out', async () => {
  const account = await newAccount();
  const wrong = signInRequest(account.username, { password: 'qwertyuiop' });
  assert.deepEqual(await signIn(services(), wrong), { ok: false, refusal: { kind: 'wrong' } });
  assert.equal(await markOf(account.accountId), null);
  const without = accountServices(database, { BREACHED_PASSWORDS_FILE: `${leakedFile}.none` });
  assert.ok((await signIn(without, signInRequest(account.username))).ok);
});

test('the second factor comes before the gate', async () => {
  const account = await newAccount({ secondFactor: ['sms'] });
  const request = signInRequest(account.username);
  const uid = request.interactionUid;
  assert.deepEqual(await signIn(grown(), request), { ok: true, value: { step: 'second-factor' } });
  const early = await chooseAtSignIn(services(), uid, twice(fresh), testOrigin);
  assert.deepEqual(early, { ok: false, refusal: { kind: 'nothing-waits' } });
  const at = services();
  await codeView(at, uid, testOrigin);
  const code = at.outbox.sent[0]?.parameters['code'] ?? '';
  const verified = await verifyCode(at, uid, code, { remember: true, origin: testOrigin });
  assert.ok(verified.ok);
  assert.equal(verified.value.step, 'new-password');
  assert.ok((await chooseAtSignIn(services(), uid, twice(fresh), testOrigin)).ok);
  assert.equal((await takeFinishedSignIn(services(), uid, testOrigin))?.acr, '2r');
  const remembered = signInRequest(account.username, {
    password: fresh,
    rememberedBrowser: verified.value.rememberToken,
  });
  assert.deepEqual(await signIn(services(), remembered), { ok: true, value: { step: 'done' } });
});

test('after “this was not me” the password alone chooses nothing: only the mailbox or the phone does', async () => {
  const account = await newAccount();
  await mark(account.accountId, 'not_me');
  const request = signInRequest(account.username);
  const uid = request.interactionUid;
  assert.deepEqual(await signIn(grown(), request), { ok: true, value: { step: 'reset-due' } });
  const thief = await chooseAtSignIn(services(), uid, twice(fresh), testOrigin);
  assert.deepEqual(thief, { ok: false, refusal: { kind: 'nothing-waits' } });
  assert.equal(await takeFinishedSignIn(services(), uid, testOrigin), undefined);
  assert.equal(await markOf(account.accountId), 'not_me', 'a leaked list does not soften it');
  const at = services();
  const link = await database.transaction((tx) => openResetLink(at, tx, account.accountId, at.clock.now()));
  assert.ok((await resetPassword(at, link, twice(fresh), testOrigin)).ok);
  assert.equal(await attemptState(services(), uid), 'none', 'who waited there begins anew');
  const own = signInRequest(account.username, { password: fresh });
  assert.deepEqual(await signIn(services(), own), { ok: true, value: { step: 'done' } });
});

test('after “this was not me” a remembered browser does not stand in for the second factor', async () => {
  const account = await newAccount({ secondFactor: ['sms'] });
  const request = signInRequest(account.username);
  const at = services();
  await signIn(at, request);
  await codeView(at, request.interactionUid, testOrigin);
  const code = at.outbox.sent[0]?.parameters['code'] ?? '';
  const verified = await verifyCode(at, request.interactionUid, code, { remember: true, origin: testOrigin });
  assert.ok(verified.ok);
  const rememberedBrowser = verified.value.rememberToken;
  const withIt = () => signInRequest(account.username, { rememberedBrowser });
  assert.deepEqual(await signIn(services(), withIt()), { ok: true, value: { step: 'done' } });
  await mark(account.accountId, 'not_me');
  assert.deepEqual(await signIn(services(), withIt()), { ok: true, value: { step: 'second-factor' } });
});

test('a new password that may not be used is refused with its reason, and the sign-in stays at the gate', async () => {
  const account = await newAccount();
  const request = await knownRequest(account);
  const uid = request.interactionUid;
  await mark(account.accountId, 'breached');
  await signIn(services(), request);
  const kindOf = async (password: string, repeat = password) => {
    const result = await chooseAtSignIn(services(), uid, { password, repeat }, testOrigin);
    if (result.ok) return 'taken';
    return result.refusal.kind === 'faults' ? result.refusal.verdict.faults.join(' ') : result.refusal.kind;
  };
  assert.equal(await kindOf(''), 'missing');
  assert.equal(await kindOf(fresh, `${fresh}!`), 'differs');
  assert.equal(await kindOf('pendek'), 'rule guessable');
  assert.equal(await kindOf('siti rahayu siti rahayu'), 'personal');
  assert.equal(await kindOf(testPassword), 'same');
  assert.equal(await attemptState(services(), uid), 'new-password');
});

test('of two sign-ins at the gate one chooses; the other, and one that expired, begin anew', async () => {
  const account = await newAccount();
  await mark(account.accountId, 'breached');
  const [one, other, late] = await Promise.all([1, 2, 3].map(() => knownRequest(account)));
  assert.ok(one && other && late);
  for (const request of [one, other, late]) await signIn(services(), request);
  const later = { ...services(), clock: fixedClock('2026-11-20T03:15:00Z') };
  const nothing = { ok: false, refusal: { kind: 'nothing-waits' } };
  assert.deepEqual(await chooseAtSignIn(later, late.interactionUid, twice(fresh), testOrigin), nothing);
  assert.ok((await chooseAtSignIn(services(), one.interactionUid, twice(fresh), testOrigin)).ok);
  for (const request of [one, other])
    assert.deepEqual(
      await chooseAtSignIn(services(), request.interactionUid, twice(`${fresh} dua`), testOrigin),
      nothing,
    );
  assert.equal(await attemptState(services(), other.interactionUid), 'none');
});

test('a password that its owner changes meanwhile ends what stands at the gate with the old one', async () => {
  const account = await newAccount();
  const sessionId = await signedIn(account.username);
  const thief = await knownRequest(account);
  await signIn(grown(), thief);
  const session = (await useSession(database, sessionId, services().clock.now())) ?? assert.fail();
  assert.ok((await changePassword(services(), session, fresh, testOrigin)).ok);
  const result = await chooseAtSignIn(services(), thief.interactionUid, twice(`${fresh} lain`), testOrigin);
  assert.deepEqual(result, { ok: false, refusal: { kind: 'nothing-waits' } });
});

test('a mark that comes between the last step and the session is not passed by', async () => {
  const account = await newAccount();
  const request = signInRequest(account.username);
  assert.deepEqual(await signIn(services(), request), { ok: true, value: { step: 'done' } });
  await mark(account.accountId, 'not_me');
  assert.equal(await takeFinishedSignIn(services(), request.interactionUid, testOrigin), undefined);
  assert.equal(await attemptState(services(), request.interactionUid), 'taken');
});

test('of 16 new passwords at once on two processes one is set', async () => {
  const account = await newAccount();
  await mark(account.accountId, 'breached');
  const request = await knownRequest(account);
  await signIn(services(), request);
  const now = services().clock.now();
  const answers = await raceOverTwoProcesses(owner.url, {
    verb: 'chooseAtSignIn',
    uid: request.interactionUid,
    now,
  });
  assert.equal(answers.length, 16);
  assert.equal((answers as { ok: boolean }[]).filter(({ ok }) => ok).length, 1);
  const changed = (await eventsOf(account.accountId)).filter((event) => event === 'password_changed');
  assert.equal(changed.length, 1);
});

test('a leaked password alone on an unknown device chooses nothing: the new one comes by mail, also for an account taken over', async () => {
  const account = await newAccount();
  const request = signInRequest(account.username);
  const uid = request.interactionUid;
  assert.deepEqual(await signIn(grown(), request), { ok: true, value: { step: 'reset-due' } });
  assert.equal(await newPasswordReason(services(), uid, 'reset-due'), 'breached');
  const thief = await chooseAtSignIn(services(), uid, twice(fresh), testOrigin);
  assert.deepEqual(thief, { ok: false, refusal: { kind: 'nothing-waits' } });
  const at = services();
  const link = await database.transaction((tx) => openResetLink(at, tx, account.accountId, at.clock.now()));
  assert.ok((await resetPassword(at, link, twice(fresh), testOrigin)).ok);
  const own = signInRequest(account.username, { password: fresh });
  assert.deepEqual(await signIn(grown(), own), { ok: true, value: { step: 'done' } });
});

test('whom no reset reaches chooses a new password also on an unknown device', async () => {
  const account = await newAccount();
  const other = await newAccount();
  const { accountId } = account;
  await owner.run(sql`delete from accounts.contact where account_id = ${accountId} and channel = 'email'`);
  const step = async () => {
    const result = await signIn(grown(), signInRequest(account.username));
    return result.ok && result.value.step;
  };
  assert.equal(await step(), 'reset-due', 'a phone of its own is enough');
  await owner.run(sql`
    update accounts.contact set address_hash = (select address_hash from accounts.contact
      where account_id = ${accountId} and channel = 'sms') where account_id = ${other.accountId} and channel = 'sms'`);
  assert.equal(await step(), 'new-password', 'a shared one is not');
});
