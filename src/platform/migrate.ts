import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { grantQueueRights } from './queue.ts';

/** A migration that cannot be applied, said in one sentence for the operator. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

type MigrationFile = { readonly number: number; readonly name: string; readonly text: string };

const folder = new URL('../../migrations/', import.meta.url);
const oldestServer = 15;

export function migrationFiles(): MigrationFile[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort()
    .map((name) => ({
      number: Number(name.slice(0, 4)),
      name,
      text: readFileSync(new URL(name, folder), 'utf8'),
    }));
}

/**
 * Brings the database to the newest schema: numbered files, forward only, each in its own transaction with its
 * number recorded first. An advisory lock lets several processes start at once. Returns the names applied.
 * `restoringTo`: to this number and no further, in a database that a backup is being brought back into.
 */
export async function migrate(url: string, restoringTo?: number): Promise<string[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'goid migrate',
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    await refuseOldServer(client);
    if (restoringTo === undefined) await refuseHalf(client);
    await client.query('select pg_advisory_lock(4711)');
    // The instants here are the database's own, for the operator to read; nothing is decided by them.
    await client.query(`create schema if not exists platform;
      create table if not exists platform.migration (number int primary key, name text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ number: number }>('select number from platform.migration');
    const done = new Set(rows.map((row) => row.number));
    const files = migrationFiles().filter(({ number }) => number <= (restoringTo ?? number));
    refuseNewerSchema(done, files);
    const applied: string[] = [];
    for (const file of files.filter(({ number }) => !done.has(number))) {
      await applyMigration(client, file);
      applied.push(file.name);
    }
    await grantQueueRights(client);
    return applied;
  } finally {
    await client.end();
  }
}

/** Which schema the database has, which one this program needs, and what time it is there; seen as `role` when given. */
export async function schemaState(
  url: string,
  role?: string,
): Promise<{ present: number; needed: number; now: Date }> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    ...(role ? { options: `-c role=${role}` } : {}),
  });
  await client.connect();
  try {
    await refuseHalf(client);
    const { rows: tables } = await client.query(
      "select 1 from pg_tables where schemaname = 'platform' and tablename = 'migration'",
    );
    const newest = 'select coalesce(max(number), 0)::int as present from platform.migration';
    const present =
      tables.length === 0 ? 0 : ((await client.query<{ present: number }>(newest)).rows[0]?.present ?? 0);
    const { rows: clock } = await client.query<{ now: Date }>('select clock_timestamp() as now');
    return { present, needed: migrationFiles().length, now: clock[0]?.now ?? new Date(0) };
  } finally {
    await client.end();
  }
}

/** Stands in a database from before the first row that a restore brings until the last one is there. */
export const restoringMark = 'goid_restoring';

async function refuseHalf(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ half: boolean }>(
    `select to_regnamespace('${restoringMark}') is not null as half`,
  );
  if (rows[0]?.half)
    throw new MigrationError(
      'A backup is being brought back into this database, or that was broken off, so that what is in it is not whole. Run ./goid restore again; it begins anew.',
    );
}

/** Throws MigrationError when a restore into the database did not come to its end. */
export async function refuseHalfRestored(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await refuseHalf(client);
  } finally {
    await client.end();
  }
}

/** Throws MigrationError when the server is older than what the program is tested with. */
export async function refuseOldDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await refuseOldServer(client);
  } finally {
    await client.end();
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version_num') as version",
  );
  const major = Math.floor(Number(rows[0]?.version) / 10_000);
  if (major < oldestServer) {
    throw new MigrationError(
      `The database is PostgreSQL ${major}; Go ID needs ${oldestServer} or newer. Upgrade it, or take DATABASE_URL away to use the embedded one.`,
    );
  }
}

function refuseNewerSchema(done: ReadonlySet<number>, files: readonly MigrationFile[]): void {
  const newest = Math.max(0, ...files.map(({ number }) => number));
  const ahead = Math.max(0, ...done);
  if (ahead > newest) {
    throw new MigrationError(
      `The database was last used by a newer Go ID (schema ${ahead}; this program knows ${newest}). Start the newer program, or restore a backup.`,
    );
  }
}

/**
 * While a migration waits for a table, everybody who comes after it waits too: it gives up soon, lets them through, and
 * tries again.
 */
const lockTimeoutMs = 2000;
const mostTries = 15;
const lockNotAvailable = '55P03';

/** @internal */
export async function applyMigration(client: pg.Client, file: MigrationFile): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await applyOnce(client, file);
      return;
    } catch (error) {
      if ((error as { code?: string }).code === lockNotAvailable && tries < mostTries) {
        await sleep(lockTimeoutMs);
        continue;
      }
      throw new MigrationError(`Migration ${file.name} failed and was undone: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
}

async function applyOnce(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
    await client.query('insert into platform.migration (number, name) values ($1, $2)', [
      file.number,
      file.name,
    ]);
    await client.query(file.text);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
