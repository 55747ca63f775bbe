import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { createAccount, signIn } from '#accounts';
import { fixedClock } from '#kernel';
import { sql } from '#platform';
import { Secret, TOTP } from 'otpauth';
import { accountServices, signInRequest, testPassword } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import type { Guess } from './limit-runner.ts';

const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const day = '2026-11-20';
const at = (hour: number, minute = 0) =>
  new Date(`${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`);

type Runner = { guess(guesses: readonly Guess[]): Promise<Record<string, number>> };

/** A process of its own that makes the guesses it is given. */
function startRunner(url: string): Runner {
  const runner = join(import.meta.dirname, 'limit-runner.ts');
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', runner, url],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  after(() => child.kill());
  const lines = createInterface(child.stdout ?? assert.fail())[Symbol.asyncIterator]();
  return {
    async guess(guesses) {
      child.stdin?.write(`${JSON.stringify(guesses)}\n`);
      return JSON.parse(String((await lines.next()).value)) as Record<string, number>;
    },
  };
}

function together(counts: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const one of counts)
    for (const [name, count] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

const addressOf = (number: number) => `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;

async function prepare(accounts: number) {
  const database = await testDatabase({ poolSize: 8 });
  const services = accountServices(database);
  const numbers = Array.from({ length: accounts }, (_, index) => index).values();
  const create = async () => {
    for (const number of numbers) {
      const created = await createAccount(services, {
        displayName: 'Peserta Uji',
        username: `sasaran${number}`,
        email: `sasaran${number}@contoh.id`,
        phone: `+62812${String(number).padStart(7, '0')}`,
        password: testPassword,
        roles: ['member'],
        secondFactor: ['totp'],
        totpSecret: seed,
      });
      assert.ok(created.ok);
    }
  };
  await Promise.all(Array.from({ length: 8 }, create));
  return { database, services, runners: [startRunner(database.url), startRunner(database.url)] as const };
}

type World = Awaited<ReturnType<typeof prepare>>;

async function inBoth({ runners }: World, guesses: readonly Guess[]): Promise<Record<string, number>> {
  const halves = runners.map((runner, half) =>
    runner.guess(guesses.filter((_, index) => index % 2 === half)),
  );
  return together(await Promise.all(halves));
}

const identifiersOf = (number: number) => [
  `sasaran${number}`,
  `sasaran${number}@contoh.id`,
  `+62812${String(number).padStart(7, '0')}`,
];

export type LimitSizes = { readonly accounts: number; readonly victims: number };

/** Guesses at many accounts from many addresses and two processes; the figures of product.md must hold for each. */
export async function guessAtMany({ accounts, victims }: LimitSizes): Promise<void> {
  const world = await prepare(accounts);
  await sprayPasswords(world, accounts);
  await hammerVictims(world, victims);
  await guessCodes(world, Math.min(victims, 40), accounts);
}

/** A few passwords at every account, each from another address: nobody is locked out, and nobody gets in. */
async function sprayPasswords(world: World, accounts: number): Promise<void> {
  const guesses: Guess[] = [];
  for (let turn = 0; turn < 3; turn += 1)
    for (let number = 0; number < accounts; number += 1)
      guesses.push({
        kind: 'password',
        identifier: `sasaran${number}`,
        password: `Tebakan-Bersama-${turn}`,
        address: addressOf(guesses.length),
        now: at(1, turn).toISOString(),
      });
  const counts = await inBoth(world, guesses);
  assert.deepEqual(counts, { wrong: guesses.length });
  const owners = await inBoth(
    world,
    Array.from({ length: Math.min(accounts, 200) }, (_, number) => ({
      kind: 'password' as const,
      identifier: `sasaran${number}`,
      password: testPassword,
      address: addressOf(number),
      now: at(1, 10).toISOString(),
    })),
  );
  assert.deepEqual(Object.keys(owners), ['in'], 'owners are not locked out by a spray');
  console.log(`spray: ${guesses.length} guesses, none in, owners all in`);
}

/** Far more guesses than allowed at a few accounts by all their identifiers; then even the right password is refused. */
async function hammerVictims(world: World, victims: number): Promise<void> {
  const guesses: Guess[] = [];
  for (let turn = 0; turn < 15; turn += 1)
    for (let number = 0; number < victims; number += 1)
      for (const identifier of identifiersOf(number))
        guesses.push({
          kind: 'password',
          identifier,
          password: `Tebakan-Lain-${turn}`,
          address: addressOf(1_000_000 + guesses.length),
          now: at(2, turn).toISOString(),
        });
  const counts = await inBoth(world, guesses);
  assert.equal(counts['in'], undefined);
  assert.ok((counts['closed'] ?? 0) >= victims * 3 * 4, JSON.stringify(counts));
  const { most, total } = await world.database.one<{ most: number; total: number }>(sql`
    select max(cardinality(taken_at)) as most, sum(cardinality(taken_at))::int as total
    from throttle.state where limit_name = 'password_account_day'`);
  assert.ok(most <= 30, `${most} guesses were evaluated for one account`);
  const lucky = await inBoth(
    world,
    Array.from({ length: victims }, (_, number) => identifiersOf(number)).flatMap((identifiers) =>
      identifiers.map((identifier, index) => ({
        kind: 'password' as const,
        identifier,
        password: testPassword,
        address: addressOf(2_000_000 + index),
        // Past the closing of each identifier, so that only the day's budget stands in the way.
        now: at(9, index).toISOString(),
      })),
    ),
  );
  assert.equal(
    lucky['in'],
    undefined,
    `a right guess past the day's budget got in: ${JSON.stringify(lucky)}`,
  );
  console.log(
    `hammer: ${guesses.length} guesses, at most ${most} evaluated for one account, ${total} in all`,
  );
}

/** Wrong codes all day, at several sign-ins of the same account at once, from both processes. */
async function guessCodes(world: World, victims: number, accounts: number): Promise<void> {
  const first = accounts - victims;
  const evaluated = new Map<number, number>();
  for (let hour = 10; hour < 20; hour += 1) {
    const guesses: Guess[] = [];
    for (let number = first; number < accounts; number += 1) {
      const services = { ...world.services, clock: fixedClock(at(hour).toISOString()) };
      for (let sitting = 0; sitting < 2; sitting += 1) {
        const request = signInRequest(`sasaran${number}`);
        assert.ok((await signIn(services, request)).ok);
        for (let turn = 0; turn < 5; turn += 1)
          guesses.push({
            kind: 'code',
            uid: request.interactionUid,
            code: String(100_000 + hour * 1000 + turn),
            address: addressOf(3_000_000 + guesses.length),
            now: at(hour, 1).toISOString(),
          });
      }
    }
    const counts = await inBoth(world, guesses);
    evaluated.set(hour, counts['wrong'] ?? 0);
    assert.ok((counts['in'] ?? 0) === 0, JSON.stringify(counts));
  }
  const { most } = await world.database.one<{ most: number }>(sql`
    select max(cardinality(taken_at)) as most from throttle.state where limit_name = 'code_wrong_day'`);
  const { events } = await world.database.one<{ events: number }>(sql`
    select max(tries)::int as events from (select count(*) as tries from activity.entry where event = 'code_refused' group by account_id) each`);
  assert.equal(most, 15, 'codes looked at for one account in a day');
  assert.ok(events <= 15, `${events} wrong codes were looked at`);
  const late = at(19, 30);
  const services = { ...world.services, clock: fixedClock(late.toISOString()) };
  const request = signInRequest(`sasaran${first}`);
  assert.ok((await signIn(services, request)).ok);
  const code = new TOTP({ secret: Secret.fromBase32(seed) }).generate({ timestamp: late.getTime() });
  const right = await inBoth(world, [
    { kind: 'code', uid: request.interactionUid, code, address: '203.0.113.77', now: late.toISOString() },
  ]);
  assert.deepEqual(right, { 'too-many': 1 }, "even the right code waits past the day's budget");
  console.log(`codes: at most ${most} looked at for one account in a day`);
}
