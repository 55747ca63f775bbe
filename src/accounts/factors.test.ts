import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  factorsOf,
  makeRecoveryCodes,
  type MessageWay,
  preferFactor,
  type SecondFactorMethod,
  sendFactorCode,
  setUpApp,
  signIn,
  turnOffFactor,
  turnOnApp,
  turnOnMessages,
  verifyCode,
} from '#accounts';
import { recentActivity } from '#activity';
import { openDatabase, sql } from '#platform';
import { Secret, TOTP } from 'otpauth';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());
const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const gateway = { WHATSAPP_PROVIDERS: 'https://goid:x@gateway.example/messages' };

type Services = ReturnType<typeof accountServices>;
const make = (services: Services, secondFactor: SecondFactorMethod[] = []) =>
  newTestAccount({ ...services, database: owner }, { secondFactor, totpSecret });
const lastCode = (services: Services) => services.outbox.sent.at(-1)?.parameters['code'] ?? '';
const codeOfApp = (secret: string, services: Services, aheadSeconds = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: services.clock.now().getTime() + aheadSeconds * 1000,
  });

async function wayTo(
  services: Services,
  accountId: string,
  method: MessageWay['method'],
): Promise<MessageWay> {
  const { possible } = await factorsOf(services, accountId);
  const found = possible.find((way) => way.method === method) ?? assert.fail(`no way by ${method}`);
  return { accountId, method, contactId: found.contactId };
}

async function stepOf(services: Services, username: string, rememberedBrowser?: string) {
  const signed = await signIn(services, signInRequest(username, { rememberedBrowser }));
  return signed.ok ? signed.value.step : signed.refusal.kind;
}

test('an authenticator app is on once it answers; that code is used up, every address is told, and it is recorded', async () => {
  const services = accountServices(database);
  const account = await make(services);
  services.clock.advance(1);
  const setup = (await setUpApp(services, account.accountId, 'Siti')) ?? assert.fail();
  assert.deepEqual(await setUpApp(services, account.accountId, 'Siti'), setup, 'the same picture again');
  assert.match(setup.address, /^otpauth:\/\/totp\/Go%20ID:Siti\?.*secret=[A-Z2-7]{32}/);
  const wrong = await turnOnApp(services, account.accountId, '000000', testOrigin);
  assert.equal(wrong.ok ? '' : wrong.refusal.kind, 'wrong');
  services.clock.advance(1);
  assert.equal(await stepOf(services, account.username), 'done', 'a picture alone changes nothing');
  const code = codeOfApp(setup.secret, services);
  assert.ok((await turnOnApp(services, account.accountId, code, testOrigin)).ok);
  const told = services.outbox.sent.filter(({ template }) => template === 'factor_added');
  assert.deepEqual(told.map(({ channel }) => channel).toSorted(), ['email', 'sms']);
  assert.equal(told[0]?.parameters['factor'], 'aplikasi autentikator');
  const [entry] = await recentActivity(database, account.accountId, 1);
  assert.deepEqual([entry?.event, entry?.details], ['factor_added', { method: 'totp' }]);
  const request = signInRequest(account.username);
  await signIn(services, request);
  const again = await verifyCode(services, request.interactionUid, code, {
    remember: false,
    origin: testOrigin,
  });
  assert.equal(again.ok, false, 'the code that turned it on works at no sign-in');
  const { factors } = await factorsOf(services, account.accountId);
  assert.deepEqual(
    factors.map(({ method, lastUsedAt }) => [method, lastUsedAt]),
    [['totp', undefined]],
  );
});

test('a picture that is half an hour old turns nothing on, and the next one is new', async () => {
  const services = accountServices(database);
  const account = await make(services);
  const setup = (await setUpApp(services, account.accountId, 'Siti')) ?? assert.fail();
  services.clock.advance(1800);
  const late = await turnOnApp(services, account.accountId, codeOfApp(setup.secret, services), testOrigin);
  assert.deepEqual(late, { ok: false, refusal: { kind: 'nothing-waits' } });
  assert.notEqual((await setUpApp(services, account.accountId, 'Siti'))?.secret, setup.secret);
});

test('[V6.5.5] an app whose clock is a minute off works, one that is further off does not', async () => {
  for (const [seconds, works] of [
    [-60, true],
    [60, true],
    [-90, false],
    [90, false],
  ] as const) {
    const services = accountServices(database);
    const account = await make(services, ['totp']);
    const request = signInRequest(account.username);
    await signIn(services, request);
    const code = codeOfApp(totpSecret, services, seconds);
    const verified = await verifyCode(services, request.interactionUid, code, {
      remember: false,
      origin: testOrigin,
    });
    assert.equal(verified.ok, works, `${seconds} s`);
  }
});

test('[V6.6.1] a way by message is on once its code comes back, on an address of the account only', async () => {
  const services = accountServices(database, gateway);
  const account = await make(services);
  const stranger = await make(services);
  for (const method of ['sms', 'whatsapp', 'email'] as const) {
    const way = await wayTo(services, account.accountId, method);
    const foreign = { ...way, accountId: stranger.accountId };
    assert.deepEqual(await sendFactorCode(services, foreign, testOrigin), {
      ok: false,
      refusal: { kind: 'not-possible' },
    });
    assert.ok((await sendFactorCode(services, way, testOrigin)).ok);
    const sent = services.outbox.sent.at(-1);
    assert.deepEqual([sent?.template, sent?.channel], ['factor_code', method]);
    const early = await sendFactorCode(services, way, testOrigin);
    assert.equal(early.ok ? '' : early.refusal.kind, 'too-soon');
    const wrong = await turnOnMessages(
      services,
      way,
      lastCode(services) === '111111' ? '222222' : '111111',
      testOrigin,
    );
    assert.deepEqual(wrong, { ok: false, refusal: { kind: 'wrong', triesLeft: 4 } });
    assert.ok((await turnOnMessages(services, way, lastCode2(services), testOrigin)).ok);
    services.clock.advance(3600);
  }
  const { factors, possible } = await factorsOf(services, account.accountId);
  assert.deepEqual(
    factors.map(({ method }) => method),
    ['sms', 'whatsapp', 'email'],
  );
  assert.deepEqual(possible, []);
});

/** Notices went out meanwhile. */
const lastCode2 = (services: Services) =>
  services.outbox.sent.findLast(({ template }) => template === 'factor_code')?.parameters['code'] ?? '';

test('WhatsApp is not offered, and not turned on, without a gateway for it', async () => {
  const services = accountServices(database);
  const account = await make(services);
  const { possible } = await factorsOf(services, account.accountId);
  assert.deepEqual(
    possible.map(({ method }) => method),
    ['sms', 'email'],
  );
  const sms = await wayTo(services, account.accountId, 'sms');
  const sent = await sendFactorCode(services, { ...sms, method: 'whatsapp' }, testOrigin);
  assert.deepEqual(sent, { ok: false, refusal: { kind: 'not-possible' } });
});

test('every change of the factors ends remembering browsers', async () => {
  const services = accountServices(database);
  const account = await make(services, ['totp']);
  const rememberNow = async () => {
    const request = signInRequest(account.username);
    await signIn(services, request);
    services.clock.advance(30);
    const verified = await verifyCode(services, request.interactionUid, codeOfApp(totpSecret, services), {
      remember: true,
      origin: testOrigin,
    });
    const token = verified.ok ? verified.value.rememberToken : assert.fail(verified.refusal.kind);
    assert.equal(await stepOf(services, account.username, token), 'done');
    return token;
  };
  const beforeOn = await rememberNow();
  const way = await wayTo(services, account.accountId, 'sms');
  await sendFactorCode(services, way, testOrigin);
  assert.ok((await turnOnMessages(services, way, lastCode2(services), testOrigin)).ok);
  assert.equal(await stepOf(services, account.username, beforeOn), 'second-factor');
  const beforeOff = await rememberNow();
  const { factors } = await factorsOf(services, account.accountId);
  const sms = factors.find(({ method }) => method === 'sms')?.authenticatorId ?? '';
  assert.ok((await turnOffFactor(services, account.accountId, sms, testOrigin)).ok);
  assert.equal(await stepOf(services, account.username, beforeOff), 'second-factor');
});

test('turning off tells every address and is recorded; somebody else’s stays on', async () => {
  const services = accountServices(database);
  const account = await make(services, ['sms']);
  const other = await make(services, ['sms']);
  const { factors } = await factorsOf(services, account.accountId);
  const id = factors[0]?.authenticatorId ?? '';
  assert.deepEqual(await turnOffFactor(services, other.accountId, id, testOrigin), {
    ok: false,
    refusal: 'not-on',
  });
  services.clock.advance(1);
  assert.deepEqual(await turnOffFactor(services, account.accountId, id, testOrigin), {
    ok: true,
    value: 'sms',
  });
  const told = services.outbox.sent.filter(({ template }) => template === 'factor_removed');
  assert.deepEqual(told.map(({ to }) => to).toSorted(), [account.phone, account.email].toSorted());
  assert.equal((await recentActivity(database, account.accountId, 1))[0]?.event, 'factor_removed');
  assert.equal(await stepOf(services, account.username), 'done');
  assert.equal(await stepOf(services, other.username), 'second-factor');
});

test('the way that is preferred comes first', async () => {
  const services = accountServices(database);
  const account = await make(services, ['sms', 'email', 'totp']);
  const methods = async () => (await factorsOf(services, account.accountId)).factors;
  const app = (await methods()).find(({ method }) => method === 'totp')?.authenticatorId ?? '';
  assert.ok((await preferFactor(services, account.accountId, app, testOrigin)).ok);
  assert.deepEqual(
    (await methods()).map(({ method }) => method),
    ['totp', 'sms', 'email'],
  );
});

test('after "this was not me" no factor is added until the freeze is over, and one can be turned off all the while', async () => {
  const services = accountServices(database);
  const account = await make(services, ['sms']);
  const until = new Date(services.clock.now().getTime() + 3600 * 1000);
  await owner.run(
    sql`update accounts.account set contacts_frozen_until = ${until} where account_id = ${account.accountId}`,
  );
  const { factors } = await factorsOf(services, account.accountId);
  const off = () => turnOffFactor(services, account.accountId, factors[0]?.authenticatorId ?? '', testOrigin);
  const setup = (await setUpApp(services, account.accountId, 'Siti')) ?? assert.fail();
  const on = await turnOnApp(services, account.accountId, codeOfApp(setup.secret, services), testOrigin);
  assert.deepEqual(on, { ok: false, refusal: { kind: 'frozen', at: until } });
  assert.deepEqual(await makeRecoveryCodes(services, account.accountId, testOrigin), {
    ok: false,
    refusal: 'frozen',
  });
  assert.ok((await off()).ok);
  services.clock.advance(3600);
  const late = codeOfApp(setup.secret, services);
  assert.notDeepEqual(await turnOnApp(services, account.accountId, late, testOrigin), on);
});
