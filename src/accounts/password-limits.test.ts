import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentActivity } from '#activity';
import { type SignInRefusal, sendPasswordClosedNotice, signIn } from '#accounts';
import { type Result, newId } from '#kernel';
import { type Database, type Executor, type Statement, createHashPool, openDatabase, sql } from '#platform';
import { takeEach } from '#throttle';
import {
  accountServices,
  newTestAccount,
  signInRequest,
  testOrigin,
  testPassword,
} from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { addressBudgets } from './sign-in-budgets.ts';

const database = await testDatabase();
let typed = 0;
/** Another wrong password each time that it is looked at; the same one again would not count. */
const wrong = {
  get password() {
    typed += 1;
    return `Bukan-Sandinya-${typed}`;
  },
};
const kindOf = (result: Result<unknown, SignInRefusal>) => (result.ok ? 'in' : result.refusal.kind);

/** The same database, with every statement written down. */
function listening(database: Database): Database & { readonly heard: string[] } {
  const heard: string[] = [];
  const note = (statement: Statement) => {
    heard.push(statement.name);
    return statement;
  };
  const listen = (executor: Executor): Executor => ({
    many: (statement) => executor.many(note(statement)),
    maybe: (statement) => executor.maybe(note(statement)),
    one: (statement) => executor.one(note(statement)),
    run: (statement) => executor.run(note(statement)),
  });
  return {
    ...listen(database),
    transaction: (work) => database.transaction((tx) => work({ ...tx, ...listen(tx) })),
    close: () => database.close(),
    heard,
  };
}

test('a known and an unknown identifier get the same answers for the same statements, up to the closing and beyond', async () => {
  const heard: string[][] = [];
  const answers: unknown[] = [];
  const owner = accountServices(database);
  const account = await newTestAccount(owner, { secondFactor: ['sms'] });
  for (const identifier of [account.username, 'tidak.dikenal']) {
    const listener = listening(database);
    const services = accountServices(listener);
    const given: unknown[] = [];
    for (let tried = 0; tried < 12; tried += 1)
      given.push(await signIn(services, signInRequest(identifier, wrong)));
    answers.push(given);
    heard.push(listener.heard);
  }
  assert.ok((heard[0] ?? []).length > 30);
  assert.deepEqual(heard[0], heard[1]);
  // Each has a number of its own, of one shape.
  const shape = (given: unknown) => JSON.stringify(given).replaceAll(/T-[2-9A-Z]{4}-[2-9A-Z]{4}/g, 'T-');
  assert.equal(shape(answers[0]), shape(answers[1]));
  assert.notDeepEqual(answers[0], answers[1]);
});

test('[V6.3.1] the tenth wrong password closes, the right one does not open it, and time does', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(services);
  for (let tried = 1; tried <= 9; tried += 1)
    assert.deepEqual(await signIn(services, signInRequest(account.username, wrong)), {
      ok: false,
      refusal: { kind: 'wrong' },
    });
  const closing = await signIn(services, signInRequest(account.username, wrong));
  const { reference } = (closing as { refusal: { reference: string } }).refusal;
  assert.match(reference, /^T-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  const until = new Date('2026-11-20T03:15:00Z');
  assert.deepEqual(closing, { ok: false, refusal: { kind: 'closed', reference, until, minutes: 15 } });
  assert.deepEqual(await signIn(services, signInRequest(account.username)), closing);
  services.clock.advance(899);
  assert.equal((await signIn(services, signInRequest(account.username))).ok, false);
  services.clock.advance(1);
  assert.ok((await signIn(services, signInRequest(account.username))).ok);
  assert.deepEqual(await signIn(services, signInRequest(account.username, wrong)), {
    ok: false,
    refusal: { kind: 'wrong' },
  });
});

test('[V6.3.1] over all identifiers together an account evaluates 30 passwords a day; then the right one gets the ordinary answer', async () => {
  for (const [wrongBefore, rightWorks] of [
    [29, true],
    [30, false],
  ] as const) {
    const personId = newId(new Date());
    const memberRegister = { findPersonByMemberNumber: async () => personId };
    const services = { ...accountServices(database), memberRegister };
    const account = await newTestAccount(services, { personId });
    const identifiers = [account.username, account.email, account.phone, `0123456789${wrongBefore % 10}`];
    for (let tried = 0; tried < wrongBefore; tried += 1)
      await signIn(services, signInRequest(identifiers[tried % 4] ?? '', wrong));
    const right = await signIn(services, signInRequest(account.email));
    assert.deepEqual(
      right,
      rightWorks ? { ok: true, value: { step: 'done' } } : { ok: false, refusal: { kind: 'wrong' } },
    );
    services.clock.advance(86_400);
    assert.ok((await signIn(services, signInRequest(account.email))).ok);
  }
});

test('signing in often is not counted against the account', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(services);
  for (let count = 0; count < 40; count += 1)
    assert.ok((await signIn(services, signInRequest(account.username))).ok);
});

test('[V2.4.1] a network address with a hundred refusals in a minute has to wait, for a minute at most', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(services);
  const origin = { ...testOrigin, address: '198.51.100.77' };
  const tries = Array.from({ length: 100 }, (_, index) =>
    signInRequest(`orang${index % 20}`, { ...wrong, origin }),
  );
  for (const request of tries) await signIn(services, request);
  assert.deepEqual(await signIn(services, signInRequest(account.username, { origin })), {
    ok: false,
    refusal: { kind: 'wait', because: 'network', until: new Date('2026-11-20T03:01:00Z'), minutes: 1 },
  });
  assert.ok((await signIn(services, signInRequest(account.username))).ok);
  services.clock.advance(60);
  assert.ok((await signIn(services, signInRequest(account.username, { origin }))).ok);
});

test('addresses of one network share a limit ten times as wide', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(services);
  const from = (address: string) => signInRequest(account.username, { origin: { ...testOrigin, address } });
  for (const { crowd, same, other } of [
    { crowd: (host: number) => `192.0.2.${host}`, same: '192.0.2.200', other: '192.0.3.200' },
    { crowd: (host: number) => `2001:db8:9:${host}::1`, same: '2001:db8:9:ff::1', other: '2001:db8:a:ff::1' },
  ]) {
    for (let host = 1; host <= 10; host += 1)
      for (let tried = 0; tried < 100; tried += 1)
        await takeEach(database, services, addressBudgets(crowd(host)), services.clock.now());
    assert.equal(kindOf(await signIn(services, from(same))), 'wait');
    assert.ok((await signIn(services, from(other))).ok);
  }
});

test('a try for which there was no room counts for its address, and a right password gives it back', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(services);
  const full = { ...services, hashPool: createHashPool({ slots: 0, queue: 0, deadlineSeconds: 1 }) };
  const origin = { ...testOrigin, address: '198.51.100.78' };
  const request = () => signInRequest(account.username, { origin });
  for (let tried = 1; tried <= 99; tried += 1)
    await assert.rejects(signIn(full, request()), { code: 'busy' });
  for (let tried = 1; tried <= 3; tried += 1) assert.ok((await signIn(services, request())).ok);
  await assert.rejects(signIn(full, request()), { code: 'busy' });
  assert.equal(kindOf(await signIn(services, request())), 'wait');
});

test('the owner is told of a closing by e-mail, once an hour; nobody is told of an unknown one', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(services);
  for (let tried = 1; tried <= 10; tried += 1) await signIn(services, signInRequest(account.username, wrong));
  const events = (await recentActivity(database, account.accountId, 50)).map(({ event }) => event);
  assert.equal(events.filter((event) => event === 'password_closed').length, 1);
  assert.equal(events.filter((event) => event === 'sign_in_refused').length, 10);
  const jobs = await database.many<{ payload: { accountId: string; until: string } }>(sql`
    select payload from graphile_worker._private_jobs where payload ->> 'accountId' = ${account.accountId}`);
  assert.equal(jobs.length, 1);
  const notice = jobs[0]?.payload ?? assert.fail();
  const worker = openDatabase({ url: database.url, role: 'goid_worker' });
  const told = { ...services, database: worker };
  await sendPasswordClosedNotice(told, notice);
  assert.deepEqual(
    services.outbox.sent.map(({ channel, to }) => [channel, to]),
    [['email', account.email]],
  );
  assert.match(services.outbox.sent[0]?.parameters['until'] ?? '', /10.15/);
  services.clock.advance(3599);
  await sendPasswordClosedNotice(told, notice);
  assert.equal(services.outbox.sent.length, 1);
  services.clock.advance(1);
  await sendPasswordClosedNotice(told, notice);
  assert.equal(services.outbox.sent.length, 2);
  await sendPasswordClosedNotice(told, { accountId: '', until: notice.until });
  assert.equal(services.outbox.sent.length, 2);
  await worker.close();
});

test('an owner without e-mail is told by SMS, and an owner is told three times a day at most', async () => {
  const services = accountServices(database);
  const { accountId } = await newTestAccount(services);
  await database.run(sql`delete from accounts.contact where account_id = ${accountId} and channel = 'email'`);
  const notice = { accountId, until: '2026-11-20T03:15:00Z' };
  for (let closing = 1; closing <= 24; closing += 1) {
    await sendPasswordClosedNotice(services, notice);
    services.clock.advance(3600);
  }
  assert.deepEqual(
    services.outbox.sent.map(({ channel }) => channel),
    ['sms', 'sms', 'sms'],
  );
  await sendPasswordClosedNotice(services, notice);
  assert.equal(services.outbox.sent.length, 4);
});

test('[V11.2.2 V11.4.2] a hash of other parameters is made anew at the next sign-in, and the password still fits', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(services);
  const strong = { ...services, config: { ...services.config, TEST_HASH_COST: false } };
  const hashOf = async () =>
    (
      await database.one<{ hash: string }>(
        sql`select hash from accounts.password where account_id = ${account.accountId}`,
      )
    ).hash;
  const before = await hashOf();
  assert.ok((await signIn(strong, signInRequest(account.username))).ok);
  const renewed = await hashOf();
  assert.notEqual(renewed, before);
  assert.match(renewed, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.ok((await signIn(strong, signInRequest(account.username))).ok);
  assert.equal(await hashOf(), renewed);
});

test('[V6.2.8] a password is compared whole, by letter case and after NFC', async () => {
  const services = accountServices(database);
  const long = `Café-${'a'.repeat(200)}`;
  const account = await newTestAccount(services, { password: long });
  for (const [password, fits] of [
    [long, true],
    [long.normalize('NFD'), true],
    [`${long.slice(0, -1)}b`, false],
    [long.toUpperCase(), false],
    [testPassword, false],
  ] as const)
    assert.equal((await signIn(services, signInRequest(account.username, { password }))).ok, fits);
});

test('a try that the full hash pool turned away is not counted', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(services);
  const full = { ...services, hashPool: createHashPool({ slots: 0, queue: 0, deadlineSeconds: 1 }) };
  for (let tried = 0; tried < 40; tried += 1)
    await assert.rejects(signIn(full, signInRequest(account.username)), { code: 'busy' });
  for (let tried = 1; tried <= 9; tried += 1) await signIn(services, signInRequest(account.username, wrong));
  for (let tried = 0; tried < 3; tried += 1)
    await assert.rejects(signIn(full, signInRequest(account.username)), { code: 'busy' });
  assert.ok((await signIn(services, signInRequest(account.username))).ok);
});
