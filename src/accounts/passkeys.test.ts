import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  addPasskey,
  askForPasskey,
  askForReset,
  beginContactChange,
  changePassword,
  attemptState,
  codeView,
  confirmByPasskey,
  factorsOf,
  finishRecovery,
  isConfirmed,
  type LiveSession,
  makeRecoveryCodes,
  newPasskeyOptions,
  passkeysOf,
  preferFactor,
  readPasskeyName,
  removeContact,
  removePasskey,
  renamePasskey,
  sendRecoveryCode,
  sendReset,
  signIn,
  signInByPasskey,
  type standsStill,
  startRecovery,
  takeFinishedSignIn,
  turnOffFactor,
  turnOnApp,
  turnOnMessages,
  useSession,
  verifyCode,
  verifyPasskey,
} from '#accounts';
import { recentActivity } from '#activity';
import { newId } from '#kernel';
import { openDatabase, sql } from '#platform';
import {
  accountServices,
  knownDeviceOf,
  newTestAccount,
  signInRequest,
  testOrigin,
} from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { newPasskey, passwordSession } from '../../tests/support/passkeys.ts';
import { softwareAuthenticator } from '../../tests/support/software-authenticator.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());
const services = accountServices(database);
const ownServices = { ...services, database: owner };
const { clock, outbox, config } = services;
const { sso } = config.origins;

/** An account of one passkey, and the session in which it was added. */
async function withPasskey(traits: Parameters<typeof newPasskey>[2] = {}, account = {}) {
  const made = await newTestAccount(ownServices, account);
  const session = await passwordSession(services, made.username);
  return { ...made, session, device: await newPasskey(services, session, traits) };
}

type Device = Awaited<ReturnType<typeof newPasskey>>;
type Asked = Awaited<ReturnType<typeof askForPasskey>>;

const asking = (interactionUid: string) => askForPasskey(services, { kind: 'sign-in', interactionUid });

/** The passkey alone at an interaction of its own; `change` plays with what was asked. */
async function only(device: Device, change: (asked: Asked) => Asked = (asked) => asked) {
  const interactionUid = newId(new Date());
  const answer = device.get(change(await asking(interactionUid)));
  const request = { interactionUid, shared: false, acrNeeded: undefined, origin: testOrigin, answer };
  return { request, result: await signInByPasskey(services, request) };
}

async function sessionAfter(interactionUid: string) {
  const finished = await takeFinishedSignIn(services, interactionUid, testOrigin);
  return finished ?? assert.fail('not finished');
}

const eventsOf = async (accountId: string) =>
  (
    await owner.many<{ event: string }>(
      sql`select event from activity.entry where account_id = ${accountId} order by event`,
    )
  ).map(({ event }) => event);

test('a passkey signs in alone, at the level of a second factor, and says who it is by a random handle only', async () => {
  const { accountId, device, session } = await withPasskey();
  const { request, result } = await only(device);
  assert.deepEqual(result, { ok: true, value: { step: 'done' } });
  const finished = await sessionAfter(request.interactionUid);
  assert.equal(finished.accountId, accountId);
  assert.equal(finished.acr, '2');
  assert.deepEqual(finished.amr, ['pop', 'user', 'mfa']);
  const options = await newPasskeyOptions(services, session, 'Siti Rahayu');
  assert.equal(Buffer.from(options.user.id, 'base64url').length, 32);
  const { subject } = await owner.one<{ subject: string }>(
    sql`select subject from accounts.account where account_id = ${accountId}`,
  );
  assert.ok(!JSON.stringify(options).includes(subject) && !JSON.stringify(options).includes(accountId));
  assert.deepEqual(
    options.pubKeyCredParams.map(({ alg }) => alg),
    [-8, -7, -257],
  );
  assert.equal(options.authenticatorSelection?.residentKey, 'required');
  assert.equal(options.authenticatorSelection?.userVerification, 'required');
});

test('the right passkey of a frozen account is told so, and another one is not', async () => {
  const { accountId, device } = await withPasskey();
  await owner.run(sql`update accounts.account set state = 'frozen' where account_id = ${accountId}`);
  assert.deepEqual((await only(device)).result, { ok: false, refusal: 'frozen' });
  const wrong = await only(device, (asked) => ({ ...asked, challenge: asked.challenge.slice(1) }));
  assert.ok(!wrong.result.ok && wrong.result.refusal !== 'frozen');
});

test('[V6.7.2] what asks for a passkey is the same for everybody but for the challenge, which is long and never twice', async () => {
  const [one, other] = [await asking('satu'), await asking('satu')];
  assert.deepEqual({ ...one, challenge: '' }, { ...other, challenge: '' });
  assert.deepEqual(one.allowCredentials, []);
  assert.equal(one.rpId, new URL(sso).hostname);
  assert.notEqual(one.challenge.slice(0, 20), other.challenge.slice(0, 20));
  assert.ok(Buffer.from(one.challenge, 'base64url').length >= 8);
});

test('after the password a passkey of this account is the second factor, and another account’s is not', async () => {
  const mine = await withPasskey();
  const theirs = await withPasskey();
  const request = signInRequest(mine.username);
  assert.deepEqual(await signIn(services, request), { ok: true, value: { step: 'second-factor' } });
  const { interactionUid } = request;
  const view = await codeView(services, interactionUid, testOrigin);
  assert.equal(view?.method, 'passkey');
  const asked = await askForPasskey(services, { kind: 'sign-in', interactionUid }, mine.accountId);
  assert.equal(asked.allowCredentials.length, 1);
  const shown = (device: Device) => ({ interactionUid, answer: device.get(asked), origin: testOrigin });
  assert.deepEqual(await verifyPasskey(services, shown(theirs.device)), { ok: false, refusal: 'unknown' });
  assert.equal(await attemptState(services, interactionUid), 'second-factor');
  assert.deepEqual(await verifyPasskey(services, shown(mine.device)), { ok: true, value: { step: 'done' } });
  const finished = await sessionAfter(interactionUid);
  assert.equal(finished.acr, '2');
  assert.deepEqual(finished.amr, ['pwd', 'pop', 'user', 'mfa']);
  assert.deepEqual(await verifyPasskey(services, shown(mine.device)), {
    ok: false,
    refusal: 'nothing-waits',
  });
});

test('a passkey that may be copied reaches no other level and no name of a hardware key', async () => {
  const { device, accountId } = await withPasskey({ backupEligible: true });
  const { request } = await only(device);
  const { acr, amr } = await sessionAfter(request.interactionUid);
  assert.equal(acr, '2');
  assert.ok(!amr.includes('hwk'));
  assert.deepEqual(
    (await passkeysOf(services, accountId)).map(({ synced }) => synced),
    [true],
  );
});

test('an answer made for another origin, another host or without the holder’s proof is refused', async () => {
  const { device } = await withPasskey();
  const traits: Record<string, Partial<Device['traits']>> = {
    'another origin': { origin: 'https://goid.example.net' },
    'another port': { origin: 'http://localhost:1' },
    'another host': { rpId: 'example.net' },
    'not verified': { userVerified: false },
  };
  for (const [what, changed] of Object.entries(traits)) {
    const before = { ...device.traits };
    Object.assign(device.traits, changed);
    assert.deepEqual((await only(device)).result, { ok: false, refusal: 'unknown' }, what);
    Object.assign(device.traits, { rpId: undefined, userVerified: undefined }, before);
  }
  assert.ok((await only(device)).result.ok);
});

test('a challenge works once, for its own sign-in, for a quarter of an hour, and cannot be made up', async () => {
  const { device, session } = await withPasskey();
  const { request } = await only(device);
  assert.deepEqual(await signInByPasskey(services, request), { ok: false, refusal: 'expired' });
  const elsewhere = await asking('di-tempat-lain');
  assert.deepEqual((await only(device, () => elsewhere)).result, { ok: false, refusal: 'expired' });
  const confirm = await askForPasskey(services, { kind: 'confirm', sessionId: session.sessionId });
  assert.deepEqual((await only(device, () => confirm)).result, { ok: false, refusal: 'expired' });
  const made = (asked: Asked) => ({ ...asked, challenge: `AAAA${asked.challenge.slice(4)}` });
  assert.deepEqual((await only(device, made)).result, { ok: false, refusal: 'expired' });
  const interactionUid = newId(new Date());
  const asked = await asking(interactionUid);
  clock.advance(15 * 60);
  const late = { ...request, interactionUid, answer: device.get(asked) };
  assert.deepEqual(await signInByPasskey(services, late), { ok: false, refusal: 'expired' });
});

test('a signature of another key, and what is no answer at all, are refused', async () => {
  const { device } = await withPasskey();
  const { request } = await only(device);
  const asked = await asking(request.interactionUid);
  const own = JSON.parse(device.get(asked)) as { response: Record<string, string> };
  const forger = softwareAuthenticator({ origin: sso });
  const forged = JSON.parse(forger.get(asked)) as { response: Record<string, string> };
  const signature = forged.response['signature'];
  for (const answer of [
    JSON.stringify({ ...own, response: { ...own.response, signature } }),
    JSON.stringify({ ...own, response: { ...own.response, userHandle: 'AAAA' } }),
    JSON.stringify(forged),
    '{}',
    'null',
    '[',
    '',
  ])
    assert.deepEqual(await signInByPasskey(services, { ...request, answer }), {
      ok: false,
      refusal: 'unknown',
    });
});

test('a counter that goes back is refused and recorded; one that stays at zero is none', async () => {
  const { device, accountId } = await withPasskey({ counter: 7 });
  assert.ok((await only(device)).result.ok);
  device.traits.counter = 5;
  assert.deepEqual((await only(device)).result, { ok: false, refusal: 'copied' });
  device.traits.counter = 8;
  assert.deepEqual((await only(device)).result, { ok: false, refusal: 'copied' }, 'the same again');
  assert.deepEqual(
    (await eventsOf(accountId)).filter((event) => event === 'passkey_refused'),
    ['passkey_refused', 'passkey_refused'],
  );
  device.traits.counter = 9;
  assert.ok((await only(device)).result.ok);
  const without = await withPasskey();
  for (let use = 0; use < 2; use += 1) assert.ok((await only(without.device)).result.ok);
});

test('a passkey signs in while the password is closed for everybody and after it was disabled', async () => {
  const { device, username, accountId } = await withPasskey();
  for (let turn = 0; turn <= config.PASSWORD_TRIES; turn += 1)
    await signIn(services, signInRequest(username, { password: `Bukan-Sandi-${turn}` }));
  const closed = await signIn(services, signInRequest(username));
  assert.equal(!closed.ok && closed.refusal.kind, 'closed');
  assert.ok((await only(device)).result.ok);
  await owner.run(
    sql`update accounts.password set disabled_at = ${clock.now()} where account_id = ${accountId}`,
  );
  assert.ok((await only(device)).result.ok);
  await owner.run(sql`update accounts.account set state = 'frozen' where account_id = ${accountId}`);
  assert.deepEqual((await only(device)).result, { ok: false, refusal: 'frozen' });
});

test('several passkeys have names of their own; the last one takes the way and its recovery codes with it', async () => {
  const { accountId, session } = await withPasskey({ name: 'HP' });
  clock.advance(1);
  await newPasskey(services, session, { name: 'Kunci USB' });
  const [phone, key] = await passkeysOf(services, accountId);
  assert.ok(phone && key);
  assert.deepEqual([phone.name, key.name], ['HP', 'Kunci USB']);
  await renamePasskey(services, accountId, key.passkeyId, 'Kunci di rumah', testOrigin);
  assert.equal((await passkeysOf(services, accountId))[1]?.name, 'Kunci di rumah');
  const other = await withPasskey();
  const foreign = await removePasskey(services, other.accountId, phone.passkeyId, testOrigin);
  assert.deepEqual(foreign, { ok: false, refusal: 'not-on' });
  const told = outbox.sent.length;
  assert.ok((await removePasskey(services, accountId, phone.passkeyId, testOrigin)).ok);
  assert.equal(outbox.sent.length, told + 2, 'both addresses are told');
  assert.deepEqual(
    (await factorsOf(services, accountId)).factors.map(({ method }) => method),
    ['passkey'],
  );
  assert.ok((await removePasskey(services, accountId, key.passkeyId, testOrigin)).ok);
  assert.deepEqual((await factorsOf(services, accountId)).factors, []);
  assert.deepEqual(
    (await eventsOf(accountId)).filter((event) => /factor|passkey/.test(event)),
    ['factor_added', 'factor_added', 'factor_removed', 'factor_removed', 'passkey_renamed'],
  );
});

test('the name is what the member wrote, without what does not show, and not too long', () => {
  assert.equal(readPasskeyName('  HP\u200b  Siti\n'), 'HP Siti');
  assert.equal(readPasskeyName(' \u200b '), undefined);
  assert.equal(readPasskeyName('x'.repeat(60)), 'x'.repeat(40));
});

test('one that some account has already, and one made for another session or site, are not added', async () => {
  const { session, device } = await withPasskey();
  const add = (answer: string, to: LiveSession = session) =>
    addPasskey(services, to, { name: 'HP', answer }, testOrigin);
  const options = () => newPasskeyOptions(services, session, 'Siti');
  assert.equal((await options()).excludeCredentials?.length, 1);
  assert.deepEqual(await add(device.create(await options())), { ok: false, refusal: 'already-on' });
  const other = await newTestAccount(ownServices);
  const elsewhere = await passwordSession(services, other.username);
  const fresh = softwareAuthenticator({ origin: sso });
  const answer = fresh.create(await options());
  assert.deepEqual(await add(answer, elsewhere), { ok: false, refusal: 'expired' });
  assert.ok((await add(answer)).ok);
  assert.deepEqual(await add(answer), { ok: false, refusal: 'expired' }, 'once');
  for (const traits of [{ origin: 'https://goid.example.net' }, { userVerified: false }]) {
    const strange = softwareAuthenticator({ origin: sso, ...traits });
    assert.deepEqual(await add(strange.create(await options())), { ok: false, refusal: 'unreadable' });
  }
  assert.deepEqual(await add('{}'), { ok: false, refusal: 'unreadable' });
});

test('the holder of a session confirms by a passkey of the same account, and by no other', async () => {
  const { session, device } = await withPasskey();
  const other = await withPasskey();
  clock.advance(config.CONFIRMED_SECONDS);
  const { accountId, sessionId } = session;
  assert.equal(isConfirmed(services, session), false);
  const asked = await askForPasskey(services, { kind: 'confirm', sessionId }, accountId);
  const refusal = await confirmByPasskey(services, session, other.device.get(asked), testOrigin);
  assert.deepEqual(refusal, { ok: false, refusal: 'unknown' });
  assert.ok((await confirmByPasskey(services, session, device.get(asked), testOrigin)).ok);
  const now = await useSession(database, sessionId, clock.now());
  assert.ok(now && isConfirmed(services, now));
});

test('while a recovery waits no way of signing in is changed, and its end takes a passkey that a thief may hold', async () => {
  const account = await newTestAccount(ownServices, { secondFactor: ['sms'] });
  const session = await sessionByCode(account.username);
  const { accountId } = account;
  const device = await newPasskey(services, session);
  const fresh = softwareAuthenticator({ origin: sso });
  const answer = fresh.create(await newPasskeyOptions(services, session, 'Siti'));
  const token = await waitingRecovery(account);
  const [passkey] = await passkeysOf(services, accountId);
  const { passkeyId = '' } = passkey ?? {};
  const { factors } = await factorsOf(services, accountId);
  const { authenticatorId = '', method } = factors[0] ?? {};
  assert.equal(method, 'passkey', 'it is offered before the SMS');
  const contactId = (
    await owner.one<{ id: string }>(
      sql`select contact_id as id from accounts.contact where account_id = ${accountId} and channel = 'email'`,
    )
  ).id;
  type Try = () => Promise<{ ok: boolean; refusal?: unknown }>;
  const contact = { channel: 'email', typed: 'lain@contoh.id' } as const;
  const changes: Record<(typeof standsStill)[number], Record<string, Try>> = {
    'changing the password from inside the account': {
      changePassword: () => changePassword(services, session, 'kuda hitam makan rumput', testOrigin),
    },
    'adding, changing and removing contact addresses': {
      beginContactChange: () => beginContactChange(services, session, contact, testOrigin),
      removeContact: () => removeContact(services, session, contactId, testOrigin),
    },
    'turning second factors on and off, and their order': {
      turnOffFactor: () => turnOffFactor(services, accountId, authenticatorId, testOrigin),
      preferFactor: () => preferFactor(services, accountId, authenticatorId, testOrigin),
      turnOnApp: () => turnOnApp(services, accountId, '123456', testOrigin),
      turnOnMessages: () =>
        turnOnMessages(services, { accountId, method: 'email', contactId }, '123456', testOrigin),
    },
    'adding, naming and removing passkeys': {
      addPasskey: () => addPasskey(services, session, { name: 'HP', answer }, testOrigin),
      renamePasskey: () => renamePasskey(services, accountId, passkeyId, 'HP', testOrigin),
      removePasskey: () => removePasskey(services, accountId, passkeyId, testOrigin),
    },
    'making recovery codes': {
      makeRecoveryCodes: () => makeRecoveryCodes(services, accountId, testOrigin),
    },
    // The portal's page is tried beside it.
    'showing the whole NIK': {},
    // Tried in the tests of their rooms.
    'asking for a refund, and withdrawing one': {},
    'everything that an employer’s clerk hands in, approves, withdraws, joins or changes': {},
  };
  for (const tries of Object.values(changes))
    for (const [name, change] of Object.entries(tries))
      assert.match(JSON.stringify(await change()), /"ok":false,"refusal":.*(?:frozen|read-only)/, name);
  assert.ok((await only(device)).result.ok, 'it still signs in');
  await finishedRecovery(token);
  assert.deepEqual(await passkeysOf(services, accountId), []);
  assert.deepEqual((await only(device)).result, { ok: false, refusal: 'unknown' });
});

const newest = (template: string, name: string) =>
  outbox.sent.findLast((message) => message.template === template)?.parameters[name] ?? '';

async function sessionByCode(username: string): Promise<LiveSession> {
  const request = signInRequest(username);
  await signIn(services, request);
  await codeView(services, request.interactionUid, testOrigin);
  const code = newest('sign_in_code', 'code');
  assert.ok(
    (await verifyCode(services, request.interactionUid, code, { remember: false, origin: testOrigin })).ok,
  );
  const { sessionId } = await sessionAfter(request.interactionUid);
  return (await useSession(database, sessionId, clock.now())) ?? assert.fail('no session');
}

async function waitingRecovery({ accountId, email }: { readonly accountId: string; readonly email: string }) {
  await askForReset(ownServices, email, 'factor', testOrigin);
  const { request_id: requestId } = await owner.one<{ request_id: string }>(
    sql`select request_id from accounts.reset_request where account_id = ${accountId}`,
  );
  await sendReset(ownServices, { requestId });
  const origin = { ...testOrigin, device: await knownDeviceOf(services, accountId) };
  const begun = await startRecovery(services, newest('recovery_link', 'token'), origin);
  return begun.ok ? begun.value.token : assert.fail('the recovery does not begin');
}

async function finishedRecovery(token: string): Promise<void> {
  clock.advance(72 * 3600);
  assert.ok((await sendRecoveryCode(services, token, '+6281377700077', testOrigin)).ok);
  assert.ok((await finishRecovery(services, token, newest('recovery_code', 'code'), testOrigin)).ok);
}

test('[V6.7.1] the sign-in face adds and forgets public keys, and cannot put another in the place of one', async () => {
  const { accountId } = await withPasskey();
  const change = sql`update accounts.credential set public_key = 'x' where account_id = ${accountId}`;
  await assert.rejects(database.run(change), /permission denied/);
});

test('[V6.5.6] turning the way off takes all its passkeys', async () => {
  const { accountId, device } = await withPasskey();
  const { factors } = await factorsOf(services, accountId);
  assert.ok((await turnOffFactor(services, accountId, factors[0]?.authenticatorId ?? '', testOrigin)).ok);
  assert.deepEqual(await passkeysOf(services, accountId), []);
  assert.deepEqual((await only(device)).result, { ok: false, refusal: 'unknown' });
});

test('a passkey of the account that does not fit is written down for the owner, so often and no more', async () => {
  const few = accountServices(database, { CODE_WRONG_PER_HOUR: 3 });
  const { accountId, device } = await withPasskey();
  for (let round = 0; round < 5; round += 1) {
    const interactionUid = newId(new Date());
    const shown = JSON.parse(device.get(await asking(interactionUid))) as { response: { signature: string } };
    const answer = JSON.stringify({ ...shown, response: { ...shown.response, signature: 'AAAA' } });
    const request = { interactionUid, shared: false, acrNeeded: undefined, origin: testOrigin, answer };
    assert.deepEqual(await signInByPasskey(few, request), { ok: false, refusal: 'unknown' });
  }
  const refusals = (await eventsOf(accountId)).filter((event) => event === 'passkey_refused');
  assert.equal(refusals.length, 3);
  assert.ok((await only(device)).result.ok, 'and the right one still signs in');
});

test('the activity says of a sign-in that a passkey was used, and of one by password nothing of the kind', async () => {
  const { accountId, device } = await withPasskey();
  clock.advance(1);
  const { request } = await only(device);
  await sessionAfter(request.interactionUid);
  const entries = await recentActivity(owner, accountId, 20);
  const methods = entries
    .filter(({ event }) => event === 'sign_in_succeeded')
    .map(({ details }) => details?.['method']);
  assert.deepEqual(methods, ['passkey', undefined]);
});
