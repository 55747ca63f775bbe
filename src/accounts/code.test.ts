import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  type SecondFactorMethod,
  codeView,
  sendCode,
  signIn,
  takeFinishedSignIn,
  verifyCode,
} from '#accounts';
import { TOTP, Secret } from 'otpauth';
import { openDatabase } from '#platform';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';

// Signing in runs with the rights of the sso face; only making the account needs more.
const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());
const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const options = { remember: false, origin: testOrigin };

type Services = ReturnType<typeof accountServices>;

/** An account whose password was right, waiting for its second factor. */
async function waiting(services: Services, secondFactor: SecondFactorMethod[], request = {}) {
  const account = await newTestAccount({ ...services, database: owner }, { secondFactor, totpSecret });
  const start = signInRequest(account.username, request);
  assert.deepEqual(await signIn(services, start), { ok: true, value: { step: 'second-factor' } });
  return { account, uid: start.interactionUid };
}

const look = (services: Services, uid: string) => codeView(services, uid, testOrigin);
const codeIn = (services: Services, index = -1) => services.outbox.sent.at(index)?.parameters['code'] ?? '';
const otherThan = (...codes: string[]) =>
  ['000000', '111111', '222222', '333333'].find((code) => !codes.includes(code)) ?? '';
const totpAt = (services: Services, offsetSeconds = 0) =>
  new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({
    timestamp: services.clock.now().getTime() + offsetSeconds * 1000,
  });

test('sending again sends the same code and does not prolong its life; near its end the next one is sent and both work', async () => {
  const services = accountServices(database);
  const { uid } = await waiting(services, ['sms']);
  const first = await look(services, uid);
  assert.equal(first?.sent?.validUntil.toISOString(), '2026-11-20T03:10:00.000Z');
  assert.equal(first?.sent?.sendAgainAt.toISOString(), '2026-11-20T03:01:00.000Z');
  services.clock.advance(420);
  assert.ok((await sendCode(services, uid, 'sms', testOrigin)).ok);
  assert.equal(codeIn(services, 1), codeIn(services, 0));
  assert.deepEqual((await look(services, uid))?.sent?.validUntil, first?.sent?.validUntil);
  services.clock.advance(61);
  assert.ok((await sendCode(services, uid, 'sms', testOrigin)).ok);
  assert.notEqual(codeIn(services, 2), codeIn(services, 0));
  const old = await verifyCode(services, uid, codeIn(services, 0), options);
  assert.ok(old.ok);
});

test('[V6.5.5] a code ends ten minutes after its first issue, to the second', async () => {
  for (const [seconds, works] of [
    [599, true],
    [600, false],
  ] as const) {
    const services = accountServices(database);
    const { uid } = await waiting(services, ['email']);
    await look(services, uid);
    services.clock.advance(seconds);
    const verified = await verifyCode(services, uid, codeIn(services), options);
    assert.deepEqual(verified.ok ? undefined : verified.refusal, works ? undefined : { kind: 'expired' });
  }
});

test('[V6.6.3] five wrong codes an hour for an account, however often it is sent, by whichever way, at whichever sign-in', async () => {
  const services = accountServices(database);
  const { account, uid } = await waiting(services, ['sms', 'email']);
  await look(services, uid);
  const codes = [codeIn(services)];
  const tryWrong = async () => {
    const wrong = await verifyCode(services, uid, otherThan(...codes), options);
    return wrong.ok ? 'right' : wrong.refusal;
  };
  assert.deepEqual(await tryWrong(), { kind: 'wrong', triesLeft: 4 });
  services.clock.advance(60);
  await sendCode(services, uid, 'sms', testOrigin);
  assert.deepEqual(await tryWrong(), { kind: 'wrong', triesLeft: 3 });
  await sendCode(services, uid, 'email', testOrigin);
  codes.push(codeIn(services));
  assert.equal(codes[1], codes[0], 'one code, whichever way it goes');
  assert.deepEqual(await tryWrong(), { kind: 'wrong', triesLeft: 2 });
  assert.deepEqual(await tryWrong(), { kind: 'wrong', triesLeft: 1 });
  const full = { kind: 'too-many', at: new Date('2026-11-20T04:00:00Z') };
  assert.deepEqual(await tryWrong(), { ...full, at: new Date('2026-11-20T04:00:00Z') });
  assert.deepEqual((await look(services, uid))?.closedUntil, full.at, 'looking again says the same');
  const right = await verifyCode(services, uid, codeIn(services), options);
  assert.deepEqual(right, { ok: false, refusal: full });
  const again = signInRequest(account.username);
  await signIn(services, again);
  services.clock.advance(60);
  assert.equal((await look(services, again.interactionUid))?.sent, undefined, 'no code is sent meanwhile');
  const elsewhere = await verifyCode(services, again.interactionUid, codeIn(services), options);
  assert.deepEqual(elsewhere, { ok: false, refusal: full });
});

test('what cannot be a code is not a try, and spaces do not matter', async () => {
  const services = accountServices(database);
  const { uid } = await waiting(services, ['sms']);
  await look(services, uid);
  for (const typed of ['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦'])
    assert.deepEqual(await verifyCode(services, uid, typed, options), {
      ok: false,
      refusal: { kind: 'wrong', triesLeft: 5 },
    });
  const code = codeIn(services);
  assert.ok((await verifyCode(services, uid, ` ${code.slice(0, 3)} ${code.slice(3)}`, options)).ok);
});

test('messages go 60 seconds apart and five an hour, and the page says from when', async () => {
  const services = accountServices(database);
  const { uid } = await waiting(services, ['sms']);
  await look(services, uid);
  const again = async () => {
    const sent = await sendCode(services, uid, 'sms', testOrigin);
    return sent.ok ? 'sent' : sent.refusal;
  };
  services.clock.advance(59);
  assert.deepEqual(await again(), { kind: 'too-soon', at: new Date('2026-11-20T03:01:00Z') });
  services.clock.advance(1);
  assert.equal(await again(), 'sent');
  for (let sent = 3; sent <= 5; sent += 1) {
    services.clock.advance(60);
    assert.equal(await again(), 'sent');
  }
  services.clock.advance(60);
  const full = new Date('2026-11-20T04:00:00Z');
  assert.deepEqual((await look(services, uid))?.sent?.sendAgainAt, full);
  assert.deepEqual(await again(), { kind: 'too-many', at: full });
  assert.equal(services.outbox.sent.length, 5);
});

test('a message whose code was used is not counted, so that people who sign in often get their codes', async () => {
  const services = accountServices(database);
  const { account } = await waiting(services, ['sms']);
  for (let count = 0; count < 12; count += 1) {
    const request = signInRequest(account.username);
    await signIn(services, request);
    assert.equal((await look(services, request.interactionUid))?.notSent, undefined);
    assert.ok((await verifyCode(services, request.interactionUid, codeIn(services), options)).ok);
  }
});

test('[V6.6.2] a code works only for the sign-in that it was sent for', async () => {
  const services = accountServices(database);
  const { account, uid } = await waiting(services, ['sms']);
  await look(services, uid);
  const other = signInRequest(account.username);
  await signIn(services, other);
  const notSent = await look(services, other.interactionUid);
  assert.deepEqual(notSent?.notSent, { kind: 'too-soon', at: new Date('2026-11-20T03:01:00Z') });
  const refused = await verifyCode(services, other.interactionUid, codeIn(services), options);
  assert.deepEqual(refused, { ok: false, refusal: { kind: 'expired' } });
});

test('[V6.5.1] an authenticator app reaches acr 2; each of its codes works once, and no older one after it', async () => {
  const services = accountServices(database);
  const { account, uid } = await waiting(services, ['totp', 'sms']);
  const view = await look(services, uid);
  assert.deepEqual([view?.method, view?.sent, services.outbox.sent.length], ['totp', undefined, 0]);
  assert.ok((await verifyCode(services, uid, totpAt(services), options)).ok);
  const finished = await takeFinishedSignIn(services, uid, testOrigin);
  assert.deepEqual([finished?.acr, finished?.amr], ['2', ['pwd', 'otp', 'mfa']]);
  const next = signInRequest(account.username);
  await signIn(services, next);
  for (const offset of [0, -30])
    assert.equal(
      (await verifyCode(services, next.interactionUid, totpAt(services, offset), options)).ok,
      false,
    );
  services.clock.advance(30);
  assert.ok((await verifyCode(services, next.interactionUid, totpAt(services), options)).ok);
});

test('[V6.3.3] the console takes nothing weaker than an authenticator app', async () => {
  const services = accountServices(database);
  const strong = await waiting(services, ['sms', 'totp'], { acrNeeded: '2' });
  const view = await look(services, strong.uid);
  assert.deepEqual([view?.method, view?.others, view?.mayRememberBrowser], ['totp', [], false]);
  assert.deepEqual(await sendCode(services, strong.uid, 'sms', testOrigin), {
    ok: false,
    refusal: { kind: 'not-possible' },
  });
  for (const secondFactor of [[], ['sms'], ['email', 'sms']] as SecondFactorMethod[][]) {
    const weak = await newTestAccount({ ...services, database: owner }, { secondFactor });
    assert.deepEqual(await signIn(services, signInRequest(weak.username, { acrNeeded: '2' })), {
      ok: false,
      refusal: { kind: 'stronger-factor-needed' },
    });
  }
});

test('a remembered browser is not asked for 30 days, gains no strength, and does not count where it must not', async () => {
  const services = accountServices(database);
  const { account, uid } = await waiting(services, ['totp']);
  const verified = await verifyCode(services, uid, totpAt(services), { ...options, remember: true });
  const rememberedBrowser = verified.ok ? verified.value.rememberToken : undefined;
  assert.ok(rememberedBrowser);
  const stepOf = async (request: object, who = account.username) => {
    const signed = await signIn(services, signInRequest(who, { rememberedBrowser, ...request }));
    return signed.ok ? signed.value.step : signed.refusal.kind;
  };
  const other = await newTestAccount(
    { ...services, database: owner },
    { secondFactor: ['totp'], totpSecret },
  );
  const request = signInRequest(account.username, { rememberedBrowser });
  assert.deepEqual(await signIn(services, request), { ok: true, value: { step: 'done' } });
  assert.equal((await takeFinishedSignIn(services, request.interactionUid, testOrigin))?.acr, '1');
  assert.equal(await stepOf({ shared: true }), 'second-factor');
  assert.equal(await stepOf({ acrNeeded: '2' }), 'second-factor');
  assert.equal(await stepOf({}, other.username), 'second-factor');
  assert.equal(await stepOf({ rememberedBrowser: 'x' }), 'second-factor');
  services.clock.advance(30 * 86_400 - 1);
  assert.equal(await stepOf({}), 'done');
  services.clock.advance(1);
  assert.equal(await stepOf({}), 'second-factor');
});

test('a shared computer is never remembered, even when the form asks', async () => {
  const services = accountServices(database);
  const { uid } = await waiting(services, ['totp'], { shared: true });
  assert.equal((await look(services, uid))?.mayRememberBrowser, false);
  const verified = await verifyCode(services, uid, totpAt(services), { ...options, remember: true });
  assert.deepEqual(verified, { ok: true, value: { step: 'done', rememberToken: undefined } });
});

test('another password at the same interaction begins anew: a code of the first account opens nothing', async () => {
  const services = accountServices(database);
  const { uid } = await waiting(services, ['sms']);
  await look(services, uid);
  const code = codeIn(services);
  const second = await newTestAccount({ ...services, database: owner }, { secondFactor: ['sms'] });
  await signIn(services, signInRequest(second.username, { interactionUid: uid }));
  assert.equal((await verifyCode(services, uid, code, options)).ok, false);
  assert.equal(await takeFinishedSignIn(services, uid, testOrigin), undefined);
});

test('a used code stays used when the same interaction begins anew', async () => {
  const services = accountServices(database);
  const { account, uid } = await waiting(services, ['sms']);
  await look(services, uid);
  const code = codeIn(services);
  assert.ok((await verifyCode(services, uid, code, options)).ok);
  await signIn(services, signInRequest(account.username, { interactionUid: uid }));
  assert.deepEqual(await verifyCode(services, uid, code, options), {
    ok: false,
    refusal: { kind: 'expired' },
  });
});
