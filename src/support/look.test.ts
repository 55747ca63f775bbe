import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { signIn } from '#accounts';
import { recentActivity } from '#activity';
import { casesOf, openCase } from '#cases';
import { newId } from '#kernel';
import { findPersonByMemberNumber } from '#members';
import { type Config, openDatabase, sql } from '#platform';
import { alarmsSince, lookFor, maskedMember, openLook, searchMember } from '#support';
import { accountServices, newTestAccount, signInRequest } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { enterSavings } from '../../tests/support/ledger.ts';
import { fillRegister, registerPerson } from '../../tests/support/registering.ts';

const owner = await testDatabase();
const desk = openDatabase({ url: owner.url, role: 'goid_console' });
after(() => desk.close());

/** The desk with the console's rights only, and an officer of its own. */
async function counter(settings: Partial<Config> = {}) {
  const services = accountServices(owner, settings);
  const warned: unknown[] = [];
  const log = { warn: (...line: unknown[]) => void warned.push(line) };
  const support = { ...services, database: desk, log: log as never };
  const { accountId: officerId } = await newTestAccount(services, { roles: ['agent'] });
  const officer = { officerId, sessionId: newId(services.clock.now()) };
  const search = async (typed: string) => {
    const found = await searchMember(support, officer, typed);
    return found.ok ? found.value.searchId : found.refusal.kind;
  };
  const look = (of: Parameters<typeof openLook>[2]['of'], words = '') =>
    openLook(support, officer, { of, reason: 'cannot_sign_in', words });
  return { services, support, officer, search, look, warned, clock: services.clock };
}

const isId = /^[0-9a-f-]{36}$/;

test('a person without an account is found by card and NIK, an account by each way of writing its names', async () => {
  const { services, search } = await counter();
  const person = registerPerson();
  await fillRegister(owner, [person]);
  const { username, email, phone } = await newTestAccount(services);
  await newTestAccount(services, { username: 'kurniawan' });
  const national = phone.replace('+62', '0');
  for (const typed of [
    person.kpj,
    person.nik,
    ` ${person.nik.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}`,
    username,
    username.toUpperCase(),
    'kurniawan',
    email,
    email.toUpperCase(),
    phone,
    national,
    `${national.slice(0, 4)}-${national.slice(4)}`,
  ])
    assert.match(await search(typed), isId, typed);
});

test('a phone that two accounts have finds neither', async () => {
  const { services, search } = await counter();
  const { phone, accountId } = await newTestAccount(services);
  const other = await newTestAccount(services);
  // A family's phone: each has it as a contact, one as a name to sign in with.
  await owner.run(sql`
    update accounts.contact set address_hash = (select identifier_hash from accounts.identifier
      where kind = 'phone' and account_id = ${accountId})
    where account_id = ${other.accountId} and channel = 'sms'`);
  assert.equal(await search(phone), 'several');
});

test('the number on the page of a lock leads to its account, however it is written', async () => {
  const { services, search } = await counter({ PASSWORD_TRIES: 1 });
  const { username } = await newTestAccount(services);
  const closed = await signIn(services, signInRequest(username, { password: 'Bukan-Sandinya-1' }));
  assert.ok(!closed.ok && closed.refusal.kind === 'closed');
  assert.match(await search(closed.refusal.reference), isId);
  assert.match(await search(closed.refusal.reference.toLowerCase().replaceAll('-', '')), isId);
  assert.equal(await search('T-2222-2222'), 'nobody');
});

test('[V8.2.3 V15.3.1] a look shows masked fields only, for its case, officer and time', async () => {
  const { services, support, officer, search, look, clock } = await counter();
  const person = registerPerson({ name: 'Siti Rahayu' });
  await fillRegister(owner, [person]);
  const personId = (await findPersonByMemberNumber(owner, person.kpj)) ?? '';
  const account = await newTestAccount(services, { personId });
  const opened = await look({ searchId: await search(person.kpj) }, 'menelepon dari kantor cabang');
  assert.ok(opened.ok);
  const { caseId, caseNumber } = opened.value;
  const found = await lookFor(support, officer, caseId);
  assert.deepEqual([found?.accountId, found?.personId], [account.accountId, personId]);
  const shown = JSON.stringify(await maskedMember(support, found ?? assert.fail()));
  assert.match(shown, /S••• R•••/);
  await enterSavings(
    owner,
    [{ id: newId(clock.now()), owner: personId, amount: '-570000', effectiveOn: '2026-01-05' }],
    clock.now(),
  );
  assert.equal(
    (await maskedMember(support, found ?? assert.fail())).shortfall,
    570_000n,
    'what the member sees too',
  );
  for (const secret of ['Siti', 'Rahayu', person.nik, person.kpj, account.email, account.phone, '1988'])
    assert.ok(!shown.includes(secret), secret);
  assert.equal(await lookFor(support, { ...officer, officerId: newId(clock.now()) }, caseId), undefined);
  const entries = await recentActivity(owner, account.accountId, 10);
  const entry = entries.find(({ event }) => event === 'support_looked');
  assert.deepEqual(
    [entry?.details?.['case'], entry?.actor.kind, entry?.address, entry?.userAgent],
    [caseNumber, 'officer', undefined, undefined],
  );
  const { words } = await owner.one<{ words: Buffer }>(
    sql`select words from support.look where case_id = ${caseId}`,
  );
  assert.ok(!words.toString('latin1').includes('kantor'));
  clock.advance(1801);
  assert.equal(await lookFor(support, officer, caseId), undefined);
  assert.ok((await look({ caseId })).ok);
  assert.ok(await lookFor(support, officer, caseId));
  await owner.run(
    sql`update cases.case set state = 'closed', closed_at = ${clock.now()} where case_id = ${caseId}`,
  );
  assert.equal(await lookFor(support, officer, caseId), undefined, 'a closed case shows nothing more');
});

test('no look comes of an old search, a closed case, a case about nobody, or another’s case', async () => {
  const { services, search, look, clock } = await counter();
  const { accountId, username } = await newTestAccount(services);
  const refusal = async (of: Parameters<typeof look>[0]) => {
    const opened = await look(of);
    return opened.ok ? 'opened' : opened.refusal.kind;
  };
  const now = clock.now();
  const searchId = await search(username);
  const others = await openCase(owner, { kind: 'not_me', accountId: newId(now), now });
  assert.equal(await refusal({ searchId, caseId: others.caseId }), 'gone');
  const closed = await openCase(owner, { kind: 'not_me', accountId, now });
  await owner.run(
    sql`update cases.case set state = 'closed', closed_at = ${now} where case_id = ${closed.caseId}`,
  );
  assert.equal(await refusal({ searchId, caseId: closed.caseId }), 'gone');
  assert.equal(await refusal({ caseId: closed.caseId }), 'gone');
  const nobodys = await openCase(owner, { kind: 'message_report', now });
  assert.equal(await refusal({ caseId: nobodys.caseId }), 'gone');
  const own = await openCase(owner, { kind: 'not_me', accountId, now });
  assert.equal(await refusal({ searchId, caseId: own.caseId }), 'opened');
  clock.advance(901);
  assert.equal(await refusal({ searchId }), 'gone');
  assert.equal((await casesOf(owner, accountId)).length, 2);
});

test('searches and looks have limits of the day, told at four fifths and refused at the end, each alarm once', async () => {
  const { services, officer, search, look, warned, clock } = await counter({
    CONSOLE_SEARCHES_PER_DAY: 5,
    CONSOLE_LOOKS_PER_DAY: 2,
  });
  const { username } = await newTestAccount(services);
  const alarms = async () =>
    (await alarmsSince(desk, clock.now()))
      .filter(({ officerId }) => officerId === officer.officerId)
      .map(({ limit, used, allowed }) => `${limit} ${used}/${allowed}`)
      .toSorted();
  for (let made = 0; made < 3; made += 1) await search(username);
  assert.deepEqual(await alarms(), []);
  const searchId = await search(username);
  assert.deepEqual(await alarms(), ['officer_searches_day 4/5']);
  await search(username);
  assert.equal(await search(username), 'limit');
  assert.equal(await search(username), 'limit');
  assert.deepEqual(await alarms(), ['officer_searches_day 4/5', 'officer_searches_day 5/5']);
  assert.equal(warned.length, 2);
  for (let made = 0; made < 2; made += 1) assert.ok((await look({ searchId })).ok);
  const refused = await look({ searchId });
  assert.ok(!refused.ok && refused.refusal.kind === 'limit');
  assert.equal(refused.refusal.limit, 'officer_looks_day');
  const entries = await recentActivity(owner, officer.officerId, 20);
  assert.equal(entries.filter(({ event }) => event === 'officer_limit_reached').length, 4);
  clock.advance(86_401);
  assert.match(await search(username), isId);
});

test('whoever tries numbers until one is somebody’s is stopped soon', async () => {
  const { services, search } = await counter({ CONSOLE_MISSES_PER_HOUR: 3 });
  const { username } = await newTestAccount(services);
  for (let tried = 0; tried < 3; tried += 1) assert.equal(await search(`tidak.ada${tried}`), 'nobody');
  assert.equal(await search('tidak.ada9'), 'limit');
  assert.equal(await search(username), 'limit');
});
