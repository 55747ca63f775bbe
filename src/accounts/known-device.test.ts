import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  type AccountServices,
  type Origin,
  forgetAllKnownDevices,
  forgetKnownDevice,
  forgetOldSignIns,
  isKnownDevice,
  knownDevicesOf,
  signIn,
  takeFinishedSignIn,
} from '#accounts';
import { recentActivity } from '#activity';
import { type Result, newToken } from '#kernel';
import { openDatabase, sql } from '#platform';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());
const day = 86_400;
const other: Origin = { ...testOrigin, address: '198.51.100.4', userAgent: 'Chrome di Android' };

function house() {
  const services = accountServices(database);
  return { services, account: () => newTestAccount({ ...services, database: owner }) };
}

/** Signs in and answers with the device cookie that the browser has from then on. */
async function signedIn(
  services: AccountServices,
  username: string,
  { origin = testOrigin, shared = false }: { readonly origin?: Origin; readonly shared?: boolean } = {},
) {
  const request = signInRequest(username, { origin, shared });
  assert.ok((await signIn(services, request)).ok);
  return (await takeFinishedSignIn(services, request.interactionUid, origin)) ?? assert.fail();
}

let typed = 0;
const wrongFrom = (username: string, origin: Origin) =>
  signInRequest(username, { origin, password: `Bukan-Sandinya-${(typed += 1)}` });
const kindOf = (result: Result<unknown, { readonly kind: string }>) =>
  result.ok ? 'in' : result.refusal.kind;

async function tryWrong(services: AccountServices, username: string, times: number, origin = other) {
  const kinds: string[] = [];
  for (let tried = 0; tried < times; tried += 1)
    kinds.push(kindOf(await signIn(services, wrongFrom(username, origin))));
  return kinds;
}

test('a sign-in makes the browser known for 180 days, counted from the last one; a shared one does not', async () => {
  const { services, account } = house();
  const { username, accountId } = await account();
  const shared = await signedIn(services, username, { shared: true });
  assert.deepEqual([shared.device, shared.deviceIsNew], [undefined, false]);
  const first = await signedIn(services, username);
  assert.equal(first.deviceIsNew, true);
  const origin = { ...testOrigin, device: first.device };
  services.clock.advance(179 * day);
  const again = await signedIn(services, username, { origin });
  assert.deepEqual([again.device, again.deviceIsNew], [first.device, false]);
  services.clock.advance(180 * day - 1);
  assert.ok(await isKnownDevice(database, origin, accountId, services.clock.now()));
  services.clock.advance(1);
  assert.equal(await isKnownDevice(database, origin, accountId, services.clock.now()), false);
  assert.equal((await knownDevicesOf(database, accountId, services.clock.now())).length, 0);
  services.clock.advance(day + 1);
  const worker = openDatabase({ url: owner.url, role: 'goid_worker' });
  await forgetOldSignIns(worker, services.clock.now());
  await worker.close();
  assert.equal(
    (await owner.many(sql`select 1 from accounts.known_device where account_id = ${accountId}`)).length,
    0,
  );
});

test('the table holds no token, and what the cookie held before another account signed in opens nothing of that one', async () => {
  const { services, account } = house();
  const [early, late] = [await account(), await account()];
  const copied = (await signedIn(services, early.username)).device ?? '';
  const { device } = await signedIn(services, late.username, { origin: { ...testOrigin, device: copied } });
  const now = services.clock.now();
  const knows = (cookie: string | undefined, accountId: string) =>
    isKnownDevice(database, { ...testOrigin, device: cookie }, accountId, now);
  assert.ok(await knows(device, early.accountId));
  assert.ok(await knows(device, late.accountId));
  assert.ok(await knows(copied, early.accountId));
  assert.equal(await knows(copied, late.accountId), false);
  const { text } = await owner.one<{ text: string }>(
    sql`select string_agg(device::text, ' ') as text from accounts.known_device as device`,
  );
  for (const token of (device ?? '').split('.')) assert.ok(!text.includes(token));
});

test('a browser is known to eight accounts, and the one signed in to longest ago makes room', async () => {
  const { services, account } = house();
  const accounts = [];
  let device: string | undefined;
  for (let count = 0; count < 9; count += 1) {
    const one = await account();
    accounts.push(one);
    ({ device } = await signedIn(services, one.username, { origin: { ...testOrigin, device } }));
  }
  assert.equal(device?.split('.').length, 8);
  const known = [];
  for (const { accountId } of accounts)
    known.push(await isKnownDevice(database, { ...testOrigin, device }, accountId, services.clock.now()));
  assert.deepEqual(known, [false, ...Array.from({ length: 8 }, () => true)]);
});

test('nonsense in the cookie is no device and does no harm', async () => {
  const { services, account } = house();
  const { username, accountId } = await account();
  for (const device of ['', '.', 'x'.repeat(10_000), `${newToken()}.${newToken()}`, "'; drop table"]) {
    const origin = { ...testOrigin, device };
    assert.equal(await isKnownDevice(database, origin, accountId, services.clock.now()), false);
    assert.ok((await signedIn(services, username, { origin })).deviceIsNew);
  }
});

test('the list names each device, the one that asks, and forgets one or all', async () => {
  const { services, account } = house();
  const { username, accountId } = await account();
  const stranger = await account();
  const first = await signedIn(services, username);
  services.clock.advance(60);
  await signedIn(services, username, { origin: other });
  const origin = { ...testOrigin, device: first.device };
  const now = services.clock.now();
  const list = () => knownDevicesOf(database, accountId, now, origin);
  const [newest, oldest] = await list();
  assert.deepEqual([newest?.userAgent, newest?.isThisOne], [other.userAgent, false]);
  assert.deepEqual([oldest?.userAgent, oldest?.isThisOne], [testOrigin.userAgent, true]);
  const forget = (id: string, device: string) =>
    database.transaction((tx) => forgetKnownDevice(tx, { accountId: id, origin, now }, device));
  assert.equal(await forget(stranger.accountId, newest?.deviceId ?? ''), 0);
  assert.equal(await forget(accountId, newest?.deviceId ?? ''), 1);
  assert.equal((await list()).length, 1);
  assert.equal(await database.transaction((tx) => forgetAllKnownDevices(tx, { accountId, origin, now })), 1);
  assert.equal(await isKnownDevice(database, origin, accountId, now), false);
  const events = (await recentActivity(owner, accountId, 50)).map(({ event }) => event);
  assert.equal(events.filter((event) => event === 'device_forgotten').length, 2);
});

test('an account knows twenty browsers at most', async () => {
  const { services, account } = house();
  const { username, accountId } = await account();
  for (let count = 0; count < 23; count += 1) {
    services.clock.advance(60);
    await signedIn(services, username);
  }
  assert.equal(
    (await owner.many(sql`select 1 from accounts.known_device where account_id = ${accountId}`)).length,
    20,
  );
});

test('[V6.3.1] a stranger who closes the password, spends the budget and fills the network does not keep the owner out', async () => {
  const { services, account } = house();
  const { username, email, accountId } = await account();
  const { device } = await signedIn(services, username);
  const origin = { ...testOrigin, address: other.address, device };
  for (const identifier of [username, email])
    assert.equal((await tryWrong(services, identifier, 10)).at(-1), 'closed');
  const crowd = Array.from({ length: 90 }, (_, count) => wrongFrom(`kerumunan${count}`, other));
  for (const request of crowd) await signIn(services, request);
  assert.equal(kindOf(await signIn(services, signInRequest('siapa', { origin: other }))), 'wait');
  assert.equal(kindOf(await signIn(services, signInRequest(username, { origin }))), 'in');
  // The owner's success does not open the password for the stranger.
  assert.equal(kindOf(await signIn(services, signInRequest(username, { origin: testOrigin }))), 'closed');
  // The cookie is worth nothing at another account.
  const neighbour = await account();
  await tryWrong(services, neighbour.username, 10, testOrigin);
  assert.equal(
    kindOf(await signIn(services, signInRequest(neighbour.username, { origin: { ...testOrigin, device } }))),
    'closed',
  );
  assert.ok(accountId);
});

test('a known device closes for itself: ten, then 15 minutes doubling, and twenty a day', async () => {
  const { services, account } = house();
  const { username } = await account();
  const { device } = await signedIn(services, username);
  const origin = { ...testOrigin, device };
  const closings: number[] = [];
  assert.equal((await tryWrong(services, username, 9, origin)).at(-1), 'wrong');
  for (let further = 0; further < 4; further += 1) {
    const answer = await signIn(services, wrongFrom(username, origin));
    assert.ok(!answer.ok && answer.refusal.kind === 'closed');
    closings.push(answer.refusal.minutes);
    assert.equal(kindOf(await signIn(services, signInRequest(username, { origin }))), 'closed');
    services.clock.advance(answer.refusal.minutes * 60);
  }
  assert.deepEqual(closings, [15, 30, 60, 120]);
  // The same from a stranger's browser is not touched by it.
  assert.equal(kindOf(await signIn(services, signInRequest(username, { origin: other }))), 'in');
});

test('of a known device twenty wrong passwords a day are evaluated, however often a right one lies between', async () => {
  const { services, account } = house();
  const { username } = await account();
  const { device } = await signedIn(services, username);
  const origin = { ...testOrigin, device };
  const kinds: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    kinds.push(...(await tryWrong(services, username, 5, origin)));
    services.clock.advance(60);
    if (round < 3) assert.equal(kindOf(await signIn(services, signInRequest(username, { origin }))), 'in');
  }
  assert.equal(kinds.indexOf('closed'), 19);
  assert.equal(kindOf(await signIn(services, signInRequest(username, { origin }))), 'closed');
  services.clock.advance(day);
  assert.equal(kindOf(await signIn(services, signInRequest(username, { origin }))), 'in');
});

test('fifty wrong passwords without a right one make a known device unknown, and nothing else', async () => {
  const { services, account } = house();
  const { username, accountId } = await account();
  const { device } = await signedIn(services, username);
  const origin = { ...testOrigin, device };
  let wrong = 0;
  while (wrong < 50 && wrong >= 0) {
    const answer = await signIn(services, wrongFrom(username, origin));
    assert.ok(!answer.ok);
    wrong += 1;
    if (answer.refusal.kind === 'closed') services.clock.advance(answer.refusal.minutes * 60);
  }
  assert.equal(await isKnownDevice(database, origin, accountId, services.clock.now()), false);
  assert.equal(kindOf(await signIn(services, signInRequest(username, { origin }))), 'in');
});
