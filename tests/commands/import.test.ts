import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { sql } from '#platform';
import { runGoid } from '../support/command.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'goid-import-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const environment = {
  DATABASE_URL: database.url,
  GOID_HOME: folder,
  MASTER_KEYS: `1:${Buffer.alloc(32, 3).toString('base64')}`,
};
const goid = (...words: string[]) => runGoid(words, environment);
const header = 'npp,name,scale,sector,risk_class,labour_intensive,province_code,address,registered_on';
const row = (npp: number, name = 'PT Contoh') => `${npp},${name},small,trade,1,no,32,,2012-01-01`;
const npps = async () =>
  (await database.many<{ npp: string }>(sql`select npp from members.employer order by npp`)).map(
    ({ npp }) => npp,
  );

let written = 0;
function file(content: string | Buffer): string {
  written += 1;
  const path = join(folder, `employers-${written}.csv`);
  writeFileSync(path, content);
  return path;
}

const isOneSentence = (text: string) => text.trim().split('\n').length <= 2 && !text.includes('    at ');

test('a good file is taken, and the same again changes nothing', async () => {
  const path = file(`${header}\n${row(1)}\n${row(2)}\n`);
  const first = await goid('import', 'employers', path);
  assert.deepEqual([first.code, first.fault], [0, ''], 'quiet on standard error in a pipe');
  assert.match(first.output, /^2 rows read\n2 written\n0 already there, unchanged\n0 refused\n$/);
  const second = await goid('import', 'employers', path, '--json');
  assert.equal(second.code, 0);
  const report = JSON.parse(second.output) as Record<string, unknown>;
  assert.deepEqual(
    [report['rowsRead'], report['rowsWritten'], report['rowsUnchanged'], report['rowsRefused']],
    [2, 0, 2, 0],
  );
  assert.ok(!existsSync(`${path}.refused.csv`), 'no refusals, no report');
});

test('CRLF, a byte-order mark and quoted fields are taken', async () => {
  const path = file(
    `\ufeff${header}\r\n11,"PT ""Garis"", Baru\r\nDua",small,trade,1,no,32,"Jl. Satu, No. 2",2012-01-01\r\n`,
  );
  const { code, output } = await goid('import', 'employers', path, '--json');
  assert.equal(code, 0, output);
  assert.ok((await npps()).includes('11'));
});

test('refused rows end with 3 and stand in the report with row, column, value and reason', async () => {
  const report = join(folder, 'laporan.csv');
  const path = file(
    `${header}\n${row(21)}\n22,PT X,huge,trade,1,no,32,,2012-01-01\n=cmd(),PT Y,small,trade,1,no,32,,2012-01-01\n${row(23)}\n`,
  );
  const { code, output } = await goid('import', 'employers', path, '--json', '--report', report);
  assert.equal(code, 3, output);
  assert.equal((JSON.parse(output) as { report: string }).report, report);
  assert.deepEqual((JSON.parse(output) as { reasons: unknown }).reasons, { scale_unknown: 1, npp_wrong: 1 });
  const told = await goid('import', 'employers', path, '--report', report);
  assert.match(told.output, /^ {2}1 × the scale is not known$/m);
  const lines = readFileSync(report, 'utf8').trim().split('\n');
  assert.equal(lines[0], 'row,column,value,reason');
  assert.match(lines[1] ?? '', /^3,scale,huge,/);
  assert.match(lines[2] ?? '', /^4,npp,'=cmd\(\),/, 'a formula is disarmed');
  const found = await npps();
  assert.ok(found.includes('21') && found.includes('23') && !found.includes('22'));
});

const whole = Buffer.from(`${header}\n${row(91)}\n${row(92)}\n`);
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${header}\n${row(93)}\n`, 'utf16le')]);
const unreadable: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ['cut short in a row', whole.subarray(0, -8), /cut short/],
  ['cut short in a quoted field', `${header}\n94,"PT Con`, /cut short|never closed/],
  ['without a header', `${row(95)}\n`, /header/i],
  ['with a column missing', `${header.replace(',scale', '')}\n`, /scale/],
  ['of another kind', 'nik,relation,full_name,birth_date\n', /header/i],
  ['in UTF-16', utf16, /UTF-8|header/i],
  [
    'that is binary',
    Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)),
    /UTF-8|header/i,
  ],
  ['that is a gz archive', gzipSync(whole), /UTF-8|header/i],
  ['that is empty', '', /header|empty/i],
  ['with a line without end', `${header}\n96,"${'x'.repeat(8_000_000)}`, /line|long|closed|cut short/i],
  [
    'with Latin-1 letters',
    Buffer.concat([
      Buffer.from(`${header}\n97,PT Caf`),
      Buffer.from([0xe9]),
      Buffer.from(',small,trade,1,no,32,,2012-01-01\n'),
    ]),
    /UTF-8/,
  ],
];

for (const [what, content, says] of unreadable) {
  test(`a file ${what} is refused whole in one sentence`, async () => {
    const before = await npps();
    const path = file(content);
    const { code, output, fault } = await goid('import', 'employers', path);
    assert.equal(code, 1, output + fault);
    assert.equal(output, '');
    assert.match(fault, says);
    assert.ok(isOneSentence(fault), fault.slice(0, 500));
    assert.ok(fault.length < 1000, `${fault.length} characters`);
    assert.deepEqual(await npps(), before);
  });
}

test('a file that only has its header is taken: nothing to do', async () => {
  const { code, output } = await goid('import', 'employers', file(`${header}\n`), '--json');
  assert.equal(code, 0);
  assert.equal((JSON.parse(output) as { rowsRead: number }).rowsRead, 0);
});

test('a missing file, a folder and wrong words are named', async () => {
  const missing = await goid('import', 'employers', join(folder, 'tidak-ada.csv'));
  assert.equal(missing.code, 1);
  assert.match(missing.fault, /not there/);
  const notAFile = await goid('import', 'employers', folder);
  assert.equal(notAFile.code, 1);
  assert.match(notAFile.fault, /not a file/);
  for (const words of [
    ['import'],
    ['import', 'employers'],
    ['import', 'bills', 'x'],
    ['import', 'employers', 'a', 'b'],
    ['import', 'employers', 'x', '--nonsense'],
  ]) {
    const { code, fault } = await goid(...words);
    assert.equal(code, 2, words.join(' '));
    assert.ok(isOneSentence(fault), fault);
  }
});

test('a report that cannot be written is named and nothing is taken', async () => {
  const before = await npps();
  const path = file(`${header}\n${row(31)}\n32,PT X,huge,trade,1,no,32,,2012-01-01\n`);
  const { code, fault } = await goid(
    'import',
    'employers',
    path,
    '--report',
    join(folder, 'tidak', 'ada.csv'),
  );
  assert.equal(code, 1, fault);
  assert.ok(isOneSentence(fault), fault);
  assert.deepEqual(await npps(), before);
});

test('a file that shrinks while it is read is not taken in part', async () => {
  const before = await npps();
  const path = file(
    `${header}\n${Array.from({ length: 60_000 }, (_, index) => row(100_000 + index)).join('\n')}\n`,
  );
  truncateSync(path, 1_500_003);
  const { code, fault } = await goid('import', 'employers', path);
  assert.equal(code, 1, fault);
  assert.deepEqual(await npps(), before);
});

test('accounts come from a file, too, and no hash of it is told in a report or a sentence', async () => {
  const hash = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
  const path = file(
    `username,email,phone,kpj,nik,password_hash\nsiti,,,99999999999,,${hash}\nbudi,,,99999999998,,rahasia123\n`,
  );
  const { code, output, fault } = await goid('import', 'accounts', path);
  assert.equal(code, 3, fault);
  assert.match(output, /2 rows read\n0 written\n0 already there, unchanged\n2 refused/);
  const report = readFileSync(`${path}.refused.csv`, 'utf8');
  assert.match(report, /2,kpj,,member_number_unknown/);
  assert.match(report, /3,password_hash,,password_hash_unknown/);
  for (const text of [output, report]) assert.doesNotMatch(text, /CCCC|rahasia/);
});
