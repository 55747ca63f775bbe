import { loadavg } from 'node:os';
import { openDatabase, sql } from '#platform';
import { createBenchAccounts, type Factors } from './bench-accounts.ts';
import { cpuSeconds } from './cpu-time.ts';
import { median, quantile, spread } from './figures.ts';
import { type Helper, startHelper } from './helper-process.ts';
import { type Served, withServedProgram } from './served.ts';
import type { LoadAnswer, LoadTask } from './sign-in-load.ts';

const number = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise);
const pairs = number('SIGNIN_PAIRS', 5);
const seconds = number('SIGNIN_SECONDS', 8);
const warmUpSeconds = number('SIGNIN_WARM_UP_SECONDS', 8);
/** So many make the compiler of Node settle; until then a sign-in costs two to three times as much. */
const warmUpSignIns = number('SIGNIN_WARM_UP', 400);
const accounts = number('SIGNIN_ACCOUNTS', 4000);
/** Enough to keep both slots of the hash pool busy, few enough to leave nobody waiting long. */
const browsers = 6;
const hashSlots = 2;
/** Everything but the hash, measured by itself: with the cheap hashes of simulations, which production refuses. */
const protocolOnly = process.env['SIGNIN_PROTOCOL_ONLY'] === 'on';
const hashing: Readonly<Record<string, string>> = protocolOnly
  ? { NODE_ENV: 'test', TEST_HASH_COST: 'on' }
  : {};

type Helpers = {
  readonly load: Helper<LoadTask, LoadAnswer>;
  readonly hash: Helper<{ readonly seconds: number; readonly slots: number }, { readonly count: number }>;
};
type Pair = {
  readonly hashMs: number;
  readonly signInMs: number;
  readonly serverMs: number;
  readonly postgresMs: number;
  readonly signInsPerSecond: number;
  readonly commits: number;
};

/**
 * Complete sign-ins per second of CPU (our process and PostgreSQL), beside the bare password hash in a process like
 * ours, in turns: hash, sign-in, hash, sign-in. Then latency, with sign-ins beginning at half the rate just measured.
 */
export default async function run(): Promise<void> {
  const helpers: Helpers = { load: startHelper('sign-in-load.ts'), hash: startHelper('hash-loop.ts') };
  try {
    await withServedProgram(
      (databaseUrl, keys) => createBenchAccounts(databaseUrl, keys, accounts, hashing),
      async (served) => {
        for (const factors of ['password', 'second-factor'] as const) await measure(served, helpers, factors);
      },
      hashing,
    );
  } finally {
    helpers.load.end();
    helpers.hash.end();
  }
}

async function measure(served: Served, helpers: Helpers, factors: Factors): Promise<void> {
  const task = { portal: served.portal, factors, accounts, pace: { browsers } };
  await helpers.load.ask({ ...task, seconds: warmUpSeconds, atLeast: warmUpSignIns });
  const load = loadavg()[0] ?? 0;
  const measured: Pair[] = [];
  for (let pair = 0; pair < pairs; pair += 1) measured.push(await measurePair(served, helpers, task));
  const perSecond = median(measured.map(({ signInsPerSecond }) => signInsPerSecond)) / 2;
  const { latenciesMs } = await helpers.load.ask({ ...task, seconds, pace: { perSecond } });
  print(factors, measured, { latenciesMs, perSecond, load, peakMemoryMb: served.peakMemoryMb() });
}

async function measurePair(served: Served, helpers: Helpers, task: Omit<LoadTask, 'seconds'>): Promise<Pair> {
  const hashBefore = cpuSeconds(helpers.hash.pid);
  const { count: hashes } = await helpers.hash.ask({ seconds, slots: hashSlots });
  const hashMs = ((cpuSeconds(helpers.hash.pid) - hashBefore) * 1000) / hashes;
  const commitsBefore = await commitsOf(served.databaseUrl);
  const before = served.cpu();
  const begun = performance.now();
  const { latenciesMs } = await helpers.load.ask({ ...task, seconds });
  const tookSeconds = (performance.now() - begun) / 1000;
  const after = served.cpu();
  const count = latenciesMs.length;
  const serverMs = ((after.server - before.server) * 1000) / count;
  const postgresMs = ((after.postgres - before.postgres) * 1000) / count;
  return {
    hashMs,
    serverMs,
    postgresMs,
    signInMs: serverMs + postgresMs,
    signInsPerSecond: count / tookSeconds,
    commits: ((await commitsOf(served.databaseUrl)) - commitsBefore) / count,
  };
}

/** A connection of its own each time, because PostgreSQL writes the figures of the others down within a second. */
async function commitsOf(databaseUrl: string): Promise<number> {
  const database = openDatabase({ url: databaseUrl, poolSize: 1 });
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const { commits } = await database.one<{ commits: bigint }>(
    sql`select xact_commit as commits from pg_stat_database where datname = current_database()`,
  );
  await database.close();
  return Number(commits);
}

type Rest = LoadAnswer & {
  readonly perSecond: number;
  readonly load: number;
  readonly peakMemoryMb: number;
};

function print(factors: Factors, measured: readonly Pair[], rest: Rest): void {
  const of = (figure: (pair: Pair) => number, digits = 2) => spread(measured.map(figure), digits);
  const ms = (part: number) => Math.round(quantile(rest.latenciesMs, part));
  const name = factors === 'password' ? 'password only' : 'password and authenticator code';
  const besideHash = `
  bare hash / CPU s   ${of(({ hashMs }) => 1000 / hashMs, 1)}
  sign-in / hash      ${of(({ signInMs, hashMs }) => hashMs / signInMs)}   target ≥ 0.75
  beyond the hash     ${of(({ signInMs, hashMs }) => signInMs - hashMs)} ms CPU   target ≤ 5`;
  console.log(`
signin, ${name}${protocolOnly ? ', without the hash' : ''}: median (least–most) of ${measured.length} pairs of ${seconds} s
  sign-ins / CPU s    ${of(({ signInMs }) => 1000 / signInMs, 1)}${protocolOnly ? '' : besideHash}
  CPU ms              hash ${of(({ hashMs }) => hashMs)}; sign-in: our process ${of(({ serverMs }) => serverMs)}, PostgreSQL ${of(({ postgresMs }) => postgresMs)}
  transactions        ${of(({ commits }) => commits, 1)} a sign-in
  saturated           ${of(({ signInsPerSecond }) => signInsPerSecond, 1)} sign-ins/s, the browsers on the same cores
  latency             p50 ${ms(0.5)} ms, p99 ${ms(0.99)} ms, at ${rest.perSecond.toFixed(1)} begun a second (${rest.latenciesMs.length} in all)
  memory              ${rest.peakMemoryMb} MB at most, our process; load average at the start ${rest.load.toFixed(1)}`);
}
