import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { jobsWith } from '../src/commands/jobs.ts';

const sources = globSync('src/**/*.ts')
  .filter((file) => !file.endsWith('.test.ts') && file !== 'src/platform/jobs.ts')
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

/** `export const signOutTask = 'accounts.sign_out'`: names of tasks that a room gives a name to. */
const named = new Map(
  sources.flatMap(({ text }) =>
    [...text.matchAll(/const (\w+Task) = '([\w.]+)'/g)].map(
      ([, name = '', task = '']) => [name, task] as const,
    ),
  ),
);
/** Each addJob( in the sources with its second argument, the name of the task. */
const calls = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/\baddJob\(\s*[^,()]+,\s*([^,]+?)\s*,/g)].map(([, name = '']) => ({ file, name })),
);
// Only their names are read here; nothing runs.
const jobs = jobsWith({} as Parameters<typeof jobsWith>[0]);

test('every job that is queued has a handler', () => {
  const known = new Set(jobs.map(({ name }) => name));
  assert.ok(calls.length > 0);
  for (const { file, name } of calls) {
    const task = /^'([\w.]+)'$/.exec(name)?.[1] ?? named.get(name);
    assert.ok(task, `${file}: the name of the task ${name} is not to be seen`);
    assert.ok(known.has(task), `${file}: nobody handles ${task}`);
  }
});

test('no call of addJob escapes this test', () => {
  const mentions = sources.flatMap(({ text }) => [...text.matchAll(/\baddJob\(/g)]);
  assert.equal(mentions.length, calls.length);
});

test('no two jobs share a name', () => {
  assert.equal(new Set(jobs.map(({ name }) => name)).size, jobs.length);
});
