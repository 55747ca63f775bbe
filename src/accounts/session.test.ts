import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentActivity } from '#activity';
import {
  accountById,
  accountBySubject,
  createAccount,
  endSession,
  forgetOldSignIns,
  liveSessionsOf,
  openFaceSession,
  type Role,
  signIn,
  takeFinishedSignIn,
  useFaceSession,
  useSession,
} from '#accounts';
import { fixedClock } from '#kernel';
import { type Config, openDatabase, sql } from '#platform';
import {
  accountServices,
  newTestAccount,
  signInRequest,
  testOrigin,
  testPassword,
} from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';

const database = await testDatabase();
const start = new Date('2026-11-20T03:00:00Z');
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

async function openSession(
  shared = false,
  { settings = {}, roles = ['member'] }: { settings?: Partial<Config>; roles?: Role[] } = {},
): Promise<string> {
  const services = accountServices(database, settings);
  const account = await newTestAccount({ ...services, clock: fixedClock(at(-60)) }, { roles });
  const request = signInRequest(account.username, { shared });
  await signIn(services, request);
  return (await takeFinishedSignIn(services, request.interactionUid, testOrigin))?.sessionId ?? assert.fail();
}

test('[V7.3.1] a session ends after 15 idle minutes, 5 on a shared computer, to the second', async () => {
  for (const [shared, idle] of [
    [false, 900],
    [true, 300],
  ] as const) {
    const sessionId = await openSession(shared);
    const used = await useSession(database, sessionId, at(idle - 1));
    assert.deepEqual([used?.shared, used?.acr, used?.endsAt], [shared, '1', at(2 * idle - 1)]);
    assert.equal(await useSession(database, sessionId, at(2 * idle - 1)), undefined);
    assert.equal((await useSession(database, sessionId, at(2 * idle - 2)))?.sessionId, sessionId);
  }
});

test('[V7.3.2] a session ends after 12 hours in all, 15 minutes on a shared computer, however busy', async () => {
  for (const [shared, total, pace] of [
    [false, 43_200, 600],
    [true, 900, 120],
  ] as const) {
    const sessionId = await openSession(shared);
    for (let second = pace; second < total; second += pace)
      assert.ok(await useSession(database, sessionId, at(second)), String(second));
    assert.deepEqual((await useSession(database, sessionId, at(total - 1)))?.endsAt, at(total));
    assert.equal(await useSession(database, sessionId, at(total)), undefined);
  }
});

test('an officer’s session has limits of its own, save on a shared computer', async () => {
  const settings = { CONSOLE_SESSION_IDLE_SECONDS: 120, CONSOLE_SESSION_TOTAL_SECONDS: 200 };
  for (const [roles, shared, idle, total] of [
    [['agent'], false, 120, 200],
    [['auditor', 'member'], false, 120, 200],
    [['agent'], true, 300, 900],
    [['clerk', 'member'], false, 900, 43_200],
  ] as const) {
    const sessionId = await openSession(shared, { settings, roles: [...roles] });
    const limits = await database.one<{ idle_seconds: number; expires_at: Date }>(
      sql`select idle_seconds, expires_at from accounts.session where session_id = ${sessionId}`,
    );
    assert.deepEqual([limits.idle_seconds, limits.expires_at], [idle, at(total)], roles.join());
  }
});

test('[V7.1.2] a person may be signed in on as many devices as they have; a new session ends none', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(services);
  const ids: string[] = [];
  for (let device = 0; device < 12; device += 1) {
    const request = signInRequest(account.username);
    await signIn(services, request);
    ids.push((await takeFinishedSignIn(services, request.interactionUid, testOrigin))?.sessionId ?? '');
  }
  for (const id of ids) assert.ok(await useSession(database, id, at(1)));
  const listed = await liveSessionsOf(database, account.accountId, at(2));
  assert.deepEqual(listed.map(({ sessionId }) => sessionId).toSorted(), ids.toSorted());
});

test('a session is touched at most once a minute', async () => {
  const sessionId = await openSession();
  const seen = async () =>
    (
      await database.one<{ last_seen_at: Date }>(
        sql`select last_seen_at from accounts.session where session_id = ${sessionId}`,
      )
    ).last_seen_at;
  assert.deepEqual((await useSession(database, sessionId, at(59)))?.endsAt, at(900));
  assert.deepEqual(await seen(), start);
  assert.deepEqual((await useSession(database, sessionId, at(60)))?.endsAt, at(960));
  assert.deepEqual(await seen(), at(60));
});

test('[V7.2.1 V7.4.1] a face opens its own cookie only, and an ended session is ended for every face', async () => {
  const portal = openDatabase({ url: database.url, role: 'goid_portal' });
  const sessionId = await openSession();
  const token = await openFaceSession(portal, 'portal', sessionId, at(1));
  const live = await useFaceSession(portal, testKeys, 'portal', token, at(2));
  assert.equal(live?.profile.displayName, 'Siti Rahayu');
  assert.deepEqual(live?.profile.roles, ['member']);
  assert.equal(await useFaceSession(portal, testKeys, 'console', token, at(2)), undefined);
  assert.equal(await useFaceSession(portal, testKeys, 'portal', `${token}x`, at(2)), undefined);
  assert.equal(await useFaceSession(portal, testKeys, 'portal', token, at(900)), undefined);
  await endSession(portal, sessionId, 'signed_out', testOrigin, at(3));
  await endSession(portal, sessionId, 'revoked', testOrigin, at(4));
  assert.equal(await useFaceSession(portal, testKeys, 'portal', token, at(5)), undefined);
  assert.equal(await useSession(portal, sessionId, at(5)), undefined);
  const events = (await recentActivity(portal, live?.accountId ?? '', 10)).map(({ event }) => event);
  assert.deepEqual(events, ['signed_out', 'sign_in_succeeded', 'account_created']);
  await portal.close();
});

test('a session that ended stays so, also for a face that may end it', async () => {
  const sessionId = await openSession();
  const face = openDatabase({ url: database.url, role: 'goid_portal' });
  const end = (endedAt: Date | null) =>
    face.run(sql`update accounts.session set ended_at = ${endedAt} where session_id = ${sessionId}`);
  try {
    assert.equal(await end(at(10)), 1);
    await assert.rejects(end(null), /has ended and stays so/);
    await assert.rejects(end(at(99)), /has ended and stays so/);
  } finally {
    await face.close();
  }
});

test('[V7.4.2] a frozen account is over at once: its sessions, its cookies and its profile', async () => {
  const sessionId = await openSession();
  const token = await openFaceSession(database, 'portal', sessionId, at(1));
  const live = await useFaceSession(database, testKeys, 'portal', token, at(2));
  const { accountId, profile } = live ?? assert.fail();
  const freeze = (state: string) =>
    database.run(sql`update accounts.account set state = ${state} where account_id = ${accountId}`);
  await freeze('frozen');
  assert.equal(await useSession(database, sessionId, at(3)), undefined);
  assert.equal(await useFaceSession(database, testKeys, 'portal', token, at(3)), undefined);
  assert.equal(await accountById(database, testKeys, accountId), undefined);
  assert.equal(await accountBySubject(database, testKeys, profile.subject), undefined);
  await freeze('open');
  assert.ok(await useFaceSession(database, testKeys, 'portal', token, at(4)));
});

test('an account is found by id and by its public subject, with what stands sealed', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(services, { roles: ['agent', 'supervisor'] });
  const profile = await accountById(database, testKeys, account.accountId);
  assert.deepEqual(profile, {
    accountId: account.accountId,
    subject: account.subject,
    personId: undefined,
    displayName: 'Siti Rahayu',
    email: account.email,
    phone: account.phone,
    roles: ['agent', 'supervisor'],
    timeZone: 'WIB',
    languageChoice: undefined,
  });
  assert.deepEqual(await accountBySubject(database, testKeys, account.subject), profile);
  assert.equal(await accountBySubject(database, testKeys, 'nobody'), undefined);
  const rows = await database.many<{ text: string }>(sql`
    select account::text as text from accounts.account as account union all select contact::text from accounts.contact as contact
    union all select identifier::text from accounts.identifier as identifier`);
  assert.ok(rows.length > 3);
  for (const { text } of rows) assert.doesNotMatch(text, /Siti|peserta|contoh|\+6281200|6281200\d{5}/);
});

test('a taken identifier and a weak password are refused, and nothing is left behind', async () => {
  const services = accountServices(database);
  const account = await newTestAccount(services);
  const base = { displayName: 'Budi', password: testPassword, roles: ['member'], secondFactor: [] } as const;
  const create = (more: object) => createAccount(services, { ...base, secondFactor: [], ...more });
  const count = () => database.one<{ n: number }>(sql`select count(*)::int as n from accounts.account`);
  const before = await count();
  const taken = { ok: false, refusal: 'identifier_taken' };
  assert.deepEqual(
    await create({ username: account.username.toUpperCase(), email: 'lain@contoh.id' }),
    taken,
  );
  assert.deepEqual(await create({ phone: account.phone.replace('+62', '0') }), taken);
  assert.deepEqual(await create({ username: 'budi', password: 'pendek' }), {
    ok: false,
    refusal: 'weak_password',
  });
  await assert.rejects(create({ username: '0812' }), { code: 'bug' });
  await assert.rejects(create({ username: 'budi.s', secondFactor: ['sms'] }), { code: 'bug' });
  assert.deepEqual(await count(), before);
});

test('housekeeping takes what has been over for a day, and leaves sessions', async () => {
  const sessionId = await openSession();
  await openFaceSession(database, 'portal', sessionId, start);
  const worker = openDatabase({ url: database.url, role: 'goid_worker' });
  assert.equal(await forgetOldSignIns(worker, at(3600)), 0);
  assert.ok((await forgetOldSignIns(worker, at(3 * 86_400))) >= 2);
  await worker.close();
  const left = await database.one<{ attempts: number; sessions: number }>(sql`
    select (select count(*)::int from accounts.sign_in_attempt) as attempts, (select count(*)::int from accounts.session) as sessions`);
  assert.equal(left.attempts, 0);
  assert.ok(left.sessions > 0);
});
