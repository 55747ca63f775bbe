import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, test } from 'node:test';
import {
  beginnersOf,
  formFile,
  formRowsOf,
  leaversOf,
  newCardsOf,
  processFilings,
  receiveFiling,
  typedFaults,
} from '#filings';
import { sql, type Transaction } from '#platform';
import { cards, importPeople, importRows, now } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { sheetOf } from './write-sheet.ts';
import { approve, filed, filingServices, newClerk, stateOf } from '../../tests/support/filings.ts';

const database = await testDatabase();
const services = filingServices(database);
before(() => importPeople(database));

const cardsOf = (npp: string) =>
  database.many<{ name: string; ended: string | null; email: boolean }>(sql`
    select full_name as name, ended_on as ended, email_sealed is not null as email from members.membership
    join members.person using (person_id) join members.employer using (employer_id) where npp = ${npp} order by full_name`);

const columns =
  'NO_PEGAWAI,NAMA_LENGKAP,HP,EMAIL,TEMPAT_LAHIR,TANGGAL_LAHIR,NAMA_IBU_KANDUNG,JENIS_IDENTITAS,NOMOR_IDENTITAS,JENIS_KELAMIN,UPAH,ALAMAT,TGL_AWAL_BEKERJA';

test('new workers of a SIPP sheet are tried, told row by row, and get a card when approved', async () => {
  const clerk = await newClerk(database, '1002');
  const { filing, refusals } = await filed(services, {
    clerk,
    npp: '1002',
    kind: 'workers',
    bytes: [
      columns,
      '1,Rina Baru,081234567890,rina@contoh.example,Bandung,17-08-1995,Ibu Rina,KTP,3273015708950001,P,4000000,"Jl. Satu, 2",01-10-2026',
      // Known on the register: a card is added, and what is known of him stays.
      '2,Joko Susilo,,joko.lain@contoh.example,,01-01-1975,Ibu Joko,KTP,3273010101750004,L,5000000,,01-10-2026',
      '3,Orang Lain,,,,01-01-1980,Ibu,KTP,3273010101800003,P,5000000,,01-10-2026',
      '4,Rina Baru,,,,17-08-1995,Ibu Rina,KTP,3273015708950001,P,4000000,,01-10-2026',
      '5,Tanpa Ibu,,,,17-08-1995,,KTP,3273015708950009,P,4000000,,01-10-2026',
      '6,Paspor,,,,17-08-1995,Ibu,PASSPORT,A1234567,P,4000000,,01-10-2026',
      '7,Tanggal,,,,31-02-1995,Ibu,KTP,3273015708950008,P,4000000,,01-10-2026',
      '8,NIK Bulat,,,,17-08-1995,Ibu,KTP,3.27301E+15,P,4000000,,01-10-2026',
      '',
    ].join('\n'),
  });
  const sorted = refusals.toSorted(([first], [second]) => Number(first) - Number(second));
  assert.deepEqual(sorted, [
    [4, 'national_number', '•••', 'person_described_differently'],
    [5, 'national_number', '', 'row_repeated'],
    [6, 'mother_name', '', 'value_missing'],
    [7, 'identity_kind', 'PASSPORT', 'identity_kind_not_taken'],
    [8, 'birth_date', '31-02-1995', 'date_wrong'],
    [9, 'national_number', '•••', 'national_number_wrong'],
  ]);
  assert.deepEqual([filing.state, filing.rowsRead, filing.rowsGood], ['checked', 8, 2]);
  assert.deepEqual(
    (await cardsOf('1002')).map(({ name }) => name),
    ['Siti Aminah'],
    'nothing stands before it is approved',
  );
  assert.ok((await approve(database, { clerk, filingId: filing.filingId, now })).ok);
  await processFilings(services);
  assert.deepEqual(await cardsOf('1002'), [
    { name: 'Joko Susilo', ended: null, email: false },
    { name: 'Rina Baru', ended: null, email: true },
    { name: 'Siti Aminah', ended: '2023-12-31', email: false },
  ]);
  const { filing: counted } = await stateOf(services, clerk, filing.filingId);
  const made = await asFace((tx) => newCardsOf(tx, counted));
  assert.deepEqual(
    made.map(({ fullName, memberNumber }) => [fullName, /^7\d{10}$/.test(memberNumber)]),
    [
      ['Rina Baru', true],
      ['Joko Susilo', true],
    ],
    'their new numbers',
  );
  const again = await filed(services, {
    clerk,
    npp: '1002',
    kind: 'workers',
    bytes: `${columns}\n1,Rina Baru,,,,17-08-1995,Ibu Rina,KTP,3273015708950001,P,,,01-10-2026\n`,
  });
  assert.deepEqual(again.refusals, [[2, 'national_number', '', 'already_employed']]);
});

test('exits end the cards of this employer on their day, and no others', async () => {
  const clerk = await newClerk(database);
  const { filing, refusals } = await filed(services, {
    clerk,
    kind: 'exits',
    bytes: [
      'KPJ;NAMA;TGL_KELUAR;ALASAN',
      `${cards.siti};Siti;31-10-2026;Mengundurkan diri`,
      `${cards.siti};Siti;30-10-2026;PHK`,
      `${cards.budi};Budi;31-12-2023;PHK`,
      `${cards.joko};Joko;31-10-2026;PHK`,
      `${cards.budi};Budi;24-11-2026;PHK`,
      `${cards.budi};Budi;31-10-2026;bosan`,
      '',
    ].join('\n'),
  });
  assert.deepEqual(refusals, [
    [3, 'member_number', cards.siti, 'duplicate_in_file'],
    [4, 'ended_on', '2023-12-31', 'ended_before_start'],
    [5, 'member_number', cards.joko, 'member_number_unknown'],
    [6, 'ended_on', '24-11-2026', 'date_in_future'],
    [7, 'exit_reason', 'bosan', 'exit_reason_unknown'],
  ]);
  assert.ok((await approve(database, { clerk, filingId: filing.filingId, now })).ok);
  await processFilings(services);
  assert.deepEqual(await cardsOf('1001'), [
    { name: 'Budi Santoso', ended: null, email: false },
    { name: 'Siti Aminah', ended: '2026-10-31', email: false },
  ]);
  const why = await database.many(sql`
    select p.full_name as name, x.ended_on::text as on, x.reason, x.source from members.exit x join members.person p using (person_id)`);
  assert.deepEqual(why, [
    { name: 'Siti Aminah', on: '2026-10-31', reason: 'resigned', source: 'employer_report' },
  ]);
  const again = await filed(services, {
    clerk,
    kind: 'exits',
    bytes: `KPJ,TGL_KELUAR,ALASAN\n${cards.siti},2026-10-30,PHK\n`,
  });
  assert.deepEqual(again.refusals, [[2, 'ended_on', '2026-10-30', 'already_ended']]);
});

const worker = {
  full_name: 'Sari Warung',
  national_number: '3273015708990001',
  birth_date: '1999-08-17',
  sex: 'P',
  mother_name: 'Ibu "Sari", almarhumah',
  identity_kind: 'KTP',
  started_on: '2026-10-01',
};

test('a typed row is looked at by the rules of the job, each field by itself', () => {
  const leaves = { member_number: cards.budi, ended_on: '2026-10-31', exit_reason: 'PHK' };
  const cases: [kind: 'workers' | 'exits', cells: Record<string, string>, faults: Record<string, string>][] =
    [
      ['workers', worker, {}],
      [
        'workers',
        { ...worker, phone: '081234567890', email: 'a@contoh.example', address: 'Jl. 1, RT 2' },
        {},
      ],
      [
        'workers',
        {
          ...worker,
          full_name: '',
          national_number: '12',
          birth_date: '31-02-1999',
          mother_name: '',
          sex: '',
        },
        {
          full_name: 'value_missing',
          national_number: 'national_number_wrong',
          birth_date: 'date_wrong',
          mother_name: 'value_missing',
          sex: 'sex_wrong',
        },
      ],
      [
        'workers',
        { ...worker, phone: '0812', email: 'a@', birth_place: '=1', address: 'x'.repeat(501) },
        {
          phone: 'phone_wrong',
          email: 'email_wrong',
          birth_place: 'formula_cell',
          address: 'value_too_long',
        },
      ],
      ['workers', { ...worker, started_on: '2026-12-01' }, { started_on: 'date_in_future' }],
      ['workers', { ...worker, started_on: '1999-08-16' }, { started_on: 'started_before_birth' }],
      ['exits', leaves, {}],
      [
        'exits',
        { member_number: '', ended_on: '', exit_reason: '' },
        {
          member_number: 'member_number_missing',
          ended_on: 'date_wrong',
          exit_reason: 'exit_reason_unknown',
        },
      ],
      ['exits', { ...leaves, ended_on: '24-12-2026' }, { ended_on: 'date_in_future' }],
    ];
  for (const [kind, cells, faults] of cases)
    assert.deepEqual(Object.fromEntries(typedFaults(kind, cells, now)), faults, JSON.stringify(cells));
});

test('what was typed is a filing like a file, and what the register refuses comes back as it was typed', async () => {
  const clerk = await newClerk(database, '1002');
  const known = { ...worker, full_name: 'Bukan Joko', national_number: '3273010101750004', sex: 'L' };
  const received = await receiveFiling(services, {
    clerk,
    npp: '1002',
    kind: 'workers',
    month: undefined,
    source: 'form',
    fileName: 'formulir.csv',
    bytes: formFile('workers', [worker, known]),
    submissionKey: randomBytes(32),
  });
  assert.ok(received.ok);
  await processFilings(services);
  const { filing, refusals } = await stateOf(services, clerk, received.value.filingId);
  assert.deepEqual(refusals, [[3, 'birth_date', '1999-08-17', 'person_described_differently']]);
  const rows = await formRowsOf(database, services.keys, filing);
  assert.deepEqual(
    rows.map(({ cells, refused }) => [cells['mother_name'], cells['national_number'], refused?.reason]),
    [
      [worker.mother_name, worker.national_number, undefined],
      [worker.mother_name, known.national_number, 'person_described_differently'],
    ],
  );
  assert.ok((await approve(database, { clerk, filingId: filing.filingId, now })).ok);
  await processFilings(services);
  assert.ok((await cardsOf('1002')).some(({ name }) => name === worker.full_name));
  await database.run(sql`delete from filings.file_chunk where file_id = ${filing.fileId}`);
  assert.deepEqual(await formRowsOf(database, services.keys, filing), [], 'forgotten with its file');
});

/** With the rights of the employers' face alone. */
const asFace = <Value>(read: (executor: Transaction) => Promise<Value>): Promise<Value> =>
  database.transaction(async (tx) => {
    await tx.run(sql`set local role goid_employer`);
    return read(tx);
  });

test('before exits are approved their rows tell whose cards end, those of another name or reported later first, and nothing else counts', async () => {
  const clerk = await newClerk(database, '1002');
  const running = await database.many<{ number: string; name: string }>(sql`
    select m.member_number as number, full_name as name from members.membership m join members.person using (person_id)
    join members.employer using (employer_id) where npp = '1002' and ended_on is null order by full_name`);
  const [joko, rina, sari] = running.map(({ number }) => number);
  await importRows(database, [
    `1002,${rina},2026-10,4000000,2026-11-05,,,`,
    `1002,${sari},2026-11,4000000,2026-11-20,,,`,
  ]);
  const rows = [
    ['KPJ', 'NAMA', 'TGL_KELUAR', 'ALASAN'],
    ['123', 'Tanpa Kartu', '31-10-2026', 'PHK'],
    [rina ?? '', 'BARU, RINA', '31-10-2026', 'PHK'],
    [joko ?? '', 'Salah Nama', '31-10-2026', 'Pensiun'],
    [sari ?? '', '', '31-10-2026', 'PHK'],
  ];
  for (const bytes of [sheetOf(rows), `${rows.map((cells) => cells.join(';')).join('\n')}\n`]) {
    const { filing } = await filed(services, { clerk, npp: '1002', kind: 'exits', bytes });
    assert.equal(filing.rowsGood, 3, String(filing.fault));
    const leavers = await asFace((tx) => leaversOf(tx, services.keys, filing));
    assert.deepEqual(
      leavers.map((one) => [one.line, one.registerName, one.nameInFile, one.isUnlike, one.reportedAfter]),
      [
        [4, 'Joko Susilo', 'Salah Nama', true, []],
        [5, 'Sari Warung', '', false, ['2026-11']],
        [3, 'Rina Baru', 'BARU, RINA', false, []],
      ],
    );
    assert.deepEqual([leavers[0]?.endedOn, leavers[0]?.reason], ['2026-10-31', 'pension']);
    const renamed = (name: string) =>
      database.run(sql`update members.person set full_name = ${name} where full_name like 'Rina B%'`);
    await renamed('Rina Bukan');
    assert.ok((await approve(database, { clerk, filingId: filing.filingId, now })).ok);
    await processFilings(services);
    const { filing: anew } = await stateOf(services, clerk, filing.filingId);
    assert.deepEqual([anew.state, anew.changedAt !== null], ['checked', true], 'another name was shown');
    await renamed('Rina Baru');
    await database.run(
      sql`update filings.filing set state = 'withdrawn' where filing_id = ${filing.filingId}`,
    );
  }
});

test('of new workers in a file as many are read as are shown, the refused ones left out', async () => {
  const clerk = await newClerk(database, '1003');
  const row = (number: number, name: string) =>
    `${number},${name},,,,17-08-1995,Ibu,KTP,32730157089${String(number).padStart(5, '0')},P,,,01-10-2026`;
  const many = Array.from({ length: 130 }, (_, index) =>
    row(index + 1, index === 1 ? '' : `Pekerja ${index + 1}`),
  );
  const bytes = `${columns}\n${many.join('\n')}\n`;
  const { filing } = await filed(services, { clerk, npp: '1003', kind: 'workers', bytes });
  assert.equal(filing.rowsGood, 129);
  const shown = await asFace((tx) => beginnersOf(tx, services.keys, filing, 100));
  assert.equal(shown.length, 100);
  assert.deepEqual(
    [shown[0], shown[1]?.line, shown.at(-1)?.fullName],
    [
      { number: 1, line: 2, fullName: 'Pekerja 1', birthDate: '1995-08-17', startedOn: '2026-10-01' },
      4,
      'Pekerja 101',
    ],
  );
});
