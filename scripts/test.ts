/**
 * Runs the checks and the tests: everything without arguments, else the named test files only.
 *   npm test                      all checks, then all tests
 *   node scripts/test.ts FILE…    these files, with their database
 *   npm run drills                the long drills
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

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
  if (title !== 'tests') console.log(`${title}: ok (${((Date.now() - started) / 1000).toFixed(1)} s)`);
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
step('tests', process.execPath, [
  '--disable-warning=ExperimentalWarning',
  '--test',
  '--test-global-setup=tests/support/global-setup.ts',
  // A file that failed half-way may leave a listener open; the run must end all the same.
  `--test-timeout=${drills ? 3_600_000 : 300_000}`,
  `--test-concurrency=${drills ? 1 : 3}`,
  ...chosen.sort(),
]);
