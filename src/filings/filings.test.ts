import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  badRowsCsv,
  chooseTwo,
  clerksOf,
  forgetOldFilings,
  needsAnother,
  processFilings,
  readWage,
  remarksOf,
  removeClerk,
  withdrawFiling,
} from '#filings';
import { month } from '#kernel';
import { sql } from '#platform';
import { cards, importPeople, importRows, now } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { approve, filed, filingServices, handIn, newClerk, stateOf } from '../../tests/support/filings.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { differences } from '../../tests/support/money.ts';
import { reasonNamed } from './reasons.ts';

const database = await testDatabase();
const services = filingServices(database);
before(() => importPeople(database));

const wagesOf = (of: string) =>
  database.many(sql`select wage from contributions.contribution where month = ${of} order by wage`);

test('a file is looked at, shown with its bill, approved, and counts', async () => {
  const clerk = await newClerk(database);
  const { filing, refusals } = await filed(services, {
    clerk,
    bytes: `KPJ,NAMA,UPAH,RAPEL,BLTH\n${cards.siti},Siti Aminah,7500000,0,10-2026\n${cards.budi},Budi,20000000,,2026-10\n`,
  });
  assert.deepEqual(refusals, []);
  assert.deepEqual(
    [filing.state, filing.rowsRead, filing.rowsGood, filing.rowsKnown, filing.rowsRefused, filing.wageTotal],
    ['checked', 2, 2, 0, 0, 27_500_000n],
  );
  // JHT 5.7 %, JP 3 % up to the ceiling of 2026, JKK class III 0.89 %, JKM 0.3 %.
  assert.deepEqual([filing.jhtTotal, filing.jkkTotal, filing.jkmTotal], [1_567_500n, 244_750n, 82_500n]);
  assert.deepEqual(await wagesOf('2026-10'), [], 'nothing counts before it is approved');
  assert.deepEqual(await approve(database, { clerk, filingId: filing.filingId, now }), {
    ok: true,
    value: undefined,
  });
  await processFilings(services);
  assert.deepEqual((await stateOf(services, clerk, filing.filingId)).filing.state, 'counted');
  assert.deepEqual(await wagesOf('2026-10'), [{ wage: 7_500_000n }, { wage: 20_000_000n }]);
  assert.deepEqual(await differences(database), []);
});

test('each bad row is named with its column, value and reason, and the good ones count without them', async () => {
  const clerk = await newClerk(database);
  const { filing, refusals } = await filed(services, {
    clerk,
    of: month('2026-09'),
    bytes: [
      'NAMA;KPJ;UPAH;RAPEL;BLTH',
      `Siti;${cards.siti};7500000;;`,
      `Siti lagi;${cards.siti};7500000;;`,
      `Tanpa kartu;;5000000;;`,
      `Rusak;1,23E+10;5000000;;`,
      `Bulan lain;${cards.budi};5000000;;2026-08`,
      `Titik;${cards.budi};7.500;;`,
      `Rumus;${cards.budi};=1+1;;`,
      `Rapel;${cards.budi};7500000;250000;`,
      `Orang lain;${cards.joko};5000000;;`,
      `Tak dikenal;99999999999;5000000;;`,
      `Kurang;${cards.budi}`,
      `Baik;${cards.budi};20000000;;`,
      '',
    ].join('\r\n'),
  });
  assert.deepEqual(refusals, [
    [3, 'member_number', cards.siti, 'duplicate_in_file'],
    [4, 'member_number', '', 'member_number_missing'],
    [5, 'member_number', '1,23E+10', 'member_number_wrong'],
    [6, 'month', '2026-08', 'month_differs'],
    [7, 'wage', '7.500', 'wage_ambiguous'],
    [8, 'wage', '=1+1', 'formula_cell'],
    [9, 'back_pay', '250000', 'back_pay_apart'],
    [10, 'member_number', cards.joko, 'member_number_unknown'],
    [11, 'member_number', '99999999999', 'member_number_unknown'],
    [12, '', '', 'column_count_wrong'],
  ]);
  assert.deepEqual([filing.rowsRead, filing.rowsGood, filing.rowsRefused], [12, 2, 10]);
  const say = ({ reason }: { reason: string }, column: string) => `=${column}: ${reason}`;
  let bad = '';
  for await (const piece of badRowsCsv(database, testKeys, filing, say)) bad += piece;
  const [header, first] = bad.slice(1).split('\r\n');
  assert.equal(header, 'NAMA,KPJ,UPAH,RAPEL,BLTH,ALASAN_DITOLAK');
  assert.equal(first, `Siti lagi,${cards.siti},7500000,,,'=KPJ: duplicate_in_file`);
  assert.match(bad, /,'=1\+1,/, 'what a spreadsheet would run is made harmless');
  const again = await filed(services, { clerk, of: month('2026-09'), bytes: bad });
  assert.deepEqual(
    again.refusals.map(([, , , reason]) => reason),
    refusals
      .map(([, , , reason]) => reason)
      .filter(
        (reason) => !['duplicate_in_file', 'column_count_wrong', 'formula_cell'].includes(String(reason)),
      )
      .toSpliced(4, 0, 'wage_not_whole_rupiah')
      .concat('wage_missing'),
    'the reason column is passed over',
  );
});

test('a month whose ceiling of JP is not entered yet refuses its rows by a name that has words', async () => {
  const march = { ...services, clock: { now: () => new Date('2027-03-25T03:00:00Z') } };
  const { filing, refusals } = await filed(march, {
    clerk: await newClerk(database),
    of: month('2027-03'),
    bytes: `KPJ,UPAH\n${cards.siti},7500000\n`,
  });
  assert.deepEqual([filing.state, filing.rowsGood], ['checked', 0]);
  assert.deepEqual(refusals, [[2, 'month', '2027-03', 'ceiling_not_known']]);
  assert.throws(() => reasonNamed('of_no_list'), /of_no_list/);
});

const header = 'KPJ,NAMA,UPAH';
const row = `${cards.siti},Siti,7500000`;
const faults: readonly (readonly [string, string | Buffer, string, number, string])[] = [
  ['no header', 'Siti,7500000\n', 'columns_missing', 1, 'KPJ, UPAH'],
  ['a column twice', `KPJ,UPAH,GAJI\n${row}\n`, 'column_twice', 1, 'UPAH'],
  ['a half row', `${header}\n${row}\n${cards.budi},Bu`, 'cut_short', 3, ''],
  ['an open quotation mark', `${header}\n${cards.siti},"Siti,7500000\n`, 'never_closed', 2, ''],
  ['Latin 1', Buffer.from(`${header}\n${row}\n${cards.budi},Andr\u00e9,1\n`, 'latin1'), 'not_text', 3, ''],
  ['UTF-16', Buffer.from(`\ufeff${header}\n${row}\n`, 'utf16le'), 'not_text', 1, ''],
  [
    '16,384 columns',
    `${Array.from({ length: 16_384 }, (_, n) => `C${n % 9}`).join(',')}\n`,
    'too_many_columns',
    1,
    '16384',
  ],
  ['an endless line', `${header}\n${'9'.repeat(200_000)}`, 'never_closed', 2, ''],
];

for (const [name, bytes, fault, line, detail] of faults) {
  test(`a file with ${name} is refused as a whole with a sentence, and nothing counts`, async () => {
    const clerk = await newClerk(database);
    const { filing, refusals } = await filed(services, { clerk, of: month('2026-08'), bytes });
    assert.deepEqual(
      [filing.state, filing.fault, filing.faultLine, filing.faultDetail, filing.rowsGood, refusals],
      ['unreadable', fault, line, detail, 0, []],
    );
  });
}

test('a fault in one file leaves the others of the same run untouched', async () => {
  const one = await newClerk(database, '1001');
  const other = await newClerk(database, '1003');
  const half = await handIn(services, {
    clerk: one,
    of: month('2026-07'),
    bytes: `${header}\n${row}\n${row.slice(0, 4)}`,
  });
  const whole = await handIn(services, {
    clerk: other,
    npp: '1003',
    of: month('2026-07'),
    bytes: `${header}\n${cards.joko},Joko,5000000\n`,
  });
  assert.ok(half.ok && whole.ok);
  await processFilings(services);
  assert.equal((await stateOf(services, one, half.value.filingId)).filing.fault, 'cut_short');
  const { filing } = await stateOf(services, other, whole.value.filingId);
  assert.deepEqual([filing.state, filing.rowsGood], ['checked', 1]);
});

test('an empty file, an old workbook and one that is too long are refused at the door', async () => {
  const clerk = await newClerk(database);
  const small = filingServices(database, { FILING_MOST_BYTES: '1000' });
  const cases: readonly (readonly [string | Buffer, unknown])[] = [
    ['', { kind: 'fault', fault: 'empty' }],
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), { kind: 'fault', fault: 'legacy_workbook' }],
    [Buffer.alloc(2000, 'a'), { kind: 'too_large' }],
  ];
  for (const [bytes, refusal] of cases)
    assert.deepEqual(await handIn(small, { clerk, bytes }), { ok: false, refusal });
  const one = filingServices(database, { FILINGS_PER_DAY: '1' });
  await handIn(one, { clerk, bytes: 'KPJ,UPAH\n1,2\n' });
  assert.deepEqual(await handIn(one, { clerk, bytes: 'KPJ,UPAH\n1,3\n' }), {
    ok: false,
    refusal: { kind: 'too_many' },
  });
  const left = sql`select count(*)::int as count from filings.file_chunk c
    where not exists (select from filings.filing f where f.file_id = c.file_id)`;
  assert.deepEqual(await database.one(left), { count: 0 }, 'no piece of them stays');
});

test('a file with too many rows is refused, and says how many may be in one', async () => {
  const clerk = await newClerk(database);
  const small = filingServices(database, { FILING_MOST_ROWS: '1' });
  const { filing } = await filed(small, { clerk, bytes: `${header}\n${row}\n${row}\n` });
  assert.deepEqual([filing.fault, filing.faultLine, filing.faultDetail], ['too_many_rows', 3, '1']);
  const exits = await filed(small, { clerk, kind: 'exits', bytes: 'KPJ,TGL_KELUAR,ALASAN\n1,2,3\n1,2,3\n' });
  assert.deepEqual([exits.filing.fault, exits.filing.faultDetail], ['too_many_rows', '1']);
});

test('the same form sent twice is one filing, and the same file again is told of the first', async () => {
  const clerk = await newClerk(database, '1003');
  const bytes = `${header}\n${cards.joko},Joko,5100000\n`;
  const parts = { clerk, npp: '1003', of: month('2026-06'), bytes, key: Buffer.alloc(32, 1) };
  const [first, second] = await Promise.all([handIn(services, parts), handIn(services, parts)]);
  assert.ok(first.ok && second.ok);
  assert.equal(first.value.filingId, second.value.filingId);
  assert.deepEqual(await handIn(services, { ...parts, key: Buffer.alloc(32, 2) }), {
    ok: false,
    refusal: { kind: 'same_file', filingId: first.value.filingId },
  });
  await withdrawFiling(database, { clerk, filingId: first.value.filingId, now });
  assert.ok(
    (await handIn(services, { ...parts, key: Buffer.alloc(32, 3) })).ok,
    'withdrawn, it may come again',
  );
});

test('of two filings of one month approved at once one counts, and the other is shown anew, row by row', async () => {
  const clerk = await newClerk(database, '1003');
  const of = month('2026-05');
  const wages = ['6000000', '6500000'];
  const filings = await Promise.all(
    wages.map((wage) =>
      filed(services, { clerk, npp: '1003', of, bytes: `${header}\n${cards.joko},Joko,${wage}\n` }),
    ),
  );
  for (const { filing } of filings)
    assert.ok((await approve(database, { clerk, filingId: filing.filingId, now })).ok);
  await Promise.all([processFilings(services), processFilings(filingServices(database))]);
  const after = await Promise.all(filings.map(({ filing }) => stateOf(services, clerk, filing.filingId)));
  assert.deepEqual(
    after
      .map(({ filing }) => [filing.state, filing.rowsGood])
      .sort((first, second) => Number(first[1]) - Number(second[1])),
    [
      ['checked', 0],
      ['counted', 1],
    ],
  );
  const told = after.flatMap(({ refusals }) => refusals.map(([, column, , reason]) => [column, reason]));
  assert.deepEqual(told, [['wage', 'reported_otherwise']]);
  assert.equal((await wagesOf('2026-05')).length, 1);
  assert.deepEqual(await differences(database), []);
});

test('wages are read as people and programs write them, and one that can mean two things is refused', () => {
  const good = ['4250000', '4.250.000', 'Rp4.250.000,00', 'Rp 4.250.000', '4,250,000', '4,250,000.00'].concat(
    '4250000.00',
    '4250000,00',
    ' 4 250 000 ',
    '04250000',
  );
  for (const text of good) assert.deepEqual(readWage(text, false), { digits: '4250000' }, text);
  const bad: Readonly<Record<string, string>> = {
    '4.250': 'wage_ambiguous',
    '4,250': 'wage_ambiguous',
    '4.250,000': 'wage_ambiguous',
    '4,250,000.000': 'wage_ambiguous',
    '4250000.5': 'wage_not_whole_rupiah',
    '4.250.000,50': 'wage_not_whole_rupiah',
    '4.25.000': 'wage_not_whole_rupiah',
    '4.250.000.00': 'wage_not_whole_rupiah',
    '4,25 juta': 'wage_not_whole_rupiah',
    '-4250000': 'wage_not_whole_rupiah',
    '1e6': 'wage_not_whole_rupiah',
    '0,00': 'wage_zero',
    '000': 'wage_zero',
    '1.000.000.000.001': 'wage_too_large',
    [`9`.repeat(60)]: 'wage_too_large',
    // Forty digits of it would be another wage.
    [`${'0'.repeat(34)}4250000`]: 'wage_too_large',
    ' ': 'wage_missing',
  };
  for (const [text, reason] of Object.entries(bad)) assert.deepEqual(readWage(text, false), { reason }, text);
  // A correction to nothing takes the month back.
  assert.deepEqual(readWage('0', true), { digits: '0' });
  assert.deepEqual(readWage('', true), { reason: 'wage_missing' });
});

test('rows that count already with the same wage are left alone and are no fault', async () => {
  const clerk = await newClerk(database, '1003');
  await importRows(database, [`1003,${cards.joko},2026-04,5000000,2026-05-02,,,`]);
  const { filing, refusals } = await filed(services, {
    clerk,
    npp: '1003',
    of: month('2026-04'),
    bytes: `${header}\n${cards.joko},Joko,5000000\n`,
  });
  assert.deepEqual([filing.rowsGood, filing.rowsKnown, refusals], [0, 1, []]);
});

test('rows sent again on the day that they were counted are told as known, whoever mends the others', async () => {
  const clerk = await newClerk(database, '1003');
  const of = month('2026-03');
  const first = `${header}\n${cards.joko},Joko,5000000\n`;
  const counted = await filed(services, { clerk, npp: '1003', of, bytes: first });
  await approve(database, { clerk, filingId: counted.filing.filingId, now });
  await processFilings(services);
  const { filing } = await filed(services, { clerk, npp: '1003', of, bytes: `${first}\n` });
  assert.deepEqual([filing.rowsRead, filing.rowsGood, filing.rowsKnown], [1, 0, 1]);
});

test('before it counts a filing shows who is new, gone, or earns much more or less than the month before', async () => {
  const clerk = await newClerk(database);
  await importRows(database, [
    `1001,${cards.siti},2025-03,5000000,2025-04-05,,,`,
    `1001,${cards.budi},2025-03,9000000,2025-04-05,,,`,
  ]);
  const shownFor = async (bytes: string) => {
    const { filing } = await filed(services, { clerk, of: month('2025-04'), bytes: `${header}\n${bytes}` });
    return (await remarksOf(database, filing.filingId)).map(({ kind, wage, lastWage }) => [
      kind,
      wage,
      lastWage,
    ]);
  };
  assert.deepEqual(await shownFor(`${cards.siti},Siti,6000001\n`), [
    ['gone', null, 9_000_000n],
    ['wage_up', 6_000_001n, 5_000_000n],
  ]);
  assert.deepEqual(
    await shownFor(`${cards.siti},Siti,6000000\n${cards.budi},Budi,9 juta\n`),
    [],
    'whose row is refused is not gone',
  );
  assert.deepEqual(await shownFor(`${cards.siti},Siti,6000000\n${cards.budi},Budi,7199999\n`), [
    ['wage_down', 7_199_999n, 9_000_000n],
  ]);
});

test('who may only file cannot approve, and with two persons nobody approves the own upload', async () => {
  const both = await newClerk(database);
  const files = await newClerk(database, '1001', { mayFile: true, mayApprove: false });
  const bytes = `${header}\n${cards.siti},Siti,7600000\n`;
  const { filing } = await filed(services, { clerk: both, of: month('2026-03'), bytes });
  const { filingId } = filing;
  const by = (clerk: typeof both) => approve(database, { clerk, filingId, now });
  assert.deepEqual(await by(files), { ok: false, refusal: 'not_allowed' });
  const elsewhere = await testDatabase();
  await importPeople(elsewhere);
  const alone = await newClerk(elsewhere, '1003');
  assert.deepEqual(await chooseTwo(elsewhere, { clerk: alone, npp: '1003', twoPerson: true, now }), {
    ok: false,
    refusal: 'only_approver',
  });
  const second = await newClerk(database, '1001', { mayFile: false, mayApprove: true });
  assert.ok((await chooseTwo(database, { clerk: both, npp: '1001', twoPerson: true, now })).ok);
  assert.deepEqual(await by(both), { ok: false, refusal: 'own_filing' });
  assert.deepEqual(await handIn(services, { clerk: second, bytes }), {
    ok: false,
    refusal: { kind: 'not_allowed' },
  });
  assert.ok((await by(second)).ok);
  assert.deepEqual(await by(second), { ok: false, refusal: 'not_waiting' });
  const stranger = await newClerk(database, '1002');
  assert.deepEqual(
    await by(stranger),
    { ok: false, refusal: 'not_waiting' },
    'another employer’s clerk finds nothing',
  );
  const again = await filed(services, {
    clerk: both,
    of: month('2026-04'),
    bytes: `${header}\n${cards.siti},Siti,7700000\n`,
  });
  const own = { clerk: both, filingId: again.filing.filingId, now };
  const chooseAway = () => chooseTwo(database, { clerk: both, npp: '1001', twoPerson: false, now });
  await chooseAway();
  const { employerId } = both;
  const by1001 = { kind: 'member', accountId: both.accountId } as const;
  for (const { clerkId, mayApprove } of await clerksOf(database, employerId))
    if (mayApprove && clerkId !== both.clerkId)
      await removeClerk(database, { clerkId, employerId, npp: '1001', by: by1001, now });
  await chooseAway();
  assert.deepEqual(
    await approve(database, own),
    { ok: false, refusal: 'own_filing' },
    'one person alone takes no rule of two away for the own filings',
  );
  assert.deepEqual(
    await approve(database, { ...own, clerk: second }),
    { ok: false, refusal: 'not_allowed' },
    'removed meanwhile',
  );
  assert.ok((await chooseTwo(elsewhere, { clerk: alone, npp: '1003', twoPerson: false, now })).ok);
  assert.equal(await needsAnother(elsewhere, alone), false, 'where there is nobody else');
});

test('files and rows that name people are forgotten after their time, and uploads that came to nothing after a day', async () => {
  const clerk = await newClerk(database);
  const { filing } = await filed(services, { clerk, of: month('2026-02'), bytes: `${header}\n12,Siti,1\n` });
  const count = async () =>
    database.one(sql`select (select count(*)::int from filings.file_chunk where file_id = ${filing.fileId}) as pieces,
      (select count(*)::int from filings.refused_row where filing_id = ${filing.filingId}) as refused`);
  const later = (days: number) => ({
    ...services,
    clock: { now: () => new Date(now.getTime() + days * 86_400_000) },
  });
  await forgetOldFilings(later(89));
  assert.deepEqual(await count(), { pieces: 1, refused: 1 });
  await forgetOldFilings(later(91));
  assert.deepEqual(await count(), { pieces: 0, refused: 0 });
});
