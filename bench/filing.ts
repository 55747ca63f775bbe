import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
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
import { bareFiling, batchedInserts, emptyRecords } from './filing-floor.ts';
import { employersFile, membersFile, month, nppOf, wageFile, workersEach } from './filing-files.ts';

/**
 * Wages filed in employers' files of a hundred rows, every fifth with two rows that are wrong: looked at and taken, beside the
 * same statements on all rows at once without files (the floor), and beside inserts in batches of a file. `FILING_ROWS`
 * (1,000,000) sets the size. Prints rows a second and the memory
 * of the process that works.
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
    await measure(database, postgres.url, employers);
    await database.close();
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const now = new Date('2026-11-23T03:00:00Z');
const keys = readKeyRing(`bench:${Buffer.alloc(32, 1).toString('base64')}`);

async function measure(database: Database, url: string, employers: number): Promise<void> {
  const options = {
    keys,
    now,
    onRefusal: (refusal: unknown) => {
      throw new Error(JSON.stringify(refusal));
    },
  };
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
  const line = (name: string, seconds: number, more = '') =>
    console.log(
      `${name.padEnd(18)}${Math.round(rows / seconds)
        .toLocaleString('en')
        .padStart(9)} rows/s  ${seconds.toFixed(1)} s  ${more}`,
    );
  const receive = await timed(() => receiveAll(services, employers));
  line('received', receive.seconds, `${Math.round(employers / receive.seconds)} files/s`);
  const check = await inWorker(url);
  await database.run(
    sql`update filings.filing set state = 'approved', approved_by = received_by, approved_at = ${now} where state = 'checked'`,
  );
  const take = await inWorker(url);
  line('looked at', check.seconds);
  line('taken', take.seconds);
  const counted = await database.one<{ good: number; refused: number; faulty: number }>(sql`
    select sum(rows_good)::int as good, sum(rows_refused)::int as refused, count(*) filter (where rows_refused > 0)::int as faulty
    from filings.filing where state = 'counted'`);
  console.log(
    `                  ${counted.good} rows counted, ${counted.refused} refused in ${counted.faulty} of ${employers} files`,
  );
  const batched = await batchedInserts(database, Math.min(employers, 200));
  await emptyRecords(database);
  const bare = await bareFiling(database, employers, now);
  line('bare, looked at', bare.check);
  line('bare, taken', bare.take);
  const ratio = (check.seconds + take.seconds) / (bare.check + bare.take);
  console.log(`ratio             ${ratio.toFixed(2)} of the bare statements (at most 1.4)`);
  const times = rows / take.seconds / batched;
  console.log(
    `batched inserts   ${Math.round(batched).toLocaleString('en')} rows/s: taken ${times.toFixed(1)} times as fast (at least 8)`,
  );
  console.log(
    `memory            ${Math.max(check.megabytes, take.megabytes)} MB at most, in the worker's process (at most 200)`,
  );
}

async function timed(work: () => Promise<unknown>): Promise<{ seconds: number }> {
  const started = performance.now();
  await work();
  return { seconds: (performance.now() - started) / 1000 };
}

/** In a process of its own, as it is deployed, so that its memory is its own too. */
async function inWorker(url: string): Promise<{ seconds: number; megabytes: number }> {
  const file = fileURLToPath(new URL('filing-worker.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    file,
    url,
    now.toISOString(),
  ]);
  return JSON.parse(stdout) as { seconds: number; megabytes: number };
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
