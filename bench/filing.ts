import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ProcessServices, receiveFiling } from '#filings';
import { month as monthFrom, newId } from '#kernel';
import { importEmployers, importMembers } from '#members';
import {
  createLogger,
  type Database,
  openDatabase,
  readConfig,
  readKeyRing,
  sql,
  startEmbeddedPostgres,
} from '#platform';
import { installSchema } from '../src/commands/install-schema.ts';
import { familyCpuSeconds } from './cpu-time.ts';
import { batchedInserts } from './filing-batches.ts';
import { bareFiling, emptyRecords } from './filing-floor.ts';
import { employersFile, membersFile, month, nppOf, wageFile, workersEach } from './filing-files.ts';

/**
 * Wages filed in employers' files of a hundred rows, every fifth with two rows that are wrong: looked at and taken, beside the
 * same statements on all rows at once without files (the floor), and beside a look-up of each row and inserts in batches of
 * a thousand. `FILING_ROWS` (1,000,000) sets the size. Exit 1 when a limit is missed.
 */
export default async function run(): Promise<void> {
  const rows = Number(process.env['FILING_ROWS'] ?? 1_000_000);
  const employers = Math.ceil(rows / workersEach);
  const folder = mkdtempSync(join(tmpdir(), 'goid-bench-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder });
  try {
    await installSchema(postgres.url);
    const database = openDatabase({ url: postgres.url, statementTimeoutSeconds: 0 });
    const postmaster = Number(
      readFileSync(join(postgres.dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    const { figures } = await fileOn(database, employers, {
      postgresCpu: () => familyCpuSeconds(postmaster),
      work: () => inWorker(postgres.url),
    });
    judge(figures);
    await database.close();
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const now = new Date('2026-11-23T03:00:00Z');
const keys = readKeyRing(`bench:${Buffer.alloc(32, 1).toString('base64')}`);

type Machine = {
  /** CPU seconds of PostgreSQL since it started. */
  readonly postgresCpu: () => number;
  /** Deals with the filings that wait, as the worker does. */
  readonly work: (services: ProcessServices) => Promise<Work>;
};

/** Files, takes, and does the same without files in both other ways; yields what each wrote, which is the same. */
export async function fileOn(
  database: Database,
  employers: number,
  machine: Machine,
): Promise<{ figures: Figures; written: readonly Written[] }> {
  await importEmployers(database, employersFile(employers), options);
  await importMembers(database, membersFile(employers), options);
  const services: ProcessServices = {
    database,
    keys,
    config: readConfig({ NODE_ENV: 'test' }),
    clock: { now: () => now },
    log: createLogger('silent'),
  };
  const rows = employers * workersEach;
  const receive = await timed(() => receiveAll(services, employers));
  line(rows, 'received', receive.seconds, `${Math.round(employers / receive.seconds)} files/s`);
  const { check, take } = await lookAndTake(services, machine);
  line(rows, 'looked at', check.seconds);
  line(rows, 'taken', take.seconds);
  await tellCounted(database, employers);
  const filed = await writtenBy(database);
  const sample = Math.min(employers, 200);
  await emptyRecords(database);
  const batched = await both(machine, () => batchedInserts(database, sample, now));
  const inBatches = await writtenBy(database);
  await emptyRecords(database);
  const bare = await both(machine, () => bareFiling(database, employers, now));
  line(rows, 'bare, looked at', bare.value.check);
  line(rows, 'bare, taken', bare.value.take);
  line(rows, 'batched', (batched.value * employers) / sample, `of ${sample} files`);
  const figures = {
    rows,
    filed: {
      cpu: check.cpu + take.cpu,
      seconds: check.seconds + take.seconds,
      megabytes: Math.max(check.megabytes, take.megabytes),
    },
    bare: { cpu: bare.cpu, seconds: bare.value.check + bare.value.take },
    batched: { cpu: (batched.cpu * employers) / sample, seconds: (batched.value * employers) / sample },
  };
  return { figures, written: [filed, inBatches, await writtenBy(database)] };
}

const options = {
  keys,
  now,
  onRefusal: (refusal: unknown) => {
    throw new Error(JSON.stringify(refusal));
  },
};

function line(rows: number, name: string, seconds: number, more = ''): void {
  const perSecond = Math.round(rows / seconds).toLocaleString('en');
  console.log(`${name.padEnd(18)}${perSecond.padStart(9)} rows/s  ${seconds.toFixed(1)} s  ${more}`);
}

async function both<Value>(
  { postgresCpu }: Machine,
  work: () => Promise<Value>,
): Promise<{ value: Value; cpu: number }> {
  const [before, own] = [postgresCpu(), process.cpuUsage()];
  const value = await work();
  const { user, system } = process.cpuUsage(own);
  return { value, cpu: postgresCpu() - before + (user + system) / 1e6 };
}

async function lookAndTake(
  services: ProcessServices,
  machine: Machine,
): Promise<{ check: Work; take: Work }> {
  const worked = async (): Promise<Work> => {
    const before = machine.postgresCpu();
    const { cpu, ...more } = await machine.work(services);
    return { ...more, cpu: cpu + machine.postgresCpu() - before };
  };
  const check = await worked();
  await services.database.run(
    sql`update filings.filing set state = 'approved', approved_by = received_by, approved_at = ${now} where state = 'checked'`,
  );
  return { check, take: await worked() };
}

async function tellCounted(database: Database, employers: number): Promise<void> {
  const counted = await database.one<{ good: number; refused: number; faulty: number }>(sql`
    select sum(rows_good)::int as good, sum(rows_refused)::int as refused, count(*) filter (where rows_refused > 0)::int as faulty
    from filings.filing where state = 'counted'`);
  console.log(
    `                  ${counted.good} rows counted, ${counted.refused} refused in ${counted.faulty} of ${employers} files`,
  );
}

type Written = {
  readonly rows: number;
  readonly wages: bigint;
  readonly given: bigint;
  readonly remarks: number;
};

function writtenBy(database: Database): Promise<Written> {
  return database.one(sql`
    select (select count(*)::int from contributions.contribution) as rows,
      (select coalesce(sum(wage), 0)::bigint from contributions.contribution) as wages,
      (select coalesce(sum(amount), 0)::bigint from ledger.posting where amount > 0) as given,
      (select count(*)::int from filings.remark) as remarks`);
}

type Work = { readonly seconds: number; readonly megabytes: number; readonly cpu: number };

type Cost = { readonly cpu: number; readonly seconds: number };

type Figures = { readonly rows: number; readonly filed: Work; readonly bare: Cost; readonly batched: Cost };

/**
 * Against the bare statements by the CPU of this program and PostgreSQL, which other programs of the machine change little.
 * Against batches by the clock, because whoever asks row by row loses its time waiting; the CPU is told beside.
 */
function judge(seen: Figures): void {
  const { filed, bare, batched } = seen;
  const ratio = filed.cpu / bare.cpu;
  const times = batched.seconds / filed.seconds;
  // What does the same work cannot be far ahead of the bare statements: where those miss the 8 too, filing must keep its 1.4 to them.
  const lead = batched.seconds / bare.seconds;
  const least = Math.min(8, lead / 1.4);
  const told = [
    {
      text: `ratio             ${ratio.toFixed(2)} of the bare statements' CPU (at most 1.4), by the clock ${(filed.seconds / bare.seconds).toFixed(2)}`,
      missed: ratio > 1.4,
    },
    {
      text: `batches           take ${times.toFixed(1)} times as long (the bare statements' lead is ${lead.toFixed(1)}: at least ${least.toFixed(1)}), and ${(batched.cpu / filed.cpu).toFixed(1)} times the CPU`,
      missed: times < least,
    },
    {
      text: `memory            ${filed.megabytes} MB at most, in the worker's process (at most 200)`,
      missed: filed.megabytes > 200,
    },
  ];
  const each = (cost: Cost) => `${((cost.cpu * 1e6) / seen.rows).toFixed(0)} µs`;
  console.log(`CPU a row         filing ${each(filed)}, bare ${each(bare)}, batched ${each(batched)}`);
  for (const { text, missed } of told) console.log(`${text}${missed ? '  MISSED' : ''}`);
  if (told.some(({ missed }) => missed)) process.exitCode = 1;
}

async function timed(work: () => Promise<unknown>): Promise<{ seconds: number }> {
  const started = performance.now();
  await work();
  return { seconds: (performance.now() - started) / 1000 };
}

/** In a process of its own, as `./goid serve worker` starts it, so that its memory is its own too. */
async function inWorker(url: string): Promise<Work> {
  const file = fileURLToPath(new URL('filing-worker.ts', import.meta.url));
  const cache = fileURLToPath(new URL('../node_modules/.cache/goid', import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--max-semi-space-size=4', '--disable-warning=ExperimentalWarning', file, url, now.toISOString()],
    { env: { NODE_COMPILE_CACHE: cache, ...process.env } },
  );
  return JSON.parse(stdout) as Work;
}

async function receiveAll(services: ProcessServices, employers: number): Promise<void> {
  const ids = new Map(
    (
      await services.database.many<{ npp: string; id: string }>(
        sql`select npp, employer_id as id from members.employer`,
      )
    ).map(({ npp, id }) => [npp, id]),
  );
  let next = 0;
  const one = async () => {
    for (let employer = next++; employer < employers; employer = next++) {
      const npp = nppOf(employer);
      const accountId = newId(now);
      const clerk = {
        clerkId: newId(now),
        accountId,
        employerId: ids.get(npp) ?? '',
        mayFile: true,
        mayApprove: true,
      };
      const submissionKey = Buffer.alloc(32);
      submissionKey.writeUInt32LE(employer + 1);
      const received = await receiveFiling(services, {
        clerk,
        npp,
        kind: 'wages',
        month: monthFrom(month),
        source: 'file',
        fileName: 'upah.csv',
        bytes: Readable.from([Buffer.from(wageFile(employer))]),
        submissionKey,
      });
      if (!received.ok) throw new Error(JSON.stringify(received));
    }
  };
  await Promise.all([one(), one(), one(), one()]);
}
