import { readFileSync } from 'node:fs';
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

type PageFigures = { readonly page: string; readonly cpuMs: number };

/**
 * Members' pages as the data grow: of members who lie evenly among all, each page for the first time and then again, one
 * after the other. `MEMBERS` (10000,100000,1000000) sets the sizes. Exit 1 when the CPU of a page grows with the members.
 */
export async function pagesAsDataGrow(pages: readonly string[]): Promise<void> {
  const sizes = (process.env['MEMBERS'] ?? '10000,100000,1000000').split(',').map(Number);
  const seen: { readonly size: number; readonly cost: number; readonly floor: number }[] = [];
  for (const size of sizes) {
    const began = performance.now();
    let people: Sampled[] = [];
    await withServedProgram(
      async (databaseUrl, keys) => {
        people = await fillMembers(databaseUrl, keys, size, sampled);
        await createAccountsOf(databaseUrl, keys, people);
      },
      async (served) => {
        console.log(
          `${size.toLocaleString('en')} members of 12 months, made in ${((performance.now() - began) / 1000).toFixed(0)} s`,
        );
        const figures = await measureWorld(served, people, pages);
        const cost = figures.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
        const floor = await keySelect(served.databaseUrl, people);
        console.log(`  one select by its key, p50 ${floor.toFixed(2)} ms`);
        seen.push({ size, cost, floor });
      },
      { SMS_PER_DAY: '1000000' },
      { throwAway: true },
    );
  }
  tell(seen);
}

function tell(seen: readonly { size: number; cost: number; floor: number }[]): void {
  for (const { size, cost } of seen)
    console.log(
      `${size.toLocaleString('en').padStart(10)} members  all these pages ${cost.toFixed(1)} ms of CPU`,
    );
  if (seen.length < 2) return;
  const exponent = fittedExponent(seen);
  const floor = fittedExponent(seen.map((each) => ({ size: each.size, cost: each.floor })));
  const told = `exponent          ${exponent.toFixed(3)} (at most ${mostExponent})${exponent > mostExponent ? '  TOO MUCH' : ''}`;
  console.log(`${told}; of one select by its key, by the clock, ${floor.toFixed(3)}`);
  if (exponent > mostExponent) process.exitCode = 1;
}

async function measureWorld(
  served: Served,
  people: readonly Sampled[],
  pages: readonly string[],
): Promise<PageFigures[]> {
  const browsers: Browser[] = [];
  for (const { number } of people)
    browsers.push(await signInOnce(served.portal, benchAccount('password', number)));
  const [warmer] = browsers;
  // The program's own code is warm before anything counts; these rows are one member's.
  for (let turn = 0; turn < 150; turn += 1)
    for (const page of pages) if (warmer) await open(served, warmer, page);
  const figures: PageFigures[] = [];
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
    figures.push({ page, cpuMs });
  }
  if (warmer) await countStatements(served, warmer, pages);
  return figures;
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
    select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres' and pid <> pg_backend_pid()`);
  const [any = ''] = pages;
  await open(served, browser, any).catch(() => {});
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
