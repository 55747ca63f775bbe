import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import {
  benefitsFile,
  benefitsPage,
  copySchema,
  copySchemaFile,
  journeysFile,
  journeysPage,
  regenerated,
} from '../scripts/docs.ts';
import { addressRules, fieldsFile, fieldsInPages, fieldsPage } from '../scripts/docs-fields.ts';
import { fieldRules, fieldRulesByStart } from '../src/platform/field-rules.ts';
import { assessmentPage, assessmentFile } from '../scripts/docs-assessment.ts';

const root = join(import.meta.dirname, '..');

test('[V2.1.3] the generated parts of docs/operations.md are up to date (npm run docs writes them)', () => {
  const text = readFileSync(join(root, 'docs/operations.md'), 'utf8');
  assert.equal(regenerated(text), text);
});

test('the journeys are drawn from the tables as they are (npm run docs)', () => {
  assert.equal(journeysPage(), readFileSync(journeysFile, 'utf8'));
});

test('the tables of benefits are made from the law and the calculation as they are (npm run docs)', () => {
  assert.equal(benefitsPage(), readFileSync(benefitsFile, 'utf8'));
});

test('the tables of assessment are drawn from rates/ as they are (npm run docs)', () => {
  const text = readFileSync(assessmentFile, 'utf8');
  assert.equal(assessmentPage(text), text);
});

test('the shape of a copy of data is the one that the program makes (npm run docs)', () => {
  assert.equal(copySchema(), readFileSync(copySchemaFile, 'utf8'));
});

test('[V2.1.1] every field of a form and every name in an address has its rule on record (npm run docs)', () => {
  const { sent, inAddress } = fieldsInPages();
  const known = new Set([...Object.keys(fieldRules), ...Object.keys(fieldRulesByStart)]);
  // The answers at the desk, the kinds of alerts and an employer's columns are read by lists.
  const byLists = ['answer0', 'answer1', 'answer2', 'column-', 'late', 'missed', 'posted'];
  const read = new Set([...sent.keys(), ...byLists]);
  const without = (names: Iterable<string>, those: ReadonlySet<string>) =>
    Array.from(names).filter((name) => !those.has(name));
  assert.deepEqual(without(sent.keys(), known), [], 'fields of pages without a rule in field-rules.ts');
  assert.deepEqual(without(known, read), [], 'rules of fields that no page has');
  assert.deepEqual(
    Array.from(inAddress.keys()).toSorted(),
    Object.keys(addressRules).toSorted(),
    'scripts/docs-fields.ts lists what pages read in an address',
  );
  assert.equal(fieldsPage(), readFileSync(fieldsFile, 'utf8'));
});

test('every link in the documents leads somewhere', () => {
  const pages = [
    'README.md',
    'STYLE.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    ...globSync('docs/**/*.md', { cwd: root }),
  ];
  for (const page of pages) {
    const text = readFileSync(join(root, page), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (!target.startsWith('http'))
        assert.ok(existsSync(join(root, dirname(page), target)), `${page} links to ${target}`);
    }
  }
});

test('every line of the threat model names a test that is there', () => {
  const text = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| who |'));
  assert.ok(rows.length >= 13);
  for (const row of rows) {
    const files = [...(row.split('|')[4] ?? '').matchAll(/[\w/-]+\.test\.ts/g)].map(([file]) => file);
    assert.ok(files.length > 0, row);
    for (const file of files) assert.ok(existsSync(join(root, file)), file);
  }
});

test('every script that the documents name is in package.json', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const page of ['README.md', 'CONTRIBUTING.md', 'docs/operations.md'])
    for (const [, name = ''] of readFileSync(join(root, page), 'utf8').matchAll(/npm run ([\w-]+)/g))
      assert.ok(scripts[name], `${page}: npm run ${name}`);
});

test('every dependency has its line of why', () => {
  const reasons = readFileSync(join(root, 'docs/decisions/0003-dependencies.md'), 'utf8');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  assert.ok(Object.keys(dependencies).length <= 35);
  for (const name of Object.keys(dependencies)) assert.ok(reasons.includes(name), name);
});
