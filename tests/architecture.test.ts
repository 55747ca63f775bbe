import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

/** Which room may import which, besides kernel and platform. Every entry points up the list, so there is no cycle. */
const mayImport: Record<string, readonly string[]> = {
  kernel: [],
  platform: [],
  rates: [],
  activity: [],
  throttle: [],
  ledger: [],
  generate: ['rates'],
  cases: ['activity', 'throttle'],
  operations: ['activity'],
  evidence: ['activity'],
  notifications: ['throttle'],
  members: ['activity', 'throttle', 'evidence'],
  accounts: ['members', 'cases', 'activity', 'throttle', 'notifications'],
  contributions: ['rates', 'ledger', 'members', 'accounts', 'cases', 'activity', 'notifications'],
  filings: ['rates', 'members', 'contributions', 'accounts', 'activity', 'notifications'],
  billing: ['rates', 'ledger', 'members', 'contributions', 'accounts', 'activity', 'notifications'],
  benefits: [
    'rates',
    'ledger',
    'members',
    'contributions',
    'accounts',
    'cases',
    'evidence',
    'activity',
    'notifications',
  ],
  statements: ['ledger', 'members', 'accounts', 'contributions', 'activity', 'throttle'],
  support: [
    'accounts',
    'members',
    'contributions',
    'cases',
    'evidence',
    'activity',
    'throttle',
    'notifications',
  ],
  sso: ['accounts', 'members', 'activity', 'throttle', 'notifications'],
  privacy: ['*'],
  worker: ['*'],
  'web/layout': [],
  'web/session': ['web/layout', 'accounts'],
  'web/inbox': ['web/layout', 'notifications', 'billing'],
  'web/signin': ['web/layout', 'accounts', 'members', 'sso'],
  'web/security': ['web/layout', 'accounts', 'members', 'sso', 'cases', 'activity'],
  'web/portal': [
    'web/layout',
    'web/session',
    'members',
    'accounts',
    'contributions',
    'billing',
    'benefits',
    'cases',
    'evidence',
    'statements',
    'privacy',
    'activity',
    'notifications',
  ],
  'web/employer': ['web/layout', 'web/session', 'members', 'accounts', 'contributions', 'filings', 'billing'],
  'web/console': ['web/layout', 'web/session', '*'],
  'web/public': [
    'web/layout',
    'operations',
    'notifications',
    'activity',
    'contributions',
    'statements',
    'cases',
  ],
  'web/api': ['sso', 'members', 'contributions', 'benefits', 'activity'],
  commands: ['*', 'web/*'],
};

/** Libraries that one room alone may reach for. */
const onlyHere: Record<string, readonly string[]> = {
  'oidc-provider': ['sso'],
  'openid-client': ['web/session'],
  nodemailer: ['notifications'],
  smpp: ['notifications', 'web/inbox'],
  'smtp-server': ['web/inbox'],
  '@node-rs/argon2': ['accounts'],
  '@node-rs/bcrypt': ['accounts'],
  'graphile-worker': ['worker', 'commands'],
  pdfkit: ['platform'],
  '@hono/node-server': ['platform', 'sso'],
};

const root = join(import.meta.dirname, '..');
const sources = globSync('src/**/*.ts', { cwd: root }).filter(
  (file) => !file.endsWith('.test.ts') && !file.endsWith('.d.ts'),
);

function roomOf(file: string): string {
  const parts = file.split('/');
  if (parts[1] === 'main.ts') return 'commands';
  return parts[1] === 'web' ? `web/${parts[2]}` : (parts[1] ?? '');
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
}

/** The files beside it that have to run first; a type is gone by then. */
function filesNeededBy(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const imports = text.matchAll(/^(?:import|export)(?!\s+type\b)[^;']*?'(\.[^']+)'/gm);
  return [...imports].map(([, target = '']) => relative(root, join(root, dirname(file), target)));
}

function isAllowed(room: string, target: string): boolean {
  if (target === 'kernel' || target === room) return true;
  if (target === 'platform') return room !== 'kernel';
  const list = mayImport[room] ?? [];
  return (
    list.includes(target) ||
    (list.includes('*') && !target.startsWith('web/')) ||
    (list.includes('web/*') && target.startsWith('web/'))
  );
}

test('every room imports only what the table allows', () => {
  const faults: string[] = [];
  for (const file of sources) {
    const room = roomOf(file);
    assert.ok(mayImport[room], `${file}: room ${room} is not in the table`);
    for (const target of importsOf(file)
      .filter((name) => name.startsWith('#'))
      .map((name) => name.slice(1))) {
      if (!isAllowed(room, target)) faults.push(`${file} imports ${target}`);
    }
  }
  assert.deepEqual(faults, []);
});

test('nobody reaches past the door of another room', () => {
  const faults: string[] = [];
  for (const file of sources) {
    for (const target of importsOf(file).filter((name) => name.startsWith('.'))) {
      const resolved = relative(root, join(root, dirname(file), target));
      const shared =
        resolved.startsWith('locales/') || resolved.startsWith('rates/') || resolved === 'package.json';
      if (!shared && roomOf(resolved) !== roomOf(file)) faults.push(`${file} imports ${target}`);
    }
  }
  assert.deepEqual(faults, []);
});

test('no file needs itself, by way of the files it imports', () => {
  const needed = new Map(sources.map((file) => [file, filesNeededBy(file)]));
  const done = new Set<string>();
  const circleFrom = (file: string, way: readonly string[]): string[] => {
    if (way.includes(file)) return [[...way.slice(way.indexOf(file)), file].join(' → ')];
    if (done.has(file)) return [];
    const circles = (needed.get(file) ?? []).flatMap((next) => circleFrom(next, [...way, file]));
    done.add(file);
    return circles;
  };
  assert.deepEqual(
    sources.flatMap((file) => circleFrom(file, [])),
    [],
  );
});

test('a library that belongs to one room is not used elsewhere', () => {
  const faults: string[] = [];
  for (const file of sources) {
    for (const name of importsOf(file)) {
      const library = Object.keys(onlyHere).find((known) => name === known || name.startsWith(`${known}/`));
      if (library && !onlyHere[library]?.includes(roomOf(file))) faults.push(`${file} imports ${name}`);
    }
  }
  assert.deepEqual(faults, []);
});

test('a door only re-exports, and every address in package.json leads to one', () => {
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    imports: Record<string, string>;
  };
  for (const [name, target] of Object.entries(imports)) {
    assert.equal(target, `./src/${name.slice(1)}/index.ts`);
    assert.ok(existsSync(join(root, target)), `${name} leads nowhere`);
    const logic = readFileSync(join(root, target), 'utf8')
      .split('\n')
      .filter((line) => /^(?:export )?(?:async )?(?:function|const|let|class)\b/.test(line));
    assert.deepEqual(logic, [], `${target} holds logic`);
  }
});

test("[V1.2.4] a room's SQL stands in its queries files and names only its own schema", () => {
  const rooms = Object.keys(mayImport).filter(
    (room) => !room.startsWith('web/') && !['kernel', 'commands'].includes(room),
  );
  const faults: string[] = [];
  for (const file of sources) {
    const room = roomOf(file);
    const text = readFileSync(join(root, file), 'utf8');
    if (/\bsql`/.test(text) && room !== 'platform' && !/queries(?:-[\w-]+)?\.ts$/.test(file))
      faults.push(`${file} holds SQL outside queries.ts`);
    if (!/\bsql`/.test(text)) continue;
    for (const [, schema = ''] of text.matchAll(
      /\b(?:from|join|into|update|delete from|truncate)\s+([a-z_]+)\.[a-z_]+/g,
    )) {
      if (rooms.includes(schema) && schema !== room) faults.push(`${file} names the schema ${schema}`);
    }
  }
  assert.deepEqual(faults, []);
});

test('nobody imports main, the worker or the commands', () => {
  const faults = sources.filter(
    (file) =>
      roomOf(file) !== 'commands' &&
      importsOf(file).some(
        (name) => name === '#worker' || name.includes('/commands/') || name.includes('main.ts'),
      ),
  );
  assert.deepEqual(
    faults.filter((file) => roomOf(file) !== 'worker'),
    [],
  );
});
