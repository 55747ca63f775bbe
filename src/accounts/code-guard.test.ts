import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Origin, codeView, signIn, takeFinishedSignIn, verifyCode } from '#accounts';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';

const database = await testDatabase();
const services = {
  ...accountServices(database, { CODE_WRONG_PER_MINUTE_EVERYWHERE: 9 }),
};

async function waitingForCode(username: string, origin: Origin) {
  const request = signInRequest(username, { origin });
  assert.ok((await signIn(services, request)).ok);
  await codeView(services, request.interactionUid, origin);
  const code = services.outbox.sent.at(-1)?.parameters['code'] ?? '';
  return {
    uid: request.interactionUid,
    enter: async (typed: 'right' | 'wrong') => {
      const wrong = code === '000000' ? '000001' : '000000';
      const options = { remember: false, origin };
      const sent = typed === 'right' ? code : wrong;
      const result = await verifyCode(services, request.interactionUid, sent, options);
      return result.ok ? 'in' : result.refusal.kind;
    },
  };
}

test('wrong codes over all accounts close codes for unknown devices for a minute, and not for a known one', async () => {
  const member = await newTestAccount(services, { secondFactor: ['sms'] });
  const first = await waitingForCode(member.username, testOrigin);
  assert.equal(await first.enter('right'), 'in');
  const device = (await takeFinishedSignIn(services, first.uid, testOrigin))?.device;
  services.clock.advance(60);
  for (let victim = 0; victim < 3; victim += 1) {
    const account = await newTestAccount(services, { secondFactor: ['sms'] });
    const guesser = await waitingForCode(account.username, testOrigin);
    for (let tried = 0; tried < 3; tried += 1) assert.equal(await guesser.enter('wrong'), 'wrong');
  }
  const known = await waitingForCode(member.username, { ...testOrigin, device });
  const account = await newTestAccount(services, { secondFactor: ['sms'] });
  const unknown = await waitingForCode(account.username, { ...testOrigin, device });
  assert.equal(await unknown.enter('right'), 'too-many');
  assert.equal(await known.enter('wrong'), 'wrong');
  assert.equal(await known.enter('right'), 'in');
  services.clock.advance(60);
  assert.equal(await unknown.enter('right'), 'in');
});
