import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import pg from 'pg';
import { columnNotes, describeSchema, migrationFiles, sql } from '#platform';
import { schemaFile } from '../scripts/schema.ts';
import { schemaLines, schemaLinesIn, tablesIn } from '../src/commands/backup-contents.ts';
import { testDatabase } from './support/database.ts';

const database = await testDatabase();

test('the committed schema is what the migrations make (npm run schema writes it)', async () => {
  const made = (await describeSchema(database.url)).split('\n');
  const committed = new Set(readFileSync(schemaFile, 'utf8').split('\n'));
  assert.deepEqual(
    made.filter((line) => !committed.has(line)),
    [],
  );
  assert.equal(made.length, readFileSync(schemaFile, 'utf8').split('\n').length);
});

test('a backup reads the schema in the snapshot of its rows: what comes after is in neither', async () => {
  const changed = await testDatabase();
  const client = new pg.Client({ connectionString: changed.url });
  await client.connect();
  await client.query('begin transaction isolation level repeatable read, read only');
  const tables = await tablesIn(client);
  await changed.run(sql`create table billing.later (one int)`);
  const lines = await schemaLinesIn(client);
  assert.equal(lines.filter((line) => line.includes('billing.later')).length, 0);
  assert.deepEqual(await tablesIn(client), tables, 'names are written as before');
  await client.end();
  assert.ok((await schemaLines(changed.url)).some((line) => line.includes('billing.later')));
});

test('migrations are numbered without gaps', () => {
  assert.deepEqual(
    migrationFiles().map(({ number }) => number),
    migrationFiles().map((_, index) => index + 1),
  );
});

test('[V14.1.1] every column says how sensitive it is and what it is for', async () => {
  const silent = (await columnNotes(database.url)).filter(
    ({ comment }) => !/^(?:secret|personal|internal): .{3,}/.test(comment ?? ''),
  );
  assert.deepEqual(
    silent.map(({ schema, table, column }) => `${schema}.${table}.${column}`),
    [],
  );
});

test('[V6.3.2 V13.2.3] a fresh database holds nobody: no account, no password, no service, no key', async () => {
  const held = await database.one<Record<string, number>>(sql`
    select (select count(*)::int from accounts.account) as accounts,
      (select count(*)::int from accounts.password) as passwords,
      (select count(*)::int from sso.client) as clients,
      (select count(*)::int from sso.provider_key) as keys`);
  assert.deepEqual(held, { accounts: 0, passwords: 0, clients: 0, keys: 0 });
});

test('[V6.4.2] no column keeps a hint for a password or a secret question', async () => {
  const kept = (await columnNotes(database.url)).filter(
    ({ column, comment }) =>
      /hint|question|maiden/.test(column) || /secret question|reminder of/.test(comment ?? ''),
  );
  assert.deepEqual(kept, []);
});

test('no face owns a table or may grant', async () => {
  const owned = await database.many(
    sql`select relname from pg_class where pg_get_userbyid(relowner) like 'goid\\_%'`,
  );
  assert.deepEqual(owned, []);
});
