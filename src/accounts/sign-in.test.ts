import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  attemptState,
  chooseAtSignIn,
  codeView,
  newPasswordReason,
  signIn,
  takeFinishedSignIn,
  verifyCode,
} from '#accounts';
import { ok } from '#kernel';
import { openDatabase } from '#platform';
import {
  accountServices,
  newTestAccount,
  signInRequest,
  testOrigin,
  testPassword,
} from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';

// Signing in runs with the rights of the sso face; only making the account needs more.
const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());

test('the right password of an account without a second factor opens one session, once', async () => {
  const services = accountServices(database);
  const account = await newTestAccount({ ...services, database: owner });
  const request = signInRequest(account.username);
  assert.deepEqual(await signIn(services, request), { ok: true, value: { step: 'done' } });
  assert.equal(await attemptState(services, request.interactionUid), 'done');
  const finished = await takeFinishedSignIn(services, request.interactionUid, testOrigin);
  assert.equal(finished?.accountId, account.accountId);
  assert.equal(finished?.acr, '1');
  assert.deepEqual(finished?.amr, ['pwd']);
  assert.equal(await takeFinishedSignIn(services, request.interactionUid, testOrigin), undefined);
  assert.equal(await attemptState(services, request.interactionUid), 'taken');
});

test('[V6.2.10] a password does not grow old: after 400 days it signs in, and nothing else is asked', async () => {
  const services = accountServices(database);
  const account = await newTestAccount({ ...services, database: owner });
  services.clock.advance(400 * 86_400);
  const request = signInRequest(account.username);
  assert.deepEqual(await signIn(services, request), { ok: true, value: { step: 'done' } });
  assert.ok(await takeFinishedSignIn(services, request.interactionUid, testOrigin));
});

test('where an operator sets an age all the same, an older password leads to the gate, and a new one counts from then', async () => {
  const aged = accountServices(database, { PASSWORD_MAX_AGE_DAYS: 90 });
  const account = await newTestAccount({ ...aged, database: owner });
  const step = async (password: string) => {
    const request = signInRequest(account.username, { password });
    const signed = await signIn(aged, request);
    assert.ok(signed.ok);
    return { uid: request.interactionUid, step: signed.value.step };
  };
  aged.clock.advance(89 * 86_400);
  assert.equal((await step(testPassword)).step, 'done');
  aged.clock.advance(2 * 86_400);
  const { uid, step: old } = await step(testPassword);
  assert.equal(old, 'new-password');
  assert.equal(await newPasswordReason(aged, uid), 'old');
  const fresh = 'kuda hitam makan rumput';
  assert.deepEqual(
    await chooseAtSignIn(aged, uid, { password: fresh, repeat: fresh }, testOrigin),
    ok('done'),
  );
  assert.equal((await step(fresh)).step, 'done');
});

test('username, e-mail and phone find the account however they are written', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(
    { ...services, database: owner },
    { phone: '0812-9999-0001', email: 'Ani@Contoh.ID' },
  );
  for (const typed of [
    account.username.toUpperCase(),
    ' ani@contoh.id ',
    'ANI@CONTOH.ID',
    '081299990001',
    '6281299990001',
    '+62 812-9999-0001',
  ])
    assert.ok((await signIn(services, signInRequest(typed))).ok, typed);
});

test('a code by SMS finishes a sign-in with acr 2r, and works once', async () => {
  const services = accountServices(database);
  const account = await newTestAccount({ ...services, database: owner }, { secondFactor: ['sms', 'email'] });
  const request = signInRequest(account.email);
  assert.deepEqual(await signIn(services, request), { ok: true, value: { step: 'second-factor' } });
  assert.equal(await takeFinishedSignIn(services, request.interactionUid, testOrigin), undefined);
  const view = await codeView(services, request.interactionUid, testOrigin);
  assert.equal(view?.sent?.channel, 'sms');
  assert.deepEqual(
    view?.others.map(({ method }) => method),
    ['email'],
  );
  await codeView(services, request.interactionUid, testOrigin);
  assert.equal(services.outbox.sent.length, 1);
  const code = services.outbox.sent[0]?.parameters['code'] ?? '';
  const verified = await verifyCode(services, request.interactionUid, code, {
    remember: false,
    origin: testOrigin,
  });
  assert.deepEqual(verified, { ok: true, value: { step: 'done', rememberToken: undefined } });
  const again = await verifyCode(services, request.interactionUid, code, {
    remember: false,
    origin: testOrigin,
  });
  assert.deepEqual(again, { ok: false, refusal: { kind: 'nothing-waits' } });
  const finished = await takeFinishedSignIn(services, request.interactionUid, testOrigin);
  assert.equal(finished?.acr, '2r');
});
