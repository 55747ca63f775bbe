import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ended, runLines } from '../support/command.ts';

const proved = [
  '--month 2026-03 --wage 7500000 --class 3 --province 11',
  '--month 2022-05 --wage 7500000 --class 3',
  '--month 2026-03 --wage 4000000 --segment JAKON',
  '--month 2024-05 --contract 750000000 --json',
  '--package 24-months --taken-on 2025-05-01',
] as const;

// what is typed, code, what is said
const refused = [
  ['--month 2027-03 --wage 7500000 --class 3', 1, /^Not assessed \(ceiling_not_known\): /],
  ['--month 2024-05 --wage 5000000 --segment BPU', 1, /^Not assessed \(band_not_known\): /],
  ['--package before --taken-on 2023-02-21', 1, /^Not assessed \(package_uncertain\): /],
  ['--month 2020-09 --contract 1000000', 1, /^Not assessed \(discount_uncertain\): /],
  ['--month 2027-3 --wage 7500000 --class 3', 2, /^--month takes a month/],
  ['--month 2026-03 --wage 7.500.000 --class 3', 2, /^--wage takes whole rupiah/],
  ['--month 2026-03 --wage 7500000', 2, /^Say also --class\./],
  ['--json', 2, /^Say also --month, --wage and --class\./],
  ['--segment BPU --wage 1000000', 2, /^Say also --month\./],
  ['--package before', 2, /^Say also --taken-on\./],
] as const;

const lines: readonly string[] = [...proved, ...refused.map(([line]) => line)];
const all = await runLines(
  lines.map((line) => ['assess', ...line.split(' ')]),
  {},
);
const assess = (line: string): Ended => all[lines.indexOf(line)] ?? assert.fail(line);

test('a wage is proved share by share with its law, its due day and the minimum wage', () => {
  const { code, output } = assess('--month 2026-03 --wage 7500000 --class 3 --province 11');
  assert.equal(code, 0);
  assert.match(output, /^JHT +277,500 +150,000 +427,500 {2}PP 46\/2015 jo\. PP 60\/2015 \(verified\)$/m);
  assert.match(output, /^total +741,750$/m);
  assert.match(output, /^Set aside for JKP, not billed: 7,000 of JKK, 0 of JKM; 11,000 from the state\.$/m);
  assert.match(output, /^Due on 2026-04-15; late costs 2 % a month\.$/m);
  assert.match(output, /^The wage is not under the minimum wage, 3,932,552 \(.*contoh\)\.$/m);
});

test('a due day that is taken over from wage earners says so, and no penalty is told', () => {
  const { output } = assess('--month 2026-03 --wage 4000000 --segment JAKON');
  assert.match(
    output,
    /^Due on 2026-04-15, taken to be as for wage earners \(uncertain: .*\); no penalty is counted/m,
  );
});

test('a derived figure says so', () => {
  const { output } = assess('--month 2022-05 --wage 7500000 --class 3');
  assert.match(output, /^JP .*\(derived\)$/m);
});

test('a project and a package are proved too, and all as JSON', () => {
  const project = assess('--month 2024-05 --contract 750000000 --json');
  assert.deepEqual(JSON.parse(project.output).total, 1_375_000);
  const bought = assess('--package 24-months --taken-on 2025-05-01');
  assert.match(bought.output, /^total +332,500$/m);
});

for (const [line, code, said] of refused) {
  test(`assess ${line} ends with ${code} and one sentence`, () => {
    const ended = assess(line);
    assert.equal(ended.code, code);
    assert.equal(ended.output, '');
    assert.match(ended.fault, said);
    assert.equal(ended.fault.trim().split('\n').length, 1);
  });
}
