/**
 * Runs the checks and the tests: everything without arguments, else the named test files only.
 *   npm test                      all checks, then all tests
 *   node scripts/test.ts FILE…    these files, with their database
 *   npm run drills                the long drills
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { globalSetup, globalTeardown } from '../tests/support/global-setup.ts';

const args = process.argv.slice(2);
const drills = args.includes('--drills');
const files = args.filter((argument) => !argument.startsWith('--'));
// Each test file is a process, and many start the program: what Node makes of the sources is made once.
const compileCache = join(import.meta.dirname, '../node_modules/.cache/goid');
const bin = (name: string) => `node_modules/.bin/${name}`;

function step(title: string, command: string, options: readonly string[]): void {
  const started = Date.now();
  const { status } = spawnSync(command, options, {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env, NODE_ENV: 'test' },
  });
  if (status !== 0) {
    console.error(`\n${title}: failed`);
    process.exit(status ?? 1);
  }
  console.log(`${title}: ok (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

if (!drills && files.length === 0) {
  step('types', bin('tsc'), ['--noEmit']);
  step('lint', bin('oxlint'), ['--type-aware', '--deny-warnings']);
  step('format', bin('oxfmt'), ['--check']);
  step('dead code', bin('knip'), []);
  // What only tests use is dead too.
  step('code only for tests', bin('knip'), ['--production']);
}
const chosen =
  files.length > 0
    ? files
    : drills
      ? globSync('tests/drills/*.drill.ts')
      : globSync('{src,tests,bench,scripts}/**/*.test.ts');

/** What takes longest begins first, so that at the end no core waits for one file: by name, the first that fits. */
const longFirst = [
  /enumeration/,
  /^tests\/(?:journeys|commands|drills)\//,
  /^tests\//,
  /contributions|billing|filings/,
];
const rank = (file: string) => {
  const found = longFirst.findIndex((pattern) => pattern.test(file));
  return found < 0 ? longFirst.length : found;
};

process.env['NODE_ENV'] = 'test';
process.env['NODE_COMPILE_CACHE'] ??= compileCache;
const limitSeconds = drills ? 3600 : 600;
process.env['TEST_FILE_SECONDS'] ??= String(limitSeconds);
await globalSetup();
const stream = run({
  files: chosen
    .sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))
    .map((file) => resolve(file)),
  concurrency: drills ? 1 : 3,
  timeout: limitSeconds * 1000,
  execArgv: [
    '--disable-warning=ExperimentalWarning',
    '--import',
    join(import.meta.dirname, '../tests/support/time-limit.ts'),
  ],
});
stream.on('test:fail', () => {
  process.exitCode = 1;
});
await pipeline(stream, new spec(), process.stdout, { end: false });
await globalTeardown();
if (process.exitCode === 1) console.error('\ntests: failed');
// A process that a failed test left behind may still hold a pipe of ours, and must not keep who waits for the result.
process.exit();
