import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { UnreadableFileError } from '#members';
import { sql } from '#platform';
import { cards, header, importPeople, importRows, importText } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { differences } from '../../tests/support/money.ts';

const database = await testDatabase();
before(() => importPeople(database));

const sitiOctober = `1001,${cards.siti},2026-10,7500000,2026-11-05,2026-11-06,2026-11-10,2026-11-12`;
const budiOctober = `1001,${cards.budi},2026-10,20000000,2026-11-05,2026-11-06,,`;

test('a file is assessed, written with its shares, and entered in the ledger', async () => {
  const report = await importRows(database, [
    sitiOctober,
    `1002,${cards.sitiBefore},2023-05,4000000,2023-06-05,2023-06-06,2023-06-10,2023-06-12`,
    `,${cards.dewi},2026-10,900000,2026-10-05,,2026-10-10,2026-10-12`,
    budiOctober,
  ]);
  assert.deepEqual(report, { rowsRead: 4, rowsWritten: 4, rowsUnchanged: 0, rowsRefused: 0, refusals: [] });
  const rows = await database.many(sql`
    select month, jht_employer, jht_employee, jp_employer, jp_employee, jkk_employer, jkk_employee, jkm_employer,
      jkm_employee, jkp_from_jkk, jkp_from_state, discounts
    from contributions.contribution where posted_on is not null order by wage`);
  const none = { jp_employer: null, jp_employee: null, discounts: null };
  assert.deepEqual(rows, [
    {
      ...none,
      month: '2026-10',
      jht_employer: null,
      jht_employee: 20_000n,
      jkk_employer: null,
      jkk_employee: 5_000n,
      jkm_employer: null,
      jkm_employee: 3_400n,
      jkp_from_jkk: null,
      jkp_from_state: null,
      discounts: 'self-employed-2026',
    },
    {
      ...none,
      month: '2023-05',
      jht_employer: 148_000n,
      jht_employee: 80_000n,
      jkk_employer: 9_600n,
      jkk_employee: null,
      jkm_employer: 12_000n,
      jkm_employee: null,
      jkp_from_jkk: 5_600n,
      jkp_from_state: 8_800n,
    },
    {
      ...none,
      month: '2026-10',
      jht_employer: 277_500n,
      jht_employee: 150_000n,
      jp_employer: 150_000n,
      jp_employee: 75_000n,
      jkk_employer: 66_750n,
      jkk_employee: null,
      jkm_employer: 22_500n,
      jkm_employee: null,
      jkp_from_jkk: 7_000n,
      jkp_from_state: 11_000n,
    },
  ]);
  assert.deepEqual(await differences(database), []);
});

test('the same file again changes nothing', async () => {
  const count = sql`select (select count(*) from ledger.entry) as entries, (select count(*) from contributions.batch) as batches`;
  const earlier = await database.one(count);
  const report = await importRows(database, [sitiOctober]);
  assert.deepEqual([report.rowsUnchanged, report.rowsWritten], [1, 0]);
  assert.deepEqual(await database.one(count), earlier);
});

const good = (month: string, wage = '7500000') =>
  `1001,${cards.siti},${month},${wage},2026-11-05,2026-11-06,,`;

// what is wrong, the row, column, shown value, reason
const wrongRows: readonly (readonly [string, string, string, string, string])[] = [
  [
    'an unknown member number',
    good('2026-09').replace(cards.siti, '99999999999'),
    'kpj',
    '99999999999',
    'member_number_unknown',
  ],
  [
    'a NIK in place of a member number, which is never shown',
    good('2026-09').replace(cards.siti, '3273010101900001'),
    'kpj',
    '•••',
    'member_number_unknown',
  ],
  ['no member number', good('2026-09').replace(cards.siti, ''), 'kpj', '', 'value_missing'],
  ['an unknown employer', good('2026-09').replace('1001', '9999'), 'npp', '9999', 'employer_unknown'],
  [
    'the card of another employer',
    good('2026-09').replace('1001', '1002'),
    'npp',
    '1002',
    'member_number_of_other_employer',
  ],
  ['a month that does not exist', good('2026-13'), 'month', '2026-13', 'month_wrong'],
  ['a future month', good('2026-12'), 'month', '2026-12', 'month_in_future'],
  ['a month before the programmes', good('2015-06'), 'month', '2015-06', 'before_the_programme'],
  ['a month before the employment', good('2023-12'), 'month', '2023-12', 'month_outside_employment'],
  [
    'a month after the employment',
    `1002,${cards.sitiBefore},2024-01,4000000,2024-02-05,,,`,
    'month',
    '2024-01',
    'month_outside_employment',
  ],
  ['a wage with a dot', good('2026-09', '7.500.000'), 'wage', '7.500.000', 'wage_not_whole_rupiah'],
  ['a negative wage', good('2026-09', '-5'), 'wage', '-5', 'wage_not_whole_rupiah'],
  ['a wage with a fraction', good('2026-09', '0.1'), 'wage', '0.1', 'wage_not_whole_rupiah'],
  ['a wage in powers of ten', good('2026-09', '1e30'), 'wage', '1e30', 'wage_not_whole_rupiah'],
  ['a wage in hexadecimal', good('2026-09', '0x10'), 'wage', '0x10', 'wage_not_whole_rupiah'],
  [
    'a wage beyond what a floating number holds',
    good('2026-09', '90071992547409930'),
    'wage',
    '90071992547409930',
    'wage_too_large',
  ],
  ['a wage of nothing', good('2026-09', '0'), 'wage', '0', 'wage_zero'],
  ['an absurd wage', good('2026-09', '1000000000001'), 'wage', '1000000000001', 'wage_too_large'],
  [
    'a wage longer than a number can be',
    good('2026-09', '9'.repeat(40)),
    'wage',
    '9'.repeat(40),
    'wage_too_large',
  ],
  ['no day of the report', `1001,${cards.siti},2026-09,1,,,,`, 'reported_on', '', 'value_missing'],
  [
    'a day that does not exist',
    `1001,${cards.siti},2026-09,1,2026-02-30,,,`,
    'reported_on',
    '2026-02-30',
    'date_wrong',
  ],
  [
    'a day in the future',
    `1001,${cards.siti},2026-09,1,2026-11-24,,,`,
    'reported_on',
    '2026-11-24',
    'date_in_future',
  ],
  [
    'billed before reported',
    `1001,${cards.siti},2026-09,1,2026-10-05,2026-10-04,,`,
    'billed_on',
    '2026-10-04',
    'dates_out_of_order',
  ],
  [
    'paid before billed',
    `1001,${cards.siti},2026-09,1,2026-10-05,2026-10-06,2026-10-05,`,
    'paid_on',
    '2026-10-05',
    'dates_out_of_order',
  ],
  [
    'posted without payment',
    `1001,${cards.siti},2026-09,1,2026-10-05,2026-10-06,,2026-10-09`,
    'posted_on',
    '2026-10-09',
    'posted_without_payment',
  ],
  [
    'another wage than reported before',
    sitiOctober.replace('7500000', '7500001'),
    'wage',
    '7500001',
    'already_reported_otherwise',
  ],
  [
    'another day of payment than known',
    sitiOctober.replace('2026-11-10', '2026-11-11'),
    'paid_on',
    '2026-11-11',
    'already_reported_otherwise',
  ],
  [
    'an income above the known band',
    `,${cards.dewi},2026-09,1000001,2026-09-05,,,`,
    'wage',
    '1000001',
    'band_not_known',
  ],
  [
    'a migrant worker',
    `,${cards.maria},2026-09,1000000,2026-09-05,,,`,
    'kpj',
    cards.maria,
    'paid_by_package',
  ],
  ['too few fields in the middle', `1001,${cards.siti},2026-09`, '', '', 'column_count_wrong'],
];

for (const [name, row, column, value, reason] of wrongRows) {
  test(`[V1.4.2 V2.2.1 V2.2.3] ${name} is refused by line and name, and the rows around it are taken or known`, async () => {
    const report = await importRows(database, [
      budiOctober,
      row,
      budiOctober.replace('2026-10,', '2024-02,'),
    ]);
    const expected = [{ row: 3, column, value: value.slice(0, 80), reason }];
    assert.deepEqual(
      report.refusals.filter((refusal) => refusal.row !== 4),
      expected,
    );
    assert.equal(report.rowsRead, 3);
    assert.equal(report.rowsRefused, report.refusals.length);
  });
}

test('of two rows for one card and month the first stands and the second is refused', async () => {
  const report = await importRows(database, [good('2026-08'), good('2026-08', '1'), good('2026-08')]);
  assert.deepEqual(
    report.refusals.map(({ row, reason }) => [row, reason]),
    [
      [3, 'duplicate_in_file'],
      [4, 'duplicate_in_file'],
    ],
  );
  assert.equal(report.rowsWritten, 1);
});

const unreadable: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ['cut in the last line', `${header}\n${good('2026-07')}\n1001,${cards.siti},20`, /[Ll]ine 3/],
  ['cut in the last date', `${header}\n${good('2026-07')}\n${sitiOctober.slice(0, -2)}`, /[Ll]ine 3/],
  ['cut inside quotation marks', `${header}\n${good('2026-07')}\n"1001,${cards.siti}`, /[Ll]ine 3/],
  ['under another header', `npp,kpj,month,wage\n1001,1,2026-01,1\n`, /header/i],
  ['empty', '', /empty/],
  ['in another encoding', Buffer.from(`${header}\n${good('2026-07')}\n1001,\xff\n`, 'latin1'), /[Ll]ine 3/],
  ['with a NUL byte', `${header}\n${good('2026-07')}\n1001,\0\n`, /[Ll]ine 3/],
];

for (const [name, text, sentence] of unreadable) {
  test(`a file ${name} is not taken at all`, async () => {
    const count = sql`select count(*) from contributions.contribution`;
    const earlier = await database.one(count);
    await assert.rejects(importText(database, text), (error: Error) => {
      assert.ok(error instanceof UnreadableFileError, error.stack);
      assert.match(error.message, sentence);
      return true;
    });
    assert.deepEqual(await database.one(count), earlier);
  });
}

test('when the report of refusals cannot be written, nothing of the file is taken', async () => {
  const { Readable } = await import('node:stream');
  const { importContributions } = await import('#contributions');
  const { testKeys } = await import('../../tests/support/keys.ts');
  const file = Readable.from([[header, good('2025-03'), good('2023-01'), ''].join('\n')]);
  const options = { keys: testKeys, now: new Date('2026-11-23T03:00:00Z') };
  const fails = () => Promise.reject(new Error('disk full'));
  await assert.rejects(importContributions(database, file, { ...options, onRefusal: fails }), /disk full/);
  const taken = sql`select count(*) from contributions.contribution where month = '2025-03'`;
  assert.deepEqual(await database.one(taken), { count: 0n });
});

test('a report that tells no dates asks nothing of those that stand: a correction may be billed after it was paid', async () => {
  const row = `1001,${cards.siti},2026-04,7500000,2026-05-05`;
  await importRows(database, [`${row},2026-05-06,2026-05-10,2026-05-12`]);
  await database.run(
    sql`update contributions.contribution set billed_on = '2026-06-01' where month = '2026-04'`,
  );
  const again = await importRows(database, [`${row},,,`]);
  assert.deepEqual([again.rowsUnchanged, again.refusals], [1, []]);
});
