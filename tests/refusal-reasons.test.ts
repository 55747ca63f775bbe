import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { reasonLines, refusalReasons } from '../src/commands/refusal-reasons.ts';

const root = join(import.meta.dirname, '..');
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

/** Where rows are refused: rules in TypeScript, checks in SQL. */
const sources = [
  'src/members/row-rules.ts',
  'src/members/member-row.ts',
  'src/members/stage-csv.ts',
  'src/members/resolve-memberships.ts',
  ...globSync('src/members/{import,queries}-*.ts', { cwd: root }),
  'src/accounts/import-account-row.ts',
  'src/accounts/queries-import.ts',
  'src/accounts/foreign-hash.ts',
  'src/members/resolve-persons.ts',
  'src/contributions/import-row.ts',
  'src/contributions/queries-import.ts',
  'src/contributions/sql-terms.ts',
  'src/rates/assessment-terms.ts',
  'src/contributions/import-pay-outs.ts',
  'src/contributions/pay-out.ts',
  'src/contributions/queries-pay-outs.ts',
  'src/billing/import-payments.ts',
  'src/billing/queries-import.ts',
];

/** Quoted words with an underscore that name no reason. */
const namesOfOtherThings = new Set([
  ...[...textOf('docs/files.md').matchAll(/^\| \w+ \| `([a-z_,]+)` \|$/gm)].flatMap(([, columns = '']) =>
    columns.split(','),
  ),
  // Of the employers' face, with words of its own.
  'already_ended',
  'employer_report',
  'worker_notice',
  'payment_row',
  'pay_out_row',
  'employer_row',
  'member_row',
  'family_row',
  'national_number',
  'contributions_reported',
  'enable_mergejoin',
  'idle_in_transaction_session_timeout',
  'lock_timeout',
  'random_page_cost',
  'statement_timeout',
  'work_mem',
]);

test('every reason for which a row can be refused has its sentence and its remedy', () => {
  const quoted = new Set(
    sources.flatMap((file) =>
      [...textOf(file).matchAll(/'([a-z]+(?:_[a-z]+)+)'/g)].map(([, word = '']) => word),
    ),
  );
  const reasons = [...quoted].filter((word) => !namesOfOtherThings.has(word));
  assert.deepEqual(reasons.toSorted(), Object.keys(refusalReasons).toSorted());
});

test('[V2.1.2] docs/files.md lists every reason as the command tells it', () => {
  const rows = textOf('docs/files.md')
    .split('\n')
    .filter((line) => /^\| `[a-z_]+` \|/.test(line));
  const told = Object.entries(refusalReasons);
  assert.deepEqual(
    rows,
    told.map(([name, { means, remedy }]) => `| \`${name}\` | ${means} | ${remedy} |`),
  );
});

test('refused rows are counted by reason, the most frequent first', () => {
  const counts = new Map([
    ['wage_zero', 2],
    ['member_number_taken', 69],
  ]);
  assert.deepEqual(reasonLines(counts, String), [
    '  69 × this member number (KPJ) belongs to another person',
    '  2 × the wage is 0',
  ]);
});
