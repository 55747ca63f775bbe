import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import {
  type RowRefusal,
  UnreadableFileError,
  employerNames,
  findPersonByMemberNumber,
  findPersonByNationalNumber,
  importEmployers,
  importFamilies,
  importMembers,
  membershipsOf,
  personDetails,
  recordExit,
  revealNationalNumber,
} from '#members';
import { isoDate, newId } from '#kernel';
import { openDatabase, sql } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { employersCsv, familiesCsv, membersCsv, siti } from '../../tests/support/member-files.ts';

const now = new Date('2026-11-23T03:00:00Z');

async function run(
  verb: typeof importMembers,
  database: Parameters<typeof importMembers>[0],
  file: string | Buffer,
) {
  const refusals: RowRefusal[] = [];
  const report = await verb(database, Readable.from([Buffer.from(file)]), {
    keys: testKeys,
    now,
    onRefusal: (refusal) => void refusals.push(refusal),
  });
  return { ...report, refusals };
}

async function loaded() {
  const database = await testDatabase();
  await run(importEmployers, database, employersCsv());
  return database;
}

const empty = { refusals: [] };

test('employers are added, then left alone, then updated', async () => {
  const database = await testDatabase();
  const first = await run(importEmployers, database, employersCsv());
  assert.deepEqual(first, { rowsRead: 3, rowsWritten: 3, rowsUnchanged: 0, rowsRefused: 0, ...empty });
  const again = await run(importEmployers, database, employersCsv());
  assert.deepEqual(again, { rowsRead: 3, rowsWritten: 0, rowsUnchanged: 3, rowsRefused: 0, ...empty });
  const changed = await run(
    importEmployers,
    database,
    employersCsv().replace('Jalan Melati 1', 'Jalan Mawar 2'),
  );
  assert.deepEqual(changed, { rowsRead: 3, rowsWritten: 1, rowsUnchanged: 2, rowsRefused: 0, ...empty });
});

test('a member is found by card and by NIK and shown with cards and family', async () => {
  const database = await loaded();
  const report = await run(importMembers, database, membersCsv());
  assert.deepEqual(report, {
    rowsRead: 4,
    rowsWritten: 4,
    rowsUnchanged: 0,
    rowsRefused: 0,
    warnings: 0,
    ...empty,
  });
  const families = await run(importFamilies, database, familiesCsv());
  assert.equal(families.rowsWritten, 2);
  const personId = await findPersonByMemberNumber(database, '01234567890');
  assert.ok(personId);
  assert.equal(await findPersonByNationalNumber(database, testKeys, siti.nik), personId);
  assert.equal(await findPersonByNationalNumber(database, testKeys, '9999999999999999'), undefined);
  assert.equal(await revealNationalNumber(database, testKeys, personId), siti.nik);
  const details = await personDetails(database, testKeys, personId);
  assert.deepEqual(details?.memberships, await membershipsOf(database, personId));
  const { memberships, ...person } = details ?? assert.fail();
  assert.deepEqual(person, {
    personId,
    fullName: 'Siti Rahayu',
    birthDate: '1988-05-17',
    birthPlace: 'Bandung',
    sex: 'P',
    provinceCode: '32',
    address: 'Jalan Kenanga 5, RT 03, "Blok B"',
    email: 'siti@contoh.id',
    phone: '+6281200000001',
    nationalNumberMasked: '3273••••••••0003',
    motherNameMasked: 'A••• M•••',
    family: [
      { relation: 'spouse', fullName: 'Andi Wijaya', birthDate: '1986-02-28' },
      { relation: 'child', fullName: 'Laras Wijaya', birthDate: undefined },
    ],
  });
  assert.deepEqual(
    memberships.map((card) => [card.memberNumber, card.employerName, card.startedOn, card.endedOn]),
    [
      ['01234567891', 'PT Sinar Nusantara', '2019-01-02', undefined],
      ['01234567890', 'CV Melati', '2015-07-01', '2018-12-31'],
    ],
  );
  const ids = memberships.flatMap(({ employerId }) => employerId ?? []);
  assert.deepEqual([...(await employerNames(database, ids)).values()].sort(), [
    'CV Melati',
    'PT Sinar Nusantara',
  ]);
});

test('the same file again changes nothing; a changed row changes only itself', async () => {
  const database = await loaded();
  await run(importMembers, database, membersCsv());
  const before = await database.many(sql`select * from members.person order by person_id`);
  const again = await run(importMembers, database, membersCsv());
  assert.deepEqual([again.rowsWritten, again.rowsUnchanged], [0, 4]);
  assert.deepEqual(await database.many(sql`select * from members.person order by person_id`), before);
  const left = membersCsv().replace('24000003,PU,2020-03-01,', '24000003,PU,2020-03-01,2026-10-31');
  const changed = await run(importMembers, database, left);
  assert.deepEqual([changed.rowsWritten, changed.rowsUnchanged], [1, 3]);
  const moved = await run(
    importMembers,
    database,
    left.replaceAll('budi@contoh.id', 'budi.santoso@contoh.id'),
  );
  assert.deepEqual([moved.rowsWritten, moved.rowsUnchanged], [1, 3]);
  const budi = await findPersonByMemberNumber(database, '01234567892');
  assert.equal((await personDetails(database, testKeys, budi ?? ''))?.email, 'budi.santoso@contoh.id');
  const families = await run(importFamilies, database, familiesCsv());
  assert.equal(families.rowsWritten, 2);
  assert.equal((await run(importFamilies, database, familiesCsv())).rowsUnchanged, 2);
});

test('an end on a worker’s notice stays where the file has none, and gives way to the employer’s own', async () => {
  const database = await loaded();
  await run(importMembers, database, membersCsv());
  const card = await database.one<{ personId: string; membershipId: string }>(sql`
    select person_id as "personId", membership_id as "membershipId" from members.membership
    where started_on = '2020-03-01' and ended_on is null limit 1`);
  const lastDay = isoDate('2026-10-30');
  const decided = { lastDay, reason: 'resigned', caseId: newId(now), officerId: newId(now), now } as const;
  assert.equal(await recordExit(database, { ...card, ...decided }), true);
  assert.equal(await recordExit(database, { ...card, ...decided, caseId: newId(now) }), false, 'once');
  const endOf = async () =>
    (await membershipsOf(database, card.personId)).find(
      ({ membershipId }) => membershipId === card.membershipId,
    )?.endedOn;
  const again = await run(importMembers, database, membersCsv());
  assert.deepEqual([again.rowsWritten, await endOf()], [0, '2026-10-30']);
  const left = membersCsv().replaceAll('2020-03-01,', '2020-03-01,2026-10-31');
  await run(importMembers, database, left);
  assert.equal(await endOf(), '2026-10-31');
});

const cases: [title: string, row: string, column: string, reason: string][] = [
  [
    'a short NIK',
    '327301570588003,A,1988-05-17,,P,,,32,,,01234567899,,BPU,2020-01-01,',
    'nik',
    'national_number_wrong',
  ],
  [
    'no name',
    '3273015705880009,,1988-05-17,,P,,,32,,,01234567899,,BPU,2020-01-01,',
    'full_name',
    'value_missing',
  ],
  [
    'a day that does not exist',
    '3273015705880009,A,1987-02-29,,P,,,32,,,01234567899,,BPU,2020-01-01,',
    'birth_date',
    'date_wrong',
  ],
  [
    'a birth in the future',
    '3273015705880009,A,2027-02-20,,P,,,32,,,01234567899,,BPU,2020-01-01,',
    'birth_date',
    'date_in_future',
  ],
  [
    'an unknown sex',
    '3273015705880009,A,1988-05-17,,F,,,32,,,01234567899,,BPU,2020-01-01,',
    'sex',
    'sex_wrong',
  ],
  [
    'a bad e-mail',
    '3273015705880009,A,1988-05-17,,P,,,32,a b@c,,01234567899,,BPU,2020-01-01,',
    'email',
    'email_wrong',
  ],
  [
    'a local phone number',
    '3273015705880009,A,1988-05-17,,P,,,32,,0812345678,01234567899,,BPU,2020-01-01,',
    'phone',
    'phone_wrong',
  ],
  [
    'letters in the KPJ',
    '3273015705880009,A,1988-05-17,,P,,,32,,,0123456789A,,BPU,2020-01-01,',
    'kpj',
    'member_number_wrong',
  ],
  [
    'an unknown segment',
    '3273015705880009,A,1988-05-17,,P,,,32,,,01234567899,,XX,2020-01-01,',
    'segment',
    'segment_unknown',
  ],
  [
    'a wage-earner without employer',
    '3273015705880009,A,1988-05-17,,P,,,32,,,01234567899,,PU,2020-01-01,',
    'npp',
    'employer_missing',
  ],
  [
    'a self-employed with employer',
    '3273015705880009,A,1988-05-17,,P,,,32,,,01234567899,24000001,BPU,2020-01-01,',
    'npp',
    'employer_not_expected',
  ],
  [
    'an end before the start',
    '3273015705880009,A,1988-05-17,,P,,,32,,,01234567899,,BPU,2020-01-01,2019-12-31',
    'ended_on',
    'ended_before_start',
  ],
  [
    'an unknown employer',
    '3273015705880009,A,1988-05-17,,P,,,32,,,01234567899,99999999,PU,2020-01-01,',
    'npp',
    'employer_unknown',
  ],
  [
    'another birth date for a NIK of the file',
    `${siti.nik},Siti Rahayu,1988-05-18,,P,,,32,,,01234567899,,BPU,2020-01-01,`,
    'birth_date',
    'person_described_differently',
  ],
  [
    'another name for a NIK of the file',
    `${siti.nik},Sita Rahayu,1988-05-17,,P,,,32,,,01234567899,,BPU,2020-01-01,`,
    'full_name',
    'person_described_differently',
  ],
  [
    'a card of somebody else',
    '3273015705880009,A,1988-05-17,,P,,,32,,,01234567890,,BPU,2020-01-01,',
    'kpj',
    'member_number_taken',
  ],
  [
    'the same card twice',
    `${siti.nik},Siti Rahayu,1988-05-17,,P,,,32,,,01234567890,,BPU,2020-01-01,`,
    'kpj',
    'row_repeated',
  ],
  ['too few columns', '3273015705880009,A', '', 'column_count_wrong'],
  [
    'a quotation mark inside a field',
    '3273015705880009,A "B" C,1988-05-17,,P,,,32,,,01234567899,,BPU,2020-01-01,',
    '',
    'column_count_wrong',
  ],
];

test('[V2.2.1 V2.2.3] a wrong row is refused by name and line, and the rows around it are taken', async () => {
  const database = await loaded();
  for (const [title, row, column, reason] of cases) {
    const report = await run(importMembers, database, `${membersCsv()}${row}\n`);
    assert.deepEqual(
      report.refusals.map((refusal) => [refusal.row, refusal.column, refusal.reason]),
      [[6, column, reason]],
      title,
    );
    assert.equal(report.rowsRead, 5, title);
    assert.equal(report.rowsWritten + report.rowsUnchanged, 4, title);
    assert.ok(!JSON.stringify(report.refusals).includes(siti.nik), title);
  }
});

// Escapes, because nobody sees them: controls, and the marks that turn the direction of writing.
const unseen = [
  '\u0001',
  '\t',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u061c',
  '\u200e',
  '\u200f',
  '\u202a',
  '\u202b',
  '\u202c',
  '\u202d',
  '\u202e',
  '\u2066',
  '\u2067',
  '\u2068',
  '\u2069',
];
const member = {
  nik: '3273015705880009',
  full_name: 'Ani',
  birth_date: '1988-05-17',
  sex: 'P',
  province_code: '32',
  kpj: '01234567899',
  segment: 'BPU',
  started_on: '2020-01-01',
};
const employer = {
  npp: '24000009',
  name: 'PT Baru',
  scale: 'small',
  sector: 'trade',
  risk_class: '1',
  labour_intensive: 'no',
  province_code: '32',
  registered_on: '2014-01-15',
};
// who takes the file, the column that the character stands in, and the rest of the row
const named = [
  [importMembers, 'full_name', membersCsv(), member],
  [importMembers, 'birth_place', membersCsv(), member],
  [importMembers, 'mother_name', membersCsv(), member],
  [importMembers, 'address', membersCsv(), member],
  [importMembers, 'email', membersCsv(), member],
  [importFamilies, 'full_name', familiesCsv(), { nik: siti.nik, relation: 'child' }],
  [importEmployers, 'name', employersCsv(), employer],
  [importEmployers, 'address', employersCsv(), employer],
] as const;

test('a character that nobody sees is refused wherever somebody is named or lives, and is not shown again', async () => {
  const database = await loaded();
  for (const [importer, column, csv, cells] of named) {
    const [header = ''] = csv.split('\n');
    const rows = unseen.map((character) => {
      const row: Readonly<Record<string, string>> = { ...cells, [column]: `Budi${character}@contoh.id` };
      return header
        .split(',')
        .map((name) => row[name] ?? '')
        .join(',');
    });
    const { refusals } = await run(importer, database, [header, ...rows, ''].join('\n'));
    assert.deepEqual(
      refusals.map((refusal) => [refusal.row, refusal.column, refusal.value, refusal.reason]),
      unseen.map((_, index) => [index + 2, column, '', 'control_character']),
      `${importer.name} ${column}`,
    );
  }
});

test('a NIK that does not tell the birth date is a warning', async () => {
  const database = await loaded();
  const row = '3273015605880009,Ani,1988-05-17,,P,,,32,,,01234567899,,BPU,2020-01-01,';
  const report = await run(importMembers, database, `${membersCsv()}${row}\n`);
  assert.deepEqual([report.warnings, report.rowsWritten, report.rowsRefused], [1, 5, 0]);
});

test('on record, a corrected name is taken and another person under the same NIK is not', async () => {
  const database = await loaded();
  await run(importMembers, database, membersCsv());
  const renamed = await run(
    importMembers,
    database,
    membersCsv().replaceAll('Siti Rahayu', 'Siti Rahayu Dewi'),
  );
  assert.deepEqual([renamed.rowsWritten, renamed.rowsRefused], [2, 0]);
  const other = membersCsv().replaceAll('Siti Rahayu,1988-05-17', 'Rina Marlina,1990-01-01');
  const refused = await run(importMembers, database, other);
  assert.deepEqual([refused.rowsWritten, refused.rowsRefused, refused.rowsUnchanged], [0, 2, 2]);
});

const unreadable: [title: string, file: string | Buffer, line: number][] = [
  ['an empty file', '', 1],
  ['another header', 'a,b,c\n1,2,3\n', 1],
  ['semicolons', membersCsv().replaceAll(',', ';'), 1],
  ['a file cut inside a row', membersCsv().slice(0, -60), 5],
  ['a file cut inside a date', membersCsv().trimEnd().slice(0, -3), 5],
  ['a file cut inside quotation marks', membersCsv().slice(0, membersCsv().indexOf('Blok B')), 2],
  ['a quotation mark that is never closed', `${membersCsv()}3273015705880009,"A\n`, 6],
  ['Latin-1', Buffer.concat([Buffer.from(membersCsv()), Buffer.from([0xe9, 0x0a])]), 6],
  ['a NUL', `${membersCsv()}3273\0\n`, 6],
];

test('a file that cannot be read says which line and takes nothing', async () => {
  const database = await loaded();
  for (const [title, file, line] of unreadable) {
    await assert.rejects(run(importMembers, database, file), (error: Error) => {
      assert.ok(error instanceof UnreadableFileError, `${title}: ${error.stack}`);
      assert.equal(error.line, line, title);
      assert.ok(!error.message.includes(siti.nik));
      return true;
    });
    assert.deepEqual(await database.one(sql`select count(*) from members.person`), { count: 0n }, title);
  }
  assert.equal((await run(importMembers, database, membersCsv())).rowsWritten, 4);
});

test('byte order mark, CRLF, other column order, a missing last line end and quoted fields are read', async () => {
  const database = await loaded();
  const crlf = `\uFEFF${membersCsv().replaceAll('\n', '\r\n').trimEnd()}`;
  assert.equal((await run(importMembers, database, crlf)).rowsWritten, 4);
  const turned = familiesCsv()
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').reverse().join(','))
    .join('\n');
  assert.equal((await run(importFamilies, database, turned)).rowsWritten, 2);
});

test('two imports at the same time take every row once', async () => {
  const database = await loaded();
  const second = openDatabase({ url: database.url });
  try {
    const reports = await Promise.all([
      run(importMembers, database, membersCsv()),
      run(importMembers, second, membersCsv()),
    ]);
    assert.deepEqual(
      reports.map(({ rowsWritten }) => rowsWritten).sort((one, other) => one - other),
      [0, 4],
    );
    assert.deepEqual(await database.one(sql`select count(*) from members.membership`), { count: 4n });
  } finally {
    await second.close();
  }
});

test('nothing sealed stands in the tables as text', async () => {
  const database = await loaded();
  await run(importMembers, database, membersCsv());
  const { dump } = await database.one<{ dump: string }>(sql`
    select string_agg(p::text, ' ') || string_agg(n::text, ' ') as dump
    from members.person p join members.national_number n using (person_id)`);
  for (const secret of [siti.nik, 'siti@contoh.id', '+6281200000001', 'Aminah'])
    assert.ok(!dump.includes(secret) && !dump.includes(Buffer.from(secret).toString('hex')), secret);
});
