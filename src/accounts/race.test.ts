import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type SecondFactorMethod,
  codeView,
  factorsOf,
  makeRecoveryCodes,
  sendFactorCode,
  setUpApp,
  signIn,
  verifyCode,
} from '#accounts';
import { sql } from '#platform';
import { Secret, TOTP } from 'otpauth';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';

// Everything at sign-in runs with the rights of the sso face; only making the account needs more.
const owner = await testDatabase();
const services = accountServices(owner);
const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const now = services.clock.now();
type Answer = { readonly ok: boolean } | null;
const winners = (answers: unknown[]) => (answers as Answer[]).filter((answer) => answer?.ok).length;

async function waiting(secondFactor: SecondFactorMethod[]) {
  const account = await newTestAccount(services, { secondFactor, totpSecret });
  const request = signInRequest(account.username);
  await signIn(services, request);
  await codeView(services, request.interactionUid, testOrigin);
  return {
    account,
    uid: request.interactionUid,
    code: services.outbox.sent.at(-1)?.parameters['code'] ?? '',
  };
}

test('[V6.5.1 V2.3.4] of 16 right codes at once on two processes one wins', async () => {
  const { uid, code } = await waiting(['sms']);
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'verifyCode', uid, code, now });
  assert.equal(answers.length, 16);
  assert.equal(winners(answers), 1);
});

test('of 16 wrong codes at once on two processes five are evaluated', async () => {
  const { uid, code } = await waiting(['sms']);
  const wrong = code === '000000' ? '000001' : '000000';
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'verifyCode', uid, code: wrong, now });
  const kinds = (answers as { refusal: { kind: string } }[]).map(({ refusal }) => refusal.kind);
  assert.equal(kinds.filter((kind) => kind === 'wrong').length, 5, kinds.join(' '));
  assert.equal(kinds.filter((kind) => kind === 'expired').length, 11);
});

test('[V6.5.1] of 16 sign-ins at once with the same code of an authenticator app one wins', async () => {
  const { account } = await waiting(['totp']);
  const requests = Array.from({ length: 8 }, () => signInRequest(account.username));
  for (const request of requests) await signIn(services, request);
  const code = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: now.getTime() });
  const codes = requests.map(({ interactionUid }) => ({ uid: interactionUid, code }));
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'verifyCodes', codes, now });
  assert.equal(answers.length, 16);
  assert.equal(winners(answers), 1);
});

test('of 16 takers of one finished sign-in at once on two processes one opens a session', async () => {
  const { uid, code, account } = await waiting(['email']);
  assert.ok((await verifyCode(services, uid, code, { remember: false, origin: testOrigin })).ok);
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'takeFinishedSignIn', uid, now });
  assert.equal(answers.filter((answer) => answer !== null).length, 1);
  assert.equal(
    (await owner.many(sql`select 1 from accounts.session where account_id = ${account.accountId}`)).length,
    1,
  );
});

test('[V6.5.1] of 16 sign-ins at once with the same recovery code on two processes one wins', async () => {
  const { account } = await waiting(['totp']);
  const made = await makeRecoveryCodes(services, account.accountId, testOrigin);
  const code = (made.ok && made.value[0]) || '';
  const requests = Array.from({ length: 16 }, () => signInRequest(account.username));
  for (const request of requests) await signIn(services, request);
  const codes = requests.map(({ interactionUid }) => ({ uid: interactionUid, code }));
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'verifyCodes', codes, now });
  assert.equal(winners(answers), 1);
  assert.equal((await factorsOf(services, account.accountId)).recovery?.codesLeft, 9);
});

test('an app that is turned on 16 times at once on two processes is on once, and told once', async () => {
  const account = await newTestAccount(services);
  const setup = await setUpApp(services, account.accountId, 'Siti');
  const code = new TOTP({ secret: Secret.fromBase32(setup?.secret ?? '') }).generate({
    timestamp: now.getTime(),
  });
  const call = { verb: 'turnOnApp', accountId: account.accountId, code, now } as const;
  assert.equal(winners(await raceOverTwoProcesses(owner.url, call)), 1);
  assert.equal(await addedTimes(account.accountId), 1);
});

test('SMS that are turned on 16 times at once on two processes are on once', async () => {
  const account = await newTestAccount(services);
  const { possible } = await factorsOf(services, account.accountId);
  const contactId = possible.find(({ method }) => method === 'sms')?.contactId ?? '';
  const way = { accountId: account.accountId, method: 'sms', contactId } as const;
  await sendFactorCode(services, way, testOrigin);
  const code = services.outbox.sent.at(-1)?.parameters['code'] ?? '';
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'turnOnMessages', way, code, now });
  assert.equal(winners(answers), 1);
  assert.equal(await addedTimes(account.accountId), 1);
});

async function addedTimes(accountId: string): Promise<number> {
  const added = await owner.many(
    sql`select 1 from activity.entry where account_id = ${accountId} and event = 'factor_added'`,
  );
  return added.length;
}
