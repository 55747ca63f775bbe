import { readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, sql, Statement } from '#platform';
import type { Browser } from '../tests/support/cookie-jar.ts';
import { benchAccount, createAccountsOf } from './bench-accounts.ts';
import { fittedExponent, quantile } from './figures.ts';
import { fillMembers, type Sampled } from './member-world.ts';
import { signInOnce } from './one-sign-in.ts';
import { type Served, withServedProgram } from './served.ts';
import { statementsIn } from './statements.ts';

const sampled = 100;
const rounds = 3;
/** 1.2 times from 10,000 to a million members. */
const mostExponent = 0.04;

/** Pages that are measured together, told and judged under one name. */
export type PageSet = { readonly name: string; readonly pages: readonly string[] };
type Seen = { readonly size: number; readonly cost: number; readonly floor: number };

/**
 * Members' pages as the data grow: of members who lie evenly among all, each page for the first time and then again, one
 * after the other. `MEMBERS` (10000,100000,1000000) sets the sizes, `MEMBERS_MINUTES` (10) when no further size is begun.
 * Exit 1 when the CPU of a set's pages grows with the members.
 */
export async function pagesAsDataGrow(sets: readonly PageSet[]): Promise<void> {
  const sizes = (process.env['MEMBERS'] ?? '10000,100000,1000000').split(',').map(Number);
  const began = performance.now();
  const seen = new Map<string, Seen[]>(sets.map(({ name }) => [name, []]));
  for (const size of sizes) {
    const missing = missingFor(size, (performance.now() - began) / 60_000);
    if (missing) console.log(`${size.toLocaleString('en')} members not measured: ${missing}`);
    else await measureSize(size, sets, seen);
  }
  for (const { name } of sets) tell(name, seen.get(name) ?? []);
}

/** What a world takes on the disk, its log and the sorting of its indexes included. */
const bytesOfMember = 8000;

/** What this machine has not got for a world of this size. */
function missingFor(size: number, minutes: number): string | undefined {
  const { bavail, bsize } = statfsSync(tmpdir());
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(0)} GB`;
  if (bavail * bsize < size * bytesOfMember)
    return `it takes ${gigabytes(size * bytesOfMember)} in ${tmpdir()}, where ${gigabytes(bavail * bsize)} are free`;
  const most = Number(process.env['MEMBERS_MINUTES'] ?? 10);
  const expected = 0.3 + size / membersAMinute;
  if (minutes + expected <= most) return undefined;
  return `it would take about ${expected.toFixed(0)} minutes more, and MEMBERS_MINUTES is ${most}`;
}

/** So many are made in a minute on two cores. */
const membersAMinute = 350_000;

async function measureSize(
  size: number,
  sets: readonly PageSet[],
  seen: ReadonlyMap<string, Seen[]>,
): Promise<void> {
  const began = performance.now();
  let people: Sampled[] = [];
  await withServedProgram(
    async (databaseUrl, keys) => {
      people = await fillMembers(databaseUrl, keys, size, sampled);
      await createAccountsOf(databaseUrl, keys, people);
    },
    async (served) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      console.log(`${size.toLocaleString('en')} members of 12 months, made in ${seconds} s`);
      const floor = await keySelect(served.databaseUrl, people);
      console.log(`  one select by its key, p50 ${floor.toFixed(2)} ms`);
      const browsers: Browser[] = [];
      for (const { number } of people)
        browsers.push(await signInOnce(served.portal, benchAccount('password', number)));
      for (const { name, pages } of sets)
        seen.get(name)?.push({ size, cost: await measureWorld(served, browsers, pages), floor });
      const [any] = browsers;
      if (any) await countStatements(served, any, [...new Set(sets.flatMap(({ pages }) => pages))]);
    },
    { SMS_PER_DAY: '1000000', DOWNLOADS_PER_HOUR: '1000000' },
    { throwAway: true },
  );
}

function tell(name: string, seen: readonly Seen[]): void {
  for (const { size, cost } of seen)
    console.log(
      `${name.padEnd(10)}${size.toLocaleString('en').padStart(10)} members  all these pages ${cost.toFixed(1)} ms of CPU`,
    );
  if (seen.length < 2) return;
  const exponent = fittedExponent(seen);
  const floor = fittedExponent(seen.map((each) => ({ size: each.size, cost: each.floor })));
  const told = `${name.padEnd(10)}exponent ${exponent.toFixed(3)} (at most ${mostExponent})${exponent > mostExponent ? '  TOO MUCH' : ''}`;
  console.log(`${told}; of one select by its key, by the clock, ${floor.toFixed(3)}`);
  if (exponent > mostExponent) process.exitCode = 1;
}

/** CPU ms of opening each of these pages once, once they were opened before. */
async function measureWorld(
  served: Served,
  browsers: readonly Browser[],
  pages: readonly string[],
): Promise<number> {
  const [warmer] = browsers;
  // The program's own code is warm before anything counts; these rows are one member's.
  for (let turn = 0; turn < 100; turn += 1)
    for (const page of pages) if (warmer) await open(served, warmer, page);
  let cost = 0;
  for (const page of pages) {
    const first = await onePass(served, browsers.slice(1), page);
    const before = served.cpu();
    const again: number[] = [];
    for (let round = 0; round < rounds; round += 1) again.push(...(await onePass(served, browsers, page)));
    const after = served.cpu();
    const each = (part: 'server' | 'postgres') => ((after[part] - before[part]) * 1000) / again.length;
    const cpuMs = each('server') + each('postgres');
    const times = (all: readonly number[]) =>
      `p50 ${quantile(all, 0.5).toFixed(1).padStart(5)} p95 ${quantile(all, 0.95).toFixed(1).padStart(6)} ms`;
    console.log(
      `  ${page.padEnd(28)} first ${times(first)}, again ${times(again)}, CPU ${cpuMs.toFixed(1)} ms (${each('postgres').toFixed(1)} of PostgreSQL)`,
    );
    cost += cpuMs;
  }
  return cost;
}

async function onePass(served: Served, browsers: readonly Browser[], page: string): Promise<number[]> {
  const times: number[] = [];
  for (const browser of browsers) {
    const began = performance.now();
    await open(served, browser, page);
    times.push(performance.now() - began);
  }
  return times;
}

async function open(served: Served, browser: Browser, page: string): Promise<void> {
  const answer = await browser.get(`${served.portal}${page}`, { follow: false });
  if (answer.status !== 200) throw new Error(`${page} answers ${answer.status}`);
}

/** New connections write down each statement; the program opens them when the old ones are ended. */
async function countStatements(served: Served, browser: Browser, pages: readonly string[]): Promise<void> {
  const database = openDatabase({ url: served.databaseUrl, poolSize: 1 });
  for (const text of [`set log_statement = 'all'`, `set log_min_messages = 'log'`])
    await database.run(new Statement([`alter database postgres ${text}`], []));
  await database.run(sql`
    select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'goid_portal'`);
  const [any = ''] = pages;
  // A connection that is ended may still be given out once.
  for (let tries = 0; tries < 20; tries += 1)
    if (
      await open(served, browser, any).then(
        () => true,
        () => false,
      )
    )
      break;
  const file = join(served.dataFolder, 'server.log');
  const counted: string[] = [];
  for (const page of pages) {
    const before = readFileSync(file, 'utf8').length;
    await open(served, browser, page);
    counted.push(`${page} ${statementsIn(readFileSync(file, 'utf8').slice(before)).length}`);
  }
  console.log(`  statements, with those of the session: ${counted.join(', ')}`);
  for (const name of ['log_statement', 'log_min_messages'])
    await database.run(new Statement([`alter database postgres reset ${name}`], []));
  await database.close();
}

/** What the database takes for the least: one contribution by its whole key, prepared; median in ms. */
async function keySelect(databaseUrl: string, people: readonly Sampled[]): Promise<number> {
  const database = openDatabase({ url: databaseUrl, poolSize: 1 });
  const times: number[] = [];
  for (let round = 0; round < 10; round += 1)
    for (const { personId } of people) {
      const began = performance.now();
      await database.many(sql`
        select wage from contributions.contribution
        where person_id = ${personId} and membership_id = ${personId} and month = '2026-05' and revision = 0`);
      times.push(performance.now() - began);
    }
  await database.close();
  return quantile(times.slice(people.length), 0.5);
}
