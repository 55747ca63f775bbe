import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const read = <Shape>(file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Shape;

/** Permissive all: they ask for the notice to be kept, and nothing of the program that uses them. */
const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'PostgreSQL',
  'Python-2.0',
]);

type Locked = {
  readonly dev?: boolean;
  readonly license?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
};
const { packages } = read<{ packages: Record<string, Locked> }>('package-lock.json');
const runTime = Object.entries(packages).filter(([place, { dev }]) => place !== '' && !dev);

/** What an installed package says of itself, or the lock of one for another platform. */
function licenceOf(place: string, locked: Locked): string {
  // Its package says nothing, and its LICENSE is the MIT licence.
  if (place === 'node_modules/png-js') return 'MIT';
  const file = `${place}/package.json`;
  const installed = existsSync(join(root, file)) ? read<Locked>(file).license : undefined;
  return installed ?? locked.license ?? 'none';
}

/** `(A OR B)` is ours to choose from; `A AND B` binds to both. */
function isAllowed(licence: string): boolean {
  const parts = licence.replaceAll(/[()]/g, '').split(' OR ');
  return parts.some((part) => part.split(' AND ').every((name) => allowed.has(name.trim())));
}

test('every package that runs with the program has a permissive licence', () => {
  assert.ok(runTime.length > 100, String(runTime.length));
  const faults = runTime
    .map(([place, locked]) => `${place}: ${licenceOf(place, locked)}`)
    .filter((line) => !isAllowed(line.slice(line.indexOf(': ') + 2)));
  assert.deepEqual(faults, []);
  assert.ok(isAllowed('(MIT OR GPL-3.0)') && !isAllowed('MIT AND GPL-3.0') && !isAllowed('none'));
});

test('[V15.1.2] every package is listed with its version and the sum of its content, and comes from the registry', () => {
  const loose = Object.entries(packages)
    .filter(([place]) => place !== '')
    .filter(
      ([, { version, integrity, resolved = 'https:', link }]) =>
        !version || link || !integrity?.startsWith('sha512-') || !resolved.startsWith('https:'),
    );
  assert.deepEqual(loose, []);
  const { dependencies, devDependencies } =
    read<Record<'dependencies' | 'devDependencies', Record<string, string>>>('package.json');
  const ranges = Object.values({ ...dependencies, ...devDependencies }).filter(
    (version) => !/^\d+\.\d+\.\d+/.test(version),
  );
  assert.deepEqual(ranges, []);
});
