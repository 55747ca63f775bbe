import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  codeView,
  sendCode,
  signIn,
  takeFinishedSignIn,
  verifyCode,
  type SecondFactorMethod,
} from '#accounts';
import { type Config, openDatabase } from '#platform';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso', poolSize: 2 });
test.after(() => database.close());

type Services = ReturnType<typeof accountServices>;
let blocks = 5000;
/** A block of numbers of the test's own. */
const newBlock = () => `+628${(blocks += 1)}00`;

async function look(
  services: Services,
  account: { readonly phone?: string; readonly secondFactor?: SecondFactorMethod[] },
  origin = testOrigin as { address: string; userAgent: string; language: 'id' },
) {
  const made = await newTestAccount(
    { ...services, database: owner },
    { secondFactor: ['sms', 'email'], ...account },
  );
  const request = signInRequest(made.username);
  await signIn(services, request);
  return {
    made,
    uid: request.interactionUid,
    view: await codeView(services, request.interactionUid, origin),
  };
}

const services = (settings: Partial<Config>) =>
  accountServices(database, { PAID_SENDS_PER_DAY: 1_600_000, ...settings });

test('a block of numbers gets so many unused codes an hour; then SMS is closed for it and e-mail is there', async () => {
  const house = services({ PAID_SENDS_PER_BLOCK_PER_HOUR: 3 });
  const block = newBlock();
  for (let number = 1; number <= 3; number += 1)
    assert.equal((await look(house, { phone: `${block}000${number}` })).view?.notSent, undefined);
  const { view, uid } = await look(house, { phone: `${block}9999` });
  assert.deepEqual(view?.notSent, { kind: 'way-closed', at: new Date('2026-11-20T04:00:00Z') });
  assert.equal(view?.next, 'email', 'the other way is offered by itself');
  assert.equal(house.outbox.sent.length, 3);
  assert.ok((await sendCode(house, uid, 'email', testOrigin)).ok);
  assert.equal((await look(house, { phone: `${newBlock()}0001` })).view?.notSent, undefined);
  house.clock.advance(3600);
  assert.equal((await look(house, { phone: `${block}0005` })).view?.notSent, undefined);
});

test('a code that is used gives its block, address and day back', async () => {
  const house = services({
    PAID_SENDS_PER_BLOCK_PER_HOUR: 1,
    PAID_SENDS_PER_ADDRESS_PER_HOUR: 1,
    PAID_SENDS_PER_NUMBER_PER_DAY: 1,
  });
  const origin = { ...testOrigin, address: '198.51.100.20' };
  const block = newBlock();
  for (let number = 1; number <= 3; number += 1) {
    const { view, uid } = await look(house, { phone: `${block}000${number}` }, origin);
    assert.equal(view?.notSent, undefined, String(number));
    const code = house.outbox.sent.at(-1)?.parameters['code'] ?? '';
    assert.ok((await verifyCode(house, uid, code, { remember: false, origin })).ok);
  }
});

test('[V2.4.1] one network address gets so many, the network around it ten times as many', async () => {
  const house = services({ PAID_SENDS_PER_ADDRESS_PER_HOUR: 2 });
  const from = async (address: string) => {
    const { view } = await look(house, { phone: `${newBlock()}0001` }, { ...testOrigin, address });
    return view?.notSent?.kind ?? 'sent';
  };
  assert.deepEqual(
    [await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.1')],
    ['sent', 'sent', 'way-closed'],
  );
  for (let host = 2; host <= 10; host += 1)
    for (let send = 0; send < 2; send += 1) assert.equal(await from(`192.0.2.${host}`), 'sent');
  assert.equal(await from('192.0.2.11'), 'way-closed');
  assert.equal(await from('198.51.100.1'), 'sent');
});

test('[V2.3.2 V2.4.1] the whole house sends so many a day and no more; e-mail goes on', async () => {
  const house = services({ PAID_SENDS_PER_DAY: 16 });
  // Another day than that of the other tests.
  house.clock.advance(2 * 86_400);
  const kinds: string[] = [];
  for (let account = 0; account < 40; account += 1) {
    const { view } = await look(house, { phone: `${newBlock()}0001` });
    kinds.push(view?.notSent?.kind ?? 'sent');
  }
  const sent = kinds.filter((kind) => kind === 'sent').length;
  assert.ok(sent <= 16 && sent >= 4, String(sent));
  const { view } = await look(house, { secondFactor: ['email'] });
  assert.equal(view?.notSent, undefined);
});

test('codes that cost money go to the countries of the setting only', async () => {
  const house = services({});
  const { view } = await look(house, { phone: '+8823456789012' });
  assert.deepEqual(view?.notSent, { kind: 'not-possible' });
  assert.equal(house.outbox.sent.length, 0);
});

test('a code that went out by SMS and e-mail proves no more than e-mail; a code by SMS alone does', async () => {
  const house = services({});
  const { uid } = await look(house, { phone: `${newBlock()}0001` });
  const code = house.outbox.sent.at(-1)?.parameters['code'] ?? '';
  assert.ok((await sendCode(house, uid, 'email', testOrigin)).ok);
  assert.equal(house.outbox.sent.at(-1)?.parameters['code'], code, 'one code, whichever way it goes');
  assert.ok((await verifyCode(house, uid, code, { remember: false, origin: testOrigin })).ok);
  assert.equal((await takeFinishedSignIn(house, uid, testOrigin))?.acr, '1e');
  const alone = await look(house, { phone: `${newBlock()}0001` });
  const own = house.outbox.sent.at(-1)?.parameters['code'] ?? '';
  assert.ok((await verifyCode(house, alone.uid, own, { remember: false, origin: testOrigin })).ok);
  assert.equal((await takeFinishedSignIn(house, alone.uid, testOrigin))?.acr, '2r');
});

test('a code that comes late still works after the app or recovery codes were chosen', async () => {
  const house = services({});
  const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const made = await newTestAccount(
    { ...house, database: owner },
    { phone: `${newBlock()}0001`, secondFactor: ['sms', 'totp'], totpSecret },
  );
  const request = signInRequest(made.username);
  await signIn(house, request);
  await codeView(house, request.interactionUid, testOrigin);
  const code = house.outbox.sent.at(-1)?.parameters['code'] ?? '';
  assert.ok((await sendCode(house, request.interactionUid, 'totp', testOrigin)).ok);
  assert.ok(
    (await sendCode(house, request.interactionUid, 'sms', testOrigin)).ok,
    'going back sends nothing',
  );
  assert.equal(house.outbox.sent.length, 1);
  await sendCode(house, request.interactionUid, 'totp', testOrigin);
  const options = { remember: false, origin: testOrigin };
  assert.ok((await verifyCode(house, request.interactionUid, code, options)).ok);
  assert.equal((await takeFinishedSignIn(house, request.interactionUid, testOrigin))?.acr, '2r');
});

test('the next way is offered after a minute, and at once when the message has failed', async () => {
  const house = services({});
  const { uid, view } = await look(house, { phone: `${newBlock()}0001` });
  assert.equal(view?.next, undefined);
  house.clock.advance(60);
  assert.equal((await codeView(house, uid, testOrigin))?.next, 'email');
  const outbox = {
    ...house.outbox,
    deliveryOf: async () =>
      ({ messageId: 'x', channel: 'sms', state: 'failed', queuedAt: house.clock.now() }) as never,
  };
  const second = await look({ ...house, outbox }, { phone: `${newBlock()}0001` });
  assert.equal(second.view?.next, 'email');
});
