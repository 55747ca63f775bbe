import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeView, isIdentifierTaken, signIn, verifyCode } from '#accounts';
import { demonstrationCast } from '#generate';
import { addMonths, dayIn, monthOf } from '#kernel';
import { findPersonByNationalNumber, personDetails, revealNationalNumber } from '#members';
import { type KeyRing, readKeyRing } from '#platform';
import { faceCredentials } from '#sso';
import { peek, take } from '#throttle';
import { loadDemonstration } from '../../src/commands/demonstration.ts';
import { type House, openHouse } from '../../src/commands/house.ts';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../support/accounts.ts';
import { testKeys, testMasterKeys } from '../support/keys.ts';
import { startWholeHouse } from '../support/whole-house.ts';

const newest = `baru:${Buffer.alloc(32, 8).toString('base64')}`;
const newerRing = readKeyRing(`${newest},${testMasterKeys}`);
const whole = await startWholeHouse();
const { database, databaseUrl } = whole;
const { config, clock } = whole.house;

async function withHouse<Value>(keys: KeyRing, use: (house: House) => Promise<Value>): Promise<Value> {
  const house = await openHouse(config, keys, databaseUrl);
  try {
    return await use(house);
  } finally {
    await house.close();
  }
}

test('the demonstration made with one key is found again under a ring with a newer one in front', async () => {
  await withHouse(newerRing, async (house) => {
    const told: string[] = [];
    await loadDemonstration(house, (text) => told.push(text));
    assert.deepEqual(told, [], 'nothing is loaded a second time');
  });
});

test('an account signs in, and is refused the same name again, under a newer key', async () => {
  const before = accountServices(database);
  const account = await newTestAccount(before, { secondFactor: [] });
  const services = { ...before, keys: newerRing };
  assert.equal(await isIdentifierTaken(database, newerRing, account.email), true);
  const entered = await signIn(services, signInRequest(account.username));
  assert.deepEqual(entered.ok && entered.value.step, 'done');
  const again = await signIn(services, signInRequest(account.username));
  assert.ok(again.ok, 'with the password hashed anew under the newer key');
});

test('a code sent before the newer key came still signs in', async () => {
  const before = accountServices(database);
  const account = await newTestAccount(before, { secondFactor: ['sms'] });
  const start = signInRequest(account.username);
  await signIn(before, start);
  await codeView(before, start.interactionUid, testOrigin);
  const code = before.outbox.sent.at(-1)?.parameters['code'] ?? '';
  const services = { ...before, keys: newerRing };
  const options = { remember: false, origin: testOrigin };
  assert.ok((await verifyCode(services, start.interactionUid, code, options)).ok);
});

test('[V11.2.2] a person is found by the NIK, and the sealed values open, under a newer key', async () => {
  const [someone] = demonstrationCast(addMonths(monthOf(dayIn(clock.now())), -1));
  assert.ok(someone);
  const personId = (await findPersonByNationalNumber(database, newerRing, someone.nik)) ?? '';
  assert.equal(await revealNationalNumber(database, newerRing, personId), someone.nik);
  const [before, after] = await Promise.all(
    [testKeys, newerRing].map((keys) => personDetails(database, keys, personId)),
  );
  assert.ok(after?.email ?? after?.phone);
  assert.deepEqual(after, before);
});

test('a limit that is used up stays used up, and the faces keep their secrets, under a newer key', async () => {
  const now = clock.now();
  const limit = { keys: testKeys, config };
  while ((await take(database, limit, 'code_wrong_hour', 'peserta', now)).allowed);
  const allowance = await peek(database, { ...limit, keys: newerRing }, 'code_wrong_hour', 'peserta', now);
  assert.equal(allowance.allowed, false);
  assert.equal(
    faceCredentials(newerRing, 'portal').clientSecret(),
    faceCredentials(testKeys, 'portal').clientSecret(),
  );
});

test('a ring without a key that was used, in another order or with another key is refused and leaves no trace', async () => {
  const open = (masterKeys: string) => withHouse(readKeyRing(masterKeys), async () => 'open');
  await assert.rejects(open(newest), /key test is not among them.*Bring back key test/);
  await assert.rejects(open(testMasterKeys), /key baru is not among them/);
  await assert.rejects(open(`${testMasterKeys},${newest}`), /order.*key test, which must be the last/);
  const other = Buffer.alloc(32, 9).toString('base64');
  await assert.rejects(open(`lain:${other}`), /key test is not among them/);
  await assert.rejects(open(`${newest},test:${other}`), /key test is another one of the same name/);
  assert.equal(await open(`${newest},${testMasterKeys}`), 'open');
});
