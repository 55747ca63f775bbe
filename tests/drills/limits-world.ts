import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { createAccount } from '#accounts';
import { accountServices, testPassword } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import type { Guess, Outcome } from './limit-runner.ts';

export const totpSeed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const day = '2026-11-20';
export const at = (hour: number, minute = 0, second = 0) =>
  new Date(`${day}T${[hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':')}Z`);

/** Each in a network of its own; whoever has a whole network is the subject of src/accounts/password-limits.test.ts. */
export const addressOf = (number: number) =>
  `${10 + ((number >> 16) & 127)}.${(number >> 8) & 255}.${number & 255}.1`;

type Runner = { guess(guesses: readonly Guess[]): Promise<Outcome> };

/** A process of its own that makes the guesses it is given. */
function startRunner(url: string): Runner {
  const runner = join(import.meta.dirname, 'limit-runner.ts');
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', runner, url],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  after(() => child.kill());
  const lines = createInterface(child.stdout ?? assert.fail())[Symbol.asyncIterator]();
  return {
    async guess(guesses) {
      child.stdin?.write(`${JSON.stringify(guesses)}\n`);
      return JSON.parse(String((await lines.next()).value)) as Outcome;
    },
  };
}

export type LimitSizes = { readonly accounts: number; readonly victims: number };

/** The first `victims` accounts have no second factor, so that a right password is a way in; the others have an app. */
export async function prepareWorld({ accounts, victims }: LimitSizes) {
  const database = await testDatabase({ poolSize: 8 });
  const services = accountServices(database);
  const numbers = Array.from({ length: accounts }, (_, index) => index).values();
  const create = async () => {
    for (const number of numbers) {
      const [username = '', email = '', phone = ''] = identifiersOf(number);
      const created = await createAccount(services, {
        displayName: 'Peserta Uji',
        username,
        email,
        phone,
        password: testPassword,
        roles: ['member'],
        secondFactor: number < victims ? [] : ['totp'],
        totpSecret: totpSeed,
      });
      assert.ok(created.ok);
    }
  };
  await Promise.all(Array.from({ length: 8 }, create));
  return { database, services, runners: [startRunner(database.url), startRunner(database.url)] as const };
}

export type World = Awaited<ReturnType<typeof prepareWorld>>;

/** Makes the guesses in both processes at once, every other one in each. */
export async function inBoth({ runners }: World, guesses: readonly Guess[]): Promise<Outcome> {
  const halves = await Promise.all(
    runners.map((runner, half) => runner.guess(guesses.filter((_, index) => index % 2 === half))),
  );
  return {
    counts: together(halves.map(({ counts }) => counts)),
    owners: together(halves.map(({ owners }) => owners)),
    ownerMs: halves.flatMap(({ ownerMs }) => ownerMs),
  };
}

function together(counts: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const one of counts)
    for (const [name, count] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

export const identifiersOf = (number: number) => [
  `sasaran${number}`,
  `sasaran${number}@contoh.id`,
  `+62812${String(number).padStart(7, '0')}`,
];
