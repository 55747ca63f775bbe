import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import { recentActivity } from '#activity';
import {
  type AccountServices,
  sendPasswordDisabledNotice,
  signIn,
  takeFinishedSignIn,
  type SignInRequest,
} from '#accounts';
import { openDatabase, sql } from '#platform';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';
import { hashPassword } from './password-hash.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());

function house() {
  const services = accountServices(database);
  return { services, account: () => newTestAccount({ ...services, database: owner }) };
}

async function kindOf(services: AccountServices, identifier: string, request: Partial<SignInRequest> = {}) {
  const result = await signIn(services, signInRequest(identifier, request));
  return result.ok ? 'in' : result.refusal.kind;
}

let typed = 0;
const another = () => ({ password: `Bukan-Sandinya-${(typed += 1)}` });
const from = (address: string) => ({ origin: { ...testOrigin, address } });

/** As a reset does: another hash, chosen now. */
async function replacePassword(services: AccountServices, accountId: string, password: string) {
  const { hash } = await hashPassword(services, password);
  await owner.run(
    sql`update accounts.password set hash = ${hash}, changed_at = ${services.clock.now()} where account_id = ${accountId}`,
  );
}

test('the same wrong password again is not counted, among the last three and for a day, known or not', async () => {
  const { services, account } = house();
  const { username } = await account();
  for (const identifier of [username, 'tidak.ada']) {
    const again = { password: 'Kata-Sandi-Lama-1' };
    for (let tried = 0; tried < 30; tried += 1)
      assert.equal(await kindOf(services, identifier, again), 'wrong', `${identifier} ${tried}`);
    // Two others later it is still remembered; three others later it is not.
    for (let tried = 0; tried < 2; tried += 1) await kindOf(services, identifier, another());
    await kindOf(services, identifier, again);
    await kindOf(services, identifier, another());
    for (let tried = 0; tried < 4; tried += 1) await kindOf(services, identifier, another());
    await kindOf(services, identifier, again);
    assert.equal(await kindOf(services, identifier, another()), 'closed');
  }
  assert.equal(await kindOf(services, username), 'closed');
  services.clock.advance(900);
  assert.equal(await kindOf(services, username), 'in');
});

test('after a day the same wrong password counts once more', async () => {
  const { services, account } = house();
  const { username } = await account();
  for (let tried = 0; tried < 9; tried += 1) await kindOf(services, username, another());
  const again = { password: 'Kata-Sandi-Lama-2' };
  await kindOf(services, username, again);
  services.clock.advance(900);
  assert.equal(await kindOf(services, username, again), 'wrong');
  services.clock.advance(86_400 - 900);
  assert.equal(await kindOf(services, username, again), 'closed');
});

test('what is kept of a wrong password is worth nothing without the key', async () => {
  const { services } = house();
  await kindOf(services, 'tanpa.kunci', { password: 'Rahasia-Sekali-9' });
  const { text } = await owner.one<{ text: string }>(
    sql`select string_agg(noted::text, ' ') as text from accounts.wrong_password as noted`,
  );
  assert.ok(!text.includes('Rahasia'));
  for (const algorithm of ['sha256', 'sha512', 'sha1', 'md5'])
    assert.ok(!text.includes(createHash(algorithm).update('Rahasia-Sekali-9').digest('hex')));
});

test('repeating a password that the silent budget left unseen does not gain a guess', async () => {
  const { services, account } = house();
  const { username, email, phone } = await account();
  const config = { ...services.config, PASSWORD_TRIES: 40 };
  const wide = { ...services, config };
  for (let tried = 0; tried < 30; tried += 1)
    await kindOf(wide, [username, email, phone][tried % 3] ?? '', another());
  for (let tried = 0; tried < 5; tried += 1) assert.equal(await kindOf(wide, username), 'wrong');
  const unseen = another();
  for (let tried = 0; tried < 3; tried += 1) await kindOf(wide, username, unseen);
  const usedOf = async () =>
    (
      await owner.one<{ used: number }>(
        sql`select coalesce(max(cardinality(taken_at)), 0) as used from throttle.state where limit_name = 'password_account_day'`,
      )
    ).used;
  assert.equal(await usedOf(), 30);
  services.clock.advance(86_400 - 60);
  assert.equal(await kindOf(wide, username, unseen), 'wrong');
  assert.equal(await kindOf(wide, username), 'wrong');
  services.clock.advance(120);
  assert.equal(await kindOf(wide, username), 'in');
});

test('another password is counted anew: replacing it lifts every lock of the old one', async () => {
  const { services, account } = house();
  const { username, email, accountId } = await account();
  for (const identifier of [username, email])
    for (let tried = 0; tried < 10; tried += 1) await kindOf(services, identifier, another());
  assert.equal(await kindOf(services, username), 'closed');
  await replacePassword(services, accountId, 'Kata-Sandi-Baru-1');
  for (const identifier of [username, email])
    assert.equal(await kindOf(services, identifier, { password: 'Kata-Sandi-Baru-1' }), 'in');
});

test('after fifty wrong passwords without a right one the password is disabled for strangers, in silence, until it is replaced', async () => {
  const { services, account } = house();
  const { username, email, phone, accountId } = await account();
  const first = signInRequest(username);
  await signIn(services, first);
  const device = (await takeFinishedSignIn(services, first.interactionUid, testOrigin))?.device;
  const identifiers = [username, email, phone];
  for (let tried = 0; tried < 50; tried += 1) {
    await kindOf(services, identifiers[tried % 3] ?? '', another());
    services.clock.advance(2 * 86_400);
  }
  const kinds = [];
  for (const identifier of identifiers) {
    services.clock.advance(2 * 86_400);
    kinds.push(await kindOf(services, identifier));
  }
  assert.deepEqual(
    kinds.filter((kind) => kind === 'in'),
    [],
  );
  services.clock.advance(30 * 86_400);
  assert.equal(await kindOf(services, email), 'wrong');
  // A known device goes on, so that no stranger locks a member out (product.md G7).
  assert.equal(await kindOf(services, username, { origin: { ...testOrigin, device } }), 'in');
  assert.equal(await kindOf(services, username), 'wrong');
  const events = (await recentActivity(owner, accountId, 200)).map(({ event }) => event);
  assert.equal(events.filter((event) => event === 'password_disabled').length, 1);
  const jobs = await owner.many<{ payload: { accountId: string } }>(sql`
    select payload from graphile_worker._private_jobs as job join graphile_worker._private_tasks as task on task.id = job.task_id
    where task.identifier = 'accounts.password_disabled_notice' and payload ->> 'accountId' = ${accountId}`);
  assert.equal(jobs.length, 1);
  const worker = openDatabase({ url: owner.url, role: 'goid_worker' });
  await sendPasswordDisabledNotice({ ...services, database: worker }, { accountId });
  await sendPasswordDisabledNotice({ ...services, database: worker }, { accountId: '' });
  await worker.close();
  assert.deepEqual(services.outbox.sent.map(({ channel, template }) => `${channel} ${template}`).toSorted(), [
    'email password_disabled',
    'sms password_disabled',
  ]);
  await replacePassword(services, accountId, 'Kata-Sandi-Baru-2');
  assert.equal(await kindOf(services, username, { password: 'Kata-Sandi-Baru-2' }), 'in');
});

test('a right password in between begins the fifty anew', async () => {
  const { services, account } = house();
  const { username, accountId } = await account();
  for (let tried = 0; tried < 60; tried += 1) {
    await kindOf(services, username, another());
    services.clock.advance(3 * 86_400);
    if (tried === 30) assert.equal(await kindOf(services, username), 'in');
  }
  assert.equal(await kindOf(services, username), 'in');
  const { disabled } = await owner.one<{ disabled: boolean }>(
    sql`select disabled_at is not null as disabled from accounts.password where account_id = ${accountId}`,
  );
  assert.equal(disabled, false);
});

test('one password at twenty identifiers waits for an hour, from any address, and a right one never counts', async () => {
  const { services, account } = house();
  const spray = { password: 'Indonesia-2026!' };
  const at = (number: number) => ({ ...spray, ...from(`10.1.${number}.7`) });
  for (let number = 0; number < 20; number += 1)
    assert.equal(await kindOf(services, `semprot${number}`, at(number)), 'wrong');
  const answer = await signIn(services, signInRequest('semprot99', at(99)));
  assert.deepEqual(answer, {
    ok: false,
    refusal: { kind: 'wait', because: 'password', until: new Date('2026-11-20T04:00:00Z'), minutes: 60 },
  });
  assert.equal(await kindOf(services, 'semprot99', another()), 'wrong');
  services.clock.advance(3600);
  assert.equal(await kindOf(services, 'semprot99', at(99)), 'wrong');
  for (let count = 0; count < 25; count += 1) {
    const { username } = await account();
    assert.equal(await kindOf(services, username), 'in');
  }
});

test('an address that was refused at fifty identifiers waits, and one that stays with a few does not', async () => {
  const { services } = house();
  for (let number = 0; number < 60; number += 1) {
    assert.equal(
      await kindOf(services, `sedikit${number % 10}`, { ...another(), ...from('10.2.0.1') }),
      'wrong',
    );
    assert.equal(
      await kindOf(services, `banyak${number}`, { ...another(), ...from('10.2.1.1') }),
      number < 50 ? 'wrong' : 'wait',
      String(number),
    );
  }
  services.clock.advance(600);
  assert.equal(await kindOf(services, 'banyak60', { ...another(), ...from('10.2.1.1') }), 'wrong');
});

test('of 16 different wrong passwords at once on two processes ten are evaluated, for anybody and for a known device', async () => {
  const { services, account } = house();
  const { username } = await account();
  const request = signInRequest(username);
  await signIn(services, request);
  const known = (await takeFinishedSignIn(services, request.interactionUid, testOrigin))?.device;
  const now = services.clock.now();
  for (const [identifier, device] of [
    [username, undefined],
    ['serentak.tak.dikenal', undefined],
    [username, known],
  ] as const) {
    const answers = await raceOverTwoProcesses(owner.url, { verb: 'signIn', identifier, device, now });
    const kinds = (answers as { refusal?: { kind: string } }[]).map(({ refusal }) => refusal?.kind ?? 'in');
    assert.equal(kinds.filter((kind) => kind === 'wrong').length, 9, kinds.join(' '));
    assert.equal(kinds.filter((kind) => kind === 'closed').length, 7);
  }
});
