import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chapterOf, holdingTests, notOfConcern, requirements, table, titlesIn } from '../scripts/asvs.ts';
import { placesOf } from './support/sources.ts';

const demanded = ['V1', 'V3', 'V6', 'V7', 'V11', 'V12'];

test('no test names a requirement that does not exist', () => {
  const known = new Set(requirements().map(({ id }) => id));
  assert.ok(known.size > 300);
  const unknown = holdingTests().flatMap(({ file, ids }) =>
    ids.filter((id) => !known.has(id)).map((id) => `${file}: ${id}`),
  );
  assert.deepEqual(unknown, []);
});

test('every requirement of these chapters at levels 1 and 2 has a test that names it', () => {
  const open = table()
    .filter(({ id, level }) => demanded.includes(chapterOf(id)) && level !== 'L3')
    .filter(({ tests }) => tests.length === 0)
    .map(({ id, requirement }) => `${id} ${requirement}`);
  assert.deepEqual(open, []);
});

test('what is not of concern yet, or open, is so', () => {
  assert.deepEqual(placesOf(/parseBody\(|\.formData\(|site: 'employer', *pages/), []);
  const page = readFileSync(join(import.meta.dirname, '../docs/asvs.md'), 'utf8');
  const [, section = ''] = /## Open at levels 1 and 2([\s\S]*?)\n## /.exec(page) ?? [];
  const told = [...section.matchAll(/\bV\d+\.\d+\.\d+/g)].map(([id]) => id);
  const chapters = ['V2', 'V5', 'V8', 'V13', 'V14', 'V15', 'V16'];
  const absent = notOfConcern();
  const open = table()
    .filter(
      ({ id, level, tests }) => chapters.includes(chapterOf(id)) && level !== 'L3' && tests.length === 0,
    )
    .map(({ id }) => id);
  assert.deepEqual(
    open.filter((id) => !absent.has(id)),
    told,
  );
  for (const id of absent.keys()) assert.ok(open.includes(id), id);
});

test('only a title at the head of a test that runs counts', () => {
  const source = [
    `test('[V1.1.1] plain', () => {});`,
    `  test(\n    \`[V1.1.2 V1.2.1] of \${name} it\\'s\`,\n    async () => {});`,
    `test.skip('[V3.2.1] not run', () => {});`,
    `// test('[V3.2.2] a remark', () => {});`,
    `assert.ok(pattern.test('[V3.3.1] no test'));`,
    `test('says [V3.3.2] later', () => {});`,
  ].join('\n');
  assert.deepEqual(
    titlesIn(source, 'x').map(({ ids, title }) => [ids.join(' '), title]),
    [
      ['V1.1.1', 'plain'],
      ['V1.1.2 V1.2.1', "of ${name} it\\'s"],
    ],
  );
});
