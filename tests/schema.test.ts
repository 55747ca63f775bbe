import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { columnNotes, describeSchema, migrationFiles, sql } from '#platform';
import { schemaFile } from '../scripts/schema.ts';
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

test('migrations are numbered without gaps', () => {
  assert.deepEqual(
    migrationFiles().map(({ number }) => number),
    migrationFiles().map((_, index) => index + 1),
  );
});

test('every column says how sensitive it is and what it is for', async () => {
  const silent = (await columnNotes(database.url)).filter(
    ({ comment }) => !/^(?:secret|personal|internal): .{3,}/.test(comment ?? ''),
  );
  assert.deepEqual(
    silent.map(({ schema, table, column }) => `${schema}.${table}.${column}`),
    [],
  );
});

test('no face owns a table or may grant', async () => {
  const owned = await database.many(
    sql`select relname from pg_class where pg_get_userbyid(relowner) like 'goid\\_%'`,
  );
  assert.deepEqual(owned, []);
});
