import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig, sql } from '#platform';
import {
  type Allowance,
  type Counted,
  addressSubject,
  forgetOldThrottles,
  giveBack,
  networkSubject,
  peek,
  peekEach,
  settle,
  settleSoon,
  take,
  takeEach,
} from '#throttle';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';

const database = await testDatabase({ role: 'goid_sso' });
const context = { keys: testKeys, config: readConfig({}) };
const start = new Date('2026-11-20T03:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const takeAt = (seconds: number, name: Parameters<typeof take>[2], subject: string) =>
  take(database, context, name, subject, after(seconds));
const secondsOf = (allowance: Allowance) =>
  allowance.until && (allowance.until.getTime() - start.getTime()) / 1000;

test('a window counts each take at its own instant', async () => {
  for (const second of [0, 600, 1200, 1800, 2400])
    assert.ok((await takeAt(second, 'code_wrong_hour', 'window')).allowed, String(second));
  assert.deepEqual(await takeAt(3599, 'code_wrong_hour', 'window'), { allowed: false, until: after(3600) });
  assert.deepEqual(await takeAt(3600, 'code_wrong_hour', 'window'), {
    allowed: true,
    left: 0,
    until: after(4200),
  });
  assert.deepEqual(await takeAt(4199, 'code_wrong_hour', 'window'), { allowed: false, until: after(4200) });
});

test('a closing limit closes at the tenth try for 15 minutes, then doubles at each further one up to a day', async () => {
  for (let tried = 1; tried <= 9; tried += 1)
    assert.equal((await takeAt(tried, 'password_identifier', 'closing')).until, undefined);
  let now = 10;
  for (const minutes of [15, 30, 60, 120, 240, 480, 960, 1440, 1440]) {
    const closes = await takeAt(now, 'password_identifier', 'closing');
    assert.ok(closes.allowed);
    assert.equal(secondsOf(closes), now + minutes * 60, `closed for ${minutes} minutes`);
    const refusal = await takeAt(now + minutes * 60 - 1, 'password_identifier', 'closing');
    assert.deepEqual(refusal, { allowed: false, until: closes.until });
    now += minutes * 60;
  }
});

test('the longest closing, its forgetting and the limit of an address are settings', async () => {
  const own = {
    keys: testKeys,
    config: readConfig({
      PASSWORD_CLOSED_LONGEST_SECONDS: '1000',
      PASSWORD_CLOSED_FORGET_SECONDS: '2000',
      SIGN_IN_ADDRESS_TRIES_PER_MINUTE: '2',
    }),
  };
  const takeOwn = (seconds: number, name: Parameters<typeof take>[2]) =>
    take(database, own, name, 'own figures', after(seconds));
  for (let tried = 0; tried < 10; tried += 1) await takeOwn(0, 'password_identifier');
  assert.equal(secondsOf(await takeOwn(900, 'password_identifier')), 1900);
  assert.equal((await takeOwn(1900, 'password_identifier')).until?.getTime(), after(2900).getTime());
  assert.deepEqual(await takeOwn(4900, 'password_identifier'), { allowed: true, left: 9, until: undefined });
  for (let tried = 0; tried < 2; tried += 1) assert.ok((await takeOwn(0, 'sign_in_address')).allowed);
  assert.equal((await takeOwn(0, 'sign_in_address')).allowed, false);
});

test('a refused try does not prolong the closing', async () => {
  for (let tried = 0; tried < 10; tried += 1) await takeAt(0, 'password_identifier', 'prolong');
  for (let tried = 0; tried < 5; tried += 1) await takeAt(100, 'password_identifier', 'prolong');
  assert.ok((await takeAt(900, 'password_identifier', 'prolong')).allowed);
});

test('a success forgives, and a week of quiet forgets', async () => {
  for (let tried = 0; tried < 10; tried += 1) await takeAt(0, 'password_identifier', 'forgive');
  await settle(database, context, { forgiven: [{ name: 'password_identifier', subject: 'forgive' }] });
  assert.deepEqual(await takeAt(1, 'password_identifier', 'forgive'), {
    allowed: true,
    left: 9,
    until: undefined,
  });
  for (let tried = 0; tried < 9; tried += 1) await takeAt(0, 'password_identifier', 'quiet');
  const later = await takeAt(7 * 86_400, 'password_identifier', 'quiet');
  assert.deepEqual(later, { allowed: true, left: 9, until: undefined });
});

test('giving back returns one take and leaves those of others', async () => {
  for (let tried = 0; tried < 5; tried += 1) await takeAt(0, 'code_wrong_hour', 'back');
  await giveBack(database, context, 'code_wrong_hour', 'back');
  assert.ok((await takeAt(1, 'code_wrong_hour', 'back')).allowed);
  assert.equal((await takeAt(1, 'code_wrong_hour', 'back')).allowed, false);
});

test('peek says what take would, and takes nothing', async () => {
  const look = (name: Parameters<typeof take>[2], seconds: number) =>
    peek(database, context, name, 'peek', after(seconds));
  assert.deepEqual(await look('code_send_gap', 0), { allowed: true, left: 1, until: undefined });
  await takeAt(0, 'code_send_gap', 'peek');
  assert.deepEqual(await look('code_send_gap', 59), { allowed: false, until: after(60) });
  assert.deepEqual(await look('code_send_gap', 60), { allowed: true, left: 1, until: undefined });
  for (let tried = 0; tried < 10; tried += 1) await takeAt(0, 'password_identifier', 'peek');
  assert.deepEqual(await look('password_identifier', 1), { allowed: false, until: after(900) });
  assert.deepEqual(await look('password_identifier', 900), { allowed: true, left: 1, until: undefined });
});

test('[V2.3.2] of 16 takes at once on two processes exactly the limit passes', async () => {
  for (const [limit, passing] of [
    ['code_sends_hour', 5],
    ['code_send_gap', 1],
    ['password_identifier', 10],
  ] as const) {
    const call = { verb: 'take', limit, subject: `race ${limit}`, now: start } as const;
    const answers = (await raceOverTwoProcesses(database.url, call)) as { allowed: boolean }[];
    assert.equal(answers.length, 16);
    assert.equal(answers.filter(({ allowed }) => allowed).length, passing, limit);
  }
});

test('a subject stands in the table only as a keyed hash, and old rows go', async () => {
  await takeAt(0, 'code_send_gap', 'siti@contoh.id');
  const rows = await database.many<{ text: string }>(
    sql`select state::text as text from throttle.state as state`,
  );
  assert.ok(rows.length > 0 && rows.every(({ text }) => !text.includes('siti')));
  assert.ok((await forgetOldThrottles(database, after(400 * 86_400))) > 0);
  assert.deepEqual(await database.many(sql`select 1 from throttle.state`), []);
});

test('an IPv6 network counts as one address', () => {
  for (const [address, subject] of [
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:0:1:aaaa::5', '2001:db8:0:1::/64'],
    ['2001:db8:0:1::', '2001:db8:0:1::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ] as const)
    assert.equal(addressSubject(address), subject);
});

test('what was given back whole leaves no row behind, and what others took stays', async () => {
  const rows = async () =>
    (await database.one<{ count: number }>(sql`select count(*)::int as count from throttle.state`)).count;
  const before = await rows();
  for (const name of ['code_wrong_hour', 'password_identifier'] as const) {
    await takeAt(0, name, 'returned');
    await giveBack(database, context, name, 'returned');
    assert.equal(await rows(), before, name);
    await takeAt(0, name, 'shared');
    await takeAt(1, name, 'shared');
    const full = (await peek(database, context, name, 'nobody', after(2))) as { left: number };
    await giveBack(database, context, name, 'shared');
    const left = (await peek(database, context, name, 'shared', after(2))) as { left: number };
    assert.equal(left.left, full.left - 1, name);
    await giveBack(database, context, name, 'shared');
    assert.equal(await rows(), before, name);
  }
});

test('several limits are taken together, up to the first that refuses', async () => {
  const counted = (account: string): Counted[] => [
    { name: 'code_wrong_hour', subject: account },
    { name: 'code_wrong_day', subject: 'together' },
  ];
  for (let tried = 1; tried <= 5; tried += 1) {
    const answers = await takeEach(database, context, counted('narrow'), after(0));
    assert.deepEqual(
      answers.map((answer) => answer.allowed && answer.left),
      [5 - tried, 15 - tried],
    );
  }
  assert.deepEqual(await takeEach(database, context, counted('narrow'), after(1)), [
    { allowed: false, until: after(3600) },
  ]);
  const [, wide] = await takeEach(database, context, counted('another'), after(1));
  assert.equal(wide?.allowed && wide.left, 9, 'the refused one was not counted for the wider limit');
  await assert.rejects(takeEach(database, context, counted('narrow').toReversed(), after(2)), {
    code: 'bug',
  });
});

test('many who share a limit take and give back at once, and nothing is left over', async () => {
  const shared: Counted[] = [
    { name: 'sign_in_address', subject: 'crowd' },
    { name: 'sign_in_network', subject: 'crowd' },
  ];
  const person = async (number: number) => {
    const own = { name: 'password_account_day', subject: `person ${number % 3}` } as const;
    for (let round = 0; round < 5; round += 1) {
      const answers = await takeEach(database, context, [...shared, own], after(round));
      assert.ok(answers.every(({ allowed }) => allowed));
      await settleSoon(database, context, { givenBack: [own, ...shared] });
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, number) => person(number)));
  for (const { name, subject } of [
    ...shared,
    { name: 'password_account_day', subject: 'person 0' } as const,
  ]) {
    const [now, never] = [
      await peek(database, context, name, subject, after(9)),
      await peek(database, context, name, 'never', after(9)),
    ];
    assert.deepEqual(now, never, name);
  }
});

test('the network around an address is the /24 or the /48', () => {
  for (const [address, subject] of [
    ['203.0.113.9', '203.0.113.0/24'],
    ['2001:db8:7:1:aaaa::5', '2001:db8:7::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
  ] as const)
    assert.equal(networkSubject(address), subject);
});

test('several limits are looked at in one statement, and a window that was overrun opens when enough of it is old', async () => {
  const counted = [
    { name: 'code_wrong_hour', subject: 'overrun' },
    { name: 'password_identifier', subject: 'untouched' },
  ] as const;
  const wide = { keys: testKeys, config: { ...context.config, CODE_WRONG_PER_HOUR: 50 } };
  for (let second = 0; second < 7; second += 1)
    await take(database, wide, 'code_wrong_hour', 'overrun', after(second));
  assert.deepEqual(await peekEach(database, context, counted, after(10)), [
    { allowed: false, until: after(3602) },
    { allowed: true, left: 10, until: undefined },
  ]);
  assert.equal((await takeAt(3601, 'code_wrong_hour', 'overrun')).allowed, false);
  assert.equal((await takeAt(3602, 'code_wrong_hour', 'overrun')).allowed, true);
});
