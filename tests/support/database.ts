import { after } from 'node:test';
import { randomBytes } from 'node:crypto';
import { type Database, type DatabaseOptions, openDatabase } from '#platform';
import pg from 'pg';

const template = 'goid_template';

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

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function createTemplate(install: (url: string) => Promise<unknown>): Promise<void> {
  await asAdmin(`create database ${template}`);
  await install(urlOf(template));
}

/** A fresh clone of the migrated template, dropped when the test file ends. */
export async function cloneDatabase(): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const strategy = process.env['TEST_DATABASE_STRATEGY'] ?? 'file_copy';
  await asAdmin(`create database ${name} template ${template} strategy ${strategy}`);
  after(() => asAdmin(`drop database if exists ${name} with (force)`));
  return urlOf(name);
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
  if (serverUrl === adminUrl()) after(() => asAdmin(`drop database if exists ${name} with (force)`));
  return { serverUrl, name, url: url.href };
}
