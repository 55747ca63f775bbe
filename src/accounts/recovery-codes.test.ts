import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  factorsOf,
  makeRecoveryCodes,
  signIn,
  takeFinishedSignIn,
  turnOffFactor,
  verifyCode,
} from '#accounts';
import { recentActivity } from '#activity';
import { keyedHash, openDatabase, sql } from '#platform';
import { hashRaw } from '@node-rs/argon2';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { newRecoveryCode, readRecoveryCode, recoveryCodeHash } from './recovery-code.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());

type Services = ReturnType<typeof accountServices>;
const make = (services: Services, secondFactor: ['sms'] | [] = ['sms']) =>
  newTestAccount({ ...services, database: owner }, { secondFactor });

async function codesOf(services: Services, accountId: string): Promise<string[]> {
  const made = await makeRecoveryCodes(services, accountId, testOrigin);
  return made.ok ? made.value : assert.fail(made.refusal);
}

/** A new sign-in that gives this code as its second factor. */
async function enter(services: Services, username: string, code: string) {
  const request = signInRequest(username);
  await signIn(services, request);
  const verified = await verifyCode(services, request.interactionUid, code, {
    remember: false,
    origin: testOrigin,
  });
  return { ...verified, uid: request.interactionUid };
}

test('ten codes of 80 bits, each works once, in any spelling, as strong as an app; every address is told how many are left', async () => {
  const services = accountServices(database);
  const account = await make(services);
  const codes = await codesOf(services, account.accountId);
  assert.equal(new Set(codes).size, 10);
  for (const code of codes) assert.match(code, /^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  const [first = '', second = ''] = codes;
  const entered = await enter(services, account.username, first);
  assert.ok(entered.ok);
  assert.equal((await takeFinishedSignIn(services, entered.uid, testOrigin))?.acr, '2');
  const told = services.outbox.sent.filter(({ template }) => template === 'recovery_code_used');
  assert.deepEqual(
    told.map(({ channel, parameters }) => [channel, parameters['left']]),
    [
      ['email', '9'],
      ['sms', '9'],
    ],
  );
  assert.equal((await enter(services, account.username, first)).ok, false);
  services.clock.advance(1);
  const asTyped = second.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
  assert.ok((await enter(services, account.username, asTyped)).ok);
  const view = await factorsOf(services, account.accountId);
  assert.deepEqual([view.recovery?.codesLeft, view.factors.length], [8, 1]);
  const used = (await recentActivity(database, account.accountId, 10)).filter(
    ({ event }) => event === 'recovery_code_used',
  );
  assert.deepEqual(
    used.map(({ details }) => details?.['left']),
    [8, 9],
  );
});

test('[V6.5.2] the codes stand nowhere in clear, but hashed like passwords with a salt, and one account’s work for no other', async () => {
  const services = accountServices(database);
  const account = await make(services);
  const other = await make(services);
  const [code = ''] = await codesOf(services, account.accountId);
  await codesOf(services, other.accountId);
  const rows = await owner.many<{ readonly row: string }>(
    sql`select recovery_code::text as row from accounts.recovery_code`,
  );
  assert.ok(rows.every(({ row }) => !row.includes(code) && !row.includes(code.replaceAll('-', ''))));
  assert.equal((await enter(services, other.username, code)).ok, false);
  const kept = await owner.many<{ readonly hash: Buffer; readonly salt: Buffer }>(
    sql`select code_hash as hash, salt from accounts.recovery_code where account_id = ${account.accountId}`,
  );
  const [{ salt } = assert.fail()] = kept;
  assert.ok(salt.length >= 4 && kept.length === 10);
  const plain = readRecoveryCode(code) ?? assert.fail();
  const keyed = keyedHash(services.keys, 'recovery-code', account.accountId, plain);
  const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1, salt };
  const expected = await hashRaw(keyed, cheap);
  assert.ok(kept.some(({ hash }) => hash.equals(expected)));
  const strong = { ...services, config: { ...services.config, TEST_HASH_COST: false } };
  assert.deepEqual(
    await recoveryCodeHash(strong, account.accountId, plain, { salt, keyId: 'test' }),
    await hashRaw(keyed, { memoryCost: 19_456, timeCost: 2, parallelism: 1, salt }),
  );
});

test('new codes end the old ones; without any second factor there are none, and they go with the last', async () => {
  const services = accountServices(database);
  const account = await make(services);
  const [old = ''] = await codesOf(services, account.accountId);
  const [fresh = ''] = await codesOf(services, account.accountId);
  assert.equal((await enter(services, account.username, old)).ok, false);
  assert.ok((await enter(services, account.username, fresh)).ok);
  const { factors } = await factorsOf(services, account.accountId);
  await turnOffFactor(services, account.accountId, factors[0]?.authenticatorId ?? '', testOrigin);
  assert.equal((await factorsOf(services, account.accountId)).recovery, undefined);
  assert.deepEqual(await makeRecoveryCodes(services, account.accountId, testOrigin), {
    ok: false,
    refusal: 'no-factor',
  });
});

test('wrong recovery codes count like wrong codes', async () => {
  const services = accountServices(database);
  const account = await make(services);
  await codesOf(services, account.accountId);
  const kinds: string[] = [];
  for (let tries = 0; tries < 6; tries += 1) {
    const entered = await enter(services, account.username, newRecoveryCode());
    kinds.push(entered.ok ? 'right' : entered.refusal.kind);
  }
  assert.deepEqual(kinds, ['wrong', 'wrong', 'wrong', 'wrong', 'too-many', 'too-many']);
});

test('what cannot be a recovery code is not read as one', () => {
  for (const typed of [
    '',
    '123456',
    'ABCD-EFGH-JKMN',
    'ABCD-EFGH-JKMN-PQRSU',
    'ABCD-EFGH-JKMN-PQR!',
    'ABCD-EFGH-JKMN-PQRU',
  ])
    assert.equal(readRecoveryCode(typed), undefined, typed);
  assert.equal(readRecoveryCode('abcd efgh-JKMN pqrs'), 'ABCDEFGHJKMNPQRS');
});
