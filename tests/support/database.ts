import { after } from 'node:test';
import { randomBytes } from 'node:crypto';
import { type Database, type DatabaseOptions, openDatabase } from '#platform';
import pg from 'pg';

const template = 'goid_template';
const withDemonstration = 'goid_demonstration';

function adminUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('Tests run by npm test, which starts their database: node scripts/test.ts FILE');
  return url;
}

function urlOf(name: string): string {
  const url = new URL(adminUrl());
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin<Answer>(work: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client({ connectionString: adminUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function createTemplate(install: (url: string) => Promise<unknown>): Promise<void> {
  await asAdmin((client) => client.query(`create database ${template}`));
  await install(urlOf(template));
}

/** A fresh clone of the migrated template, dropped when the test file ends. */
export async function cloneDatabase(original = template): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin((client) => copy(client, original, name));
  after(() => drop(name));
  return urlOf(name);
}

/**
 * Only gives memory back: what stays goes with the server. It never throws, because a hook that fails keeps those after it
 * from closing what holds the process alive.
 */
async function drop(name: string): Promise<void> {
  await asAdmin((client) => client.query(`drop database if exists ${name} with (force)`)).catch(() => {});
}

async function copy(client: pg.Client, original: string, name: string): Promise<void> {
  const strategy = process.env['TEST_DATABASE_STRATEGY'] ?? 'file_copy';
  await client.query(`create database ${name} template ${original} strategy ${strategy}`);
}

/** The same with the demonstration in it, sealed with `testKeys`. The first that asks in a run has it loaded; the others wait. */
export async function cloneDemonstration(load: (url: string) => Promise<unknown>): Promise<string> {
  await asAdmin(async (client) => {
    // The connection's end gives the lock back, whatever happens.
    await client.query("select pg_advisory_lock(hashtext('goid_demonstration'))");
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      withDemonstration,
    ]);
    if (rowCount) return;
    const loading = `${withDemonstration}_${randomBytes(6).toString('hex')}`;
    await copy(client, template, loading);
    await load(urlOf(loading));
    await client.query(`alter database ${loading} rename to ${withDemonstration}`);
  });
  return cloneDatabase(withDemonstration);
}

/** An open database for one test file: `const database = await testDatabase()` at the top of the file. */
export async function testDatabase(
  options: Partial<DatabaseOptions> = {},
): Promise<Database & { readonly url: string }> {
  const url = await cloneDatabase();
  const database = openDatabase({ url, ...options });
  after(() => database.close());
  return { ...database, url };
}

/** A name for a copy that a command makes on this server, dropped when the test file ends. */
export function placeForCopy(serverUrl = adminUrl()): { serverUrl: string; name: string; url: string } {
  const name = `copy_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  if (serverUrl === adminUrl()) after(() => drop(name));
  return { serverUrl, name, url: url.href };
}
