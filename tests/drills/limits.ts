import assert from 'node:assert/strict';
import {
  askForPasskey,
  askForReset,
  beginContactChange,
  sendReset,
  signIn,
  takeFinishedSignIn,
  useSession,
} from '#accounts';
import { fixedClock, newId } from '#kernel';
import { sql } from '#platform';
import { Secret, TOTP } from 'otpauth';
import { signInRequest, testOrigin, testPassword } from '../support/accounts.ts';
import { newPasskey } from '../support/passkeys.ts';
import type { Guess } from './limit-runner.ts';
import {
  addressOf,
  at,
  identifiersOf,
  inBoth,
  type LimitSizes,
  prepareWorld,
  totpSeed,
  type World,
} from './limits-world.ts';

/** What two processes may have under way at once, past a limit that is counted after the fact. */
const underWay = 24;

/**
 * Guesses at many accounts from one and from many addresses and from two processes; the figures of product.md and
 * security.md d.2 and d.4 must hold for each account, and the owners get in meanwhile.
 */
export async function guessAtMany(sizes: LimitSizes): Promise<void> {
  const world = await prepareWorld(sizes);
  await fromOneAddress(world, sizes);
  await onePasswordForAll(world, sizes);
  await fromManyAddresses(world, sizes);
  await guessCodes(world, Math.min(sizes.victims, 40), sizes.accounts);
  // Last, because it ends late in the day with the right password at many identifiers, which is a spray too.
  await hammerVictims(world, sizes);
}

/** Three different passwords at every account from one address within an hour: nearly all are told to wait. */
async function fromOneAddress(world: World, { accounts }: LimitSizes): Promise<void> {
  const count = accounts * 3;
  const guesses = Array.from({ length: count }, (_, index): Guess => {
    const second = Math.floor((index * 3600) / count);
    return {
      kind: 'password',
      identifier: `sasaran${index % accounts}`,
      password: `Tebakan-Sealamat-${index}`,
      address: '203.0.113.250',
      now: at(0, Math.floor(second / 60), second % 60).toISOString(),
    };
  });
  const { counts } = await inBoth(world, guesses);
  const looked = counts['wrong'] ?? 0;
  assert.deepEqual(
    Object.keys(counts).filter((kind) => kind !== 'wrong' && kind !== 'wait'),
    [],
  );
  assert.ok(looked <= 7 * 50 + 7 * underWay, `${looked} guesses of one address were looked at in an hour`);
  console.log(`one address: ${count} guesses in an hour, ${looked} looked at, none in`);
}

/** One password at every account, each time from another address: twenty an hour are looked at. */
async function onePasswordForAll(world: World, { accounts }: LimitSizes): Promise<void> {
  const guesses = Array.from({ length: accounts }, (_, index): Guess => ({
    kind: 'password',
    identifier: `sasaran${index}`,
    password: 'Indonesia-Raya-1945',
    address: addressOf(index % 1000),
    now: at(2, Math.floor((index * 60) / accounts)).toISOString(),
  }));
  const { counts } = await inBoth(world, guesses);
  const looked = counts['wrong'] ?? 0;
  assert.equal(counts['in'], undefined);
  assert.ok(looked <= 20 + underWay, `one password was looked at ${looked} times within an hour`);
  console.log(`one password: tried at ${accounts} accounts in an hour, looked at ${looked} times`);
}

/** Three guesses at every account from a thousand addresses: nobody gets in, and nobody is locked out. */
async function fromManyAddresses(world: World, { accounts, victims }: LimitSizes): Promise<void> {
  const count = accounts * 3;
  const guesses = Array.from({ length: count }, (_, index): Guess => ({
    kind: 'password',
    identifier: `sasaran${index % accounts}`,
    password: `Tebakan-Seribu-${index}`,
    address: addressOf(1000 + (index % 1000)),
    now: at(4, Math.floor((index * 60) / count)).toISOString(),
  }));
  const { counts } = await inBoth(world, guesses);
  assert.equal(counts['in'], undefined);
  const owners = Array.from({ length: Math.min(victims, 100) }, (_, number): Guess => ({
    kind: 'password',
    identifier: `sasaran${number}`,
    password: testPassword,
    address: addressOf(5000 + number),
    now: at(5).toISOString(),
  }));
  assert.deepEqual(Object.keys((await inBoth(world, owners)).counts), ['in'], 'owners on new devices get in');
  console.log(
    `a thousand addresses: ${count} guesses, ${JSON.stringify(counts)}; owners on new devices all in`,
  );
}

type Owner = {
  /** Cookie of the owner's browser. */
  readonly device: string;
  readonly passkey: Awaited<ReturnType<typeof newPasskey>> | undefined;
};

/** What each victim's owner has: a browser that the account knows, and every other one a passkey. */
async function ownersOf(world: World, victims: number): Promise<Owner[]> {
  const services = { ...world.services, clock: fixedClock(at(6)) };
  const owners: Owner[] = [];
  for (let number = 0; number < victims; number += 1) {
    const request = signInRequest(`sasaran${number}`);
    assert.ok((await signIn(services, request)).ok);
    const finished = await takeFinishedSignIn(services, request.interactionUid, testOrigin);
    const session = await useSession(services.database, finished?.sessionId ?? '', at(6));
    owners.push({
      device: finished?.device ?? assert.fail('no device cookie'),
      passkey: number % 2 === 1 && session ? await newPasskey(services, session) : undefined,
    });
  }
  return owners;
}

/** The owner signs in: by the passkey from a browser that nobody knows, or by the password from their own. */
async function ownerSignsIn(
  world: World,
  { device, passkey }: Owner,
  who: { readonly number: number; readonly address: string; readonly now: Date },
): Promise<Guess> {
  const { address, number } = who;
  const now = who.now.toISOString();
  if (!passkey)
    return {
      kind: 'password',
      identifier: `sasaran${number}`,
      password: testPassword,
      address,
      now,
      device,
      owner: true,
    };
  const uid = newId(new Date());
  const services = { ...world.services, clock: fixedClock(who.now) };
  const asked = await askForPasskey(services, { kind: 'sign-in', interactionUid: uid });
  return { kind: 'passkey', uid, answer: passkey.get(asked), address, now };
}

const turns = 40;

/**
 * Far more guesses than allowed at a few accounts by all their identifiers, for hours. Their owners sign in all the
 * while, with their own browsers or with a passkey; a right guess from elsewhere is refused.
 */
async function hammerVictims(world: World, { victims }: LimitSizes): Promise<void> {
  const people = await ownersOf(world, victims);
  const guesses: Guess[] = [];
  for (let turn = 0; turn < turns; turn += 1)
    for (const [number, owner] of people.entries()) {
      const now = at(7, turn).toISOString();
      for (const [which, identifier] of identifiersOf(number).entries())
        guesses.push({
          kind: 'password',
          identifier,
          password: `Tebakan-Lain-${number}-${turn}-${which}`,
          address: addressOf(100_000 + guesses.length),
          now,
        });
      if (turn % 5 === 4)
        guesses.push(
          await ownerSignsIn(world, owner, {
            number,
            address: addressOf(100_000 + guesses.length),
            now: at(7, turn),
          }),
        );
    }
  const { counts, owners, ownerMs } = await inBoth(world, guesses);
  assert.equal(counts['in'], undefined);
  assert.ok((counts['closed'] ?? 0) >= victims * 3 * 20, JSON.stringify(counts));
  assert.deepEqual(
    owners,
    { in: victims * (turns / 5) },
    'every owner with a known device or a passkey gets in, every time',
  );
  const most = await mostEvaluated(world);
  assert.ok(most <= 30, `${most} guesses were evaluated for one account`);
  const slowest = ownerMs.toSorted((one, other) => one - other)[Math.floor(ownerMs.length * 0.95)] ?? 0;
  assert.ok(slowest < 1000, `owners waited ${slowest} ms (p95)`);
  await refuseLucky(world, victims);
  console.log(
    `hammer: ${Object.values(counts).reduce((sum, count) => sum + count, 0)} guesses at ${victims} victims, ${JSON.stringify(counts)}, ` +
      `at most ${most} evaluated for one account; ${ownerMs.length} sign-ins of owners all in, p95 ${slowest.toFixed(0)} ms`,
  );
}

async function mostEvaluated({ database }: World): Promise<number> {
  const { most } = await database.one<{ most: number }>(sql`
    select max(cardinality(taken_at)) as most from throttle.state where limit_name = 'password_account_day'`);
  return most;
}

/** Past the closing of each identifier, so that only the day's budget stands in the way of the right password. */
async function refuseLucky(world: World, victims: number): Promise<void> {
  const guesses = Array.from({ length: victims }, (_, number) => identifiersOf(number)).flatMap(
    (identifiers, number) =>
      identifiers.map((identifier, index): Guess => ({
        kind: 'password',
        identifier,
        password: testPassword,
        address: addressOf(200_000 + number * 3 + index),
        now: at(23, 50, index).toISOString(),
      })),
  );
  const { counts } = await inBoth(world, guesses);
  assert.equal(
    counts['in'],
    undefined,
    `a right guess past the day's budget got in: ${JSON.stringify(counts)}`,
  );
}

/** How many accounts are guessed at by codes for a new password and for a new contact too. */
const everyDoor = 3;

/** Wrong codes for a new password and for a new contact of an account, within one hour. */
async function atOtherDoors(world: World, uid: string, number: number, hour: number): Promise<Guess[]> {
  const { database } = world;
  const now = at(hour);
  const services = { ...world.services, clock: fixedClock(now) };
  const { account_id: accountId } = await database.one<{ account_id: string }>(
    sql`select account_id from accounts.sign_in_attempt where interaction_uid = ${uid}`,
  );
  // Whoever has an e-mail address gets no code for a new password.
  await database.run(sql`delete from accounts.contact where account_id = ${accountId} and channel = 'email'`);
  const origin = { ...testOrigin, address: addressOf(400_000 + number * 100 + hour) };
  const asked = await askForReset(services, `sasaran${number}`, 'password', origin);
  assert.ok(asked.ok);
  const { request_id: requestId } = await database.one<{ request_id: string }>(
    sql`select request_id from accounts.reset_request where sent_at is null`,
  );
  await sendReset(services, { requestId });
  const session = {
    sessionId: newId(now),
    accountId,
    acr: '1',
    amr: ['pwd'],
    shared: false,
    authenticatedAt: now,
    confirmedAt: now,
    endsAt: now,
  } as const;
  const typed = `08139${String(number * 100 + hour).padStart(7, '0')}`;
  const begun = await beginContactChange(services, session, { channel: 'sms', typed }, origin);
  assert.ok(begun.ok);
  const { changeId } = begun.value;
  const rest = { address: origin.address, now: at(hour, 1).toISOString() };
  return Array.from({ length: 5 }, (_, turn) => String(200_000 + hour * 1000 + turn)).flatMap((code) => [
    { ...rest, kind: 'reset-code', token: asked.value.token, code } as const,
    { ...rest, kind: 'contact-code', session, changeId, code } as const,
  ]);
}

/**
 * Wrong codes all day, at several sign-ins of the same account at once and for new passwords and contacts, from both
 * processes.
 */
async function guessCodes(world: World, victims: number, accounts: number): Promise<void> {
  const first = accounts - victims;
  for (let hour = 10; hour < 20; hour += 1) {
    const guesses: Guess[] = [];
    for (let number = first; number < accounts; number += 1) {
      const services = { ...world.services, clock: fixedClock(at(hour)) };
      for (let sitting = 0; sitting < 2; sitting += 1) {
        const request = signInRequest(`sasaran${number}`);
        assert.ok((await signIn(services, request)).ok);
        if (sitting === 0 && number < first + everyDoor)
          guesses.push(...(await atOtherDoors(world, request.interactionUid, number, hour)));
        for (let turn = 0; turn < 5; turn += 1)
          guesses.push({
            kind: 'code',
            uid: request.interactionUid,
            code: String(100_000 + hour * 1000 + turn),
            address: addressOf(300_000 + guesses.length),
            // Each account in a minute of its own, so that its own budget is what holds, not that of all together.
            now: at(hour, 1 + ((number - first) % 8), number % 60).toISOString(),
          });
      }
    }
    const { counts } = await inBoth(world, guesses);
    assert.ok((counts['in'] ?? 0) === 0, JSON.stringify(counts));
  }
  const { most } = await world.database.one<{ most: number }>(sql`
    select max(cardinality(taken_at)) as most from throttle.state where limit_name = 'code_wrong_day'`);
  const { events } = await world.database.one<{ events: number }>(sql`
    select max(tries)::int as events from (select count(*) as tries from activity.entry
      where event = 'code_refused' and details->>'method' = 'totp' group by account_id) each`);
  const { doors } = await world.database.one<{ doors: number }>(sql`
    select count(distinct account_id)::int as doors from activity.entry
    where event = 'code_refused' and details->>'method' = 'sms'`);
  assert.equal(doors, everyDoor, 'codes for new passwords and contacts were guessed at too');
  assert.equal(most, 15, 'codes looked at for one account in a day');
  assert.ok(events <= 15, `${events} wrong codes were looked at`);
  await refuseRightCode(world, first);
  console.log(`codes: at most ${most} looked at for one account in a day`);
}

async function refuseRightCode(world: World, number: number): Promise<void> {
  const late = at(19, 30);
  const services = { ...world.services, clock: fixedClock(late) };
  const request = signInRequest(`sasaran${number}`);
  assert.ok((await signIn(services, request)).ok);
  const code = new TOTP({ secret: Secret.fromBase32(totpSeed) }).generate({ timestamp: late.getTime() });
  const guess: Guess = {
    kind: 'code',
    uid: request.interactionUid,
    code,
    address: '203.0.113.77',
    now: late.toISOString(),
  };
  const { counts } = await inBoth(world, [guess]);
  assert.deepEqual(counts, { 'too-many': 1 }, "even the right code waits past the day's budget");
}
