import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { jobs } from '#worker';

const sources = globSync('src/**/*.ts').filter(
  (file) => !file.endsWith('.test.ts') && file !== 'src/platform/jobs.ts',
);
/** Each addJob( in the sources with its second argument, the name of the task. */
const calls = sources.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/\baddJob\(\s*[^,()]+,\s*([^,]+?)\s*,/g)].map(([, name = '']) => ({
    file,
    name,
  })),
);

test('every job that is queued has a handler', () => {
  const known = new Set(jobs.map(({ name }) => name));
  assert.ok(calls.length > 0);
  for (const { file, name } of calls) {
    assert.match(name, /^'[a-z_]+'$/, `${file}: the task's name is a plain text`);
    assert.ok(known.has(name.slice(1, -1)), `${file}: nobody handles ${name}`);
  }
});

test('no call of addJob escapes this test', () => {
  const mentions = sources.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\baddJob\(/g)]);
  assert.equal(mentions.length, calls.length);
});

test('no two jobs share a name', () => {
  assert.equal(new Set(jobs.map(({ name }) => name)).size, jobs.length);
});
