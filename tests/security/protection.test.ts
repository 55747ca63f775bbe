import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { columnNotes, sql } from '#platform';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const notes = await columnNotes(database.url);
const page = readFileSync(new URL('../../docs/protection.md', import.meta.url), 'utf8');

test('[V14.1.2] the page says for each class how it is stored, carried, shown, logged, kept and destroyed', () => {
  const [head = ''] = page.split('\n').filter((line) => line.startsWith('| |'));
  assert.deepEqual(
    [...head.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    ['secret', 'personal', 'internal'],
  );
  const classes = new Set(notes.map(({ comment }) => comment?.split(':')[0]));
  assert.deepEqual(classes, new Set(['secret', 'personal', 'internal']));
  for (const line of [
    'stored',
    'on the way',
    'shown',
    'read by',
    'in logs',
    'kept',
    'in backups',
    'destroyed',
  ]) {
    const cells =
      page
        .split('\n')
        .find((row) => row.startsWith(`| ${line} |`))
        ?.split('|')
        .slice(2, 5) ?? [];
    assert.ok(cells.length === 3 && cells.every((cell) => cell.trim().length >= 5), line);
  }
});

test('[V14.2.4] no secret is stored in clear, and the console may read none of those that open something', async () => {
  const secrets = notes.filter(({ comment }) => comment?.startsWith('secret: '));
  const text = secrets
    .filter(({ type }) => !type.startsWith('bytea'))
    .map(({ schema, table, column }) => `${schema}.${table}.${column}`);
  const [, listed = ''] = page.split('## Secrets that are text');
  assert.deepEqual(
    text.toSorted(),
    [...listed.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, name = '']) => name).toSorted(),
  );
  const opening = [
    'accounts.password.hash',
    'accounts.authenticator.seed',
    'accounts.recovery_code.code_hash',
    'sso.provider_key.sealed',
  ];
  for (const name of opening) {
    const [schema = '', table = '', column = ''] = name.split('.');
    assert.ok(
      secrets.some((note) => note.schema === schema && note.table === table && note.column === column),
      name,
    );
    const { may } = await database.one<{ may: boolean }>(
      sql`select has_column_privilege('goid_console', ${`${schema}.${table}`}, ${column}, 'select') as may`,
    );
    assert.equal(may, false, name);
  }
});
