import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkPassword, followsPasswordRule } from '#accounts';
import { readConfig } from '#platform';
import { dictionary } from '@zxcvbn-ts/language-common';
import fc from 'fast-check';
import { isBreached } from './breached-passwords.ts';

const config = readConfig({});
const siti = [
  'Go ID',
  'Siti Rahayu',
  'siti.rahayu@contoh.id',
  '+6281200000001',
  '17081990',
  '19900817',
  '21061234567',
];

const cases: readonly (readonly [password: string, faults: string])[] = [
  ['Sawah-Hijau-Pagi-7', ''],
  ['kucing tangga biola senja', ''],
  ['Tr0ubad0ur&9xQ', ''],
  ['pendek', 'rule guessable'],
  ['Aa1!Aa1!Aa1!', 'guessable'],
  ['aaaaaaaaaaaaaaaaaa', 'guessable'],
  ['qwertyuiop123456', 'guessable'],
  ['Rahasia12345!', 'guessable'],
  ['Jakarta2026!!', 'guessable'],
  ['indonesiaraya1945', 'guessable'],
  ['jaminanharitua2026', 'guessable'],
  ['Bpjs-Jamsostek-1', 'guessable'],
  ['BPJSKetenagakerjaan1', 'guessable'],
  ['GoID-Peserta-2026', 'guessable'],
  ['Siti-Rahayu-1990!', 'personal'],
  ['sitirahayu081200', 'personal'],
  ['Rahayu17081990!x', 'personal'],
  ['x'.repeat(257), 'long'],
];

test('[V6.1.2 V6.2.4 V6.2.5 V6.2.11] each password is judged as the table says', async () => {
  for (const [password, faults] of cases) {
    const verdict = await checkPassword(config, password, siti);
    const expected = faults === '' ? [] : faults.split(' ');
    if (faults === '') assert.deepEqual(verdict.faults, [], password);
    else
      for (const fault of expected)
        assert.ok(verdict.faults.includes(fault as never), `${password}: ${verdict.faults.join()}`);
  }
});

test('[V6.2.4] of fifty thousand common passwords none can be chosen', async () => {
  const common = (dictionary['passwords-common'] as readonly unknown[]).map(String);
  assert.ok(common.length > 3000);
  const long = common.filter((word) => followsPasswordRule(config, word));
  assert.ok(long.length > 20, `${long.length} are long enough`);
  for (const word of long) assert.ok((await checkPassword(config, word, [])).faults.length > 0, word);
});

test('a word of one’s own among many others does not make a password personal', async () => {
  assert.deepEqual((await checkPassword(config, 'siti dan gajah terbang ke bulan', siti)).faults, []);
});

const lines = readFileSync(join(import.meta.dirname, '../../data/breached-passwords.txt'), 'utf8')
  .trim()
  .split('\n');

test('[V6.2.12] the list that comes along is sorted, unique and real', async () => {
  assert.deepEqual(lines, [...new Set(lines)].toSorted());
  assert.ok(lines.length > 1000 && lines.every((line) => /^[0-9A-F]{40}$/.test(line)));
  assert.ok(await isBreached({ BREACHED_PASSWORDS_FILE: '' }, 'qwertyuiop'));
  assert.equal(await isBreached({ BREACHED_PASSWORDS_FILE: '' }, 'kucing tangga biola senja'), false);
  assert.ok((await checkPassword(config, '123qweasdzxc', [])).faults.includes('breached'));
});

const folder = mkdtempSync(join(tmpdir(), 'goid-breached-'));
after(() => rmSync(folder, { recursive: true }));

test('[V6.2.12] the operator’s list is searched to its first and last line, with counts or without, whatever its size', async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 60 }),
      fc.boolean(),
      fc.boolean(),
      async (words, counted, fed) => {
        const digests = words.map((word) =>
          createHash('sha1').update(word.normalize('NFC')).digest('hex').toUpperCase(),
        );
        const rows = [...new Set(digests)]
          .toSorted()
          .map((digest, index) => (counted ? `${digest}:${index * 977}` : digest));
        round += 1;
        const file = join(folder, `${round}.txt`);
        writeFileSync(file, rows.join('\n') + (fed ? '\n' : ''));
        for (const word of words) assert.ok(await isBreached({ BREACHED_PASSWORDS_FILE: file }, word), word);
        assert.equal(await isBreached({ BREACHED_PASSWORDS_FILE: file }, 'kucing tangga biola senja'), false);
      },
    ),
    { numRuns: 30 },
  );
});

test('a list that cannot be read is an error, not an answer', async () => {
  await assert.rejects(isBreached({ BREACHED_PASSWORDS_FILE: join(folder, 'none') }, 'x'));
});
