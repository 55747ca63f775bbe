import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { badRowsSheet, nameColumns } from '#filings';
import { month } from '#kernel';
import { cards, importPeople, now } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { filed, filingServices, newClerk } from '../../tests/support/filings.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { readTable } from './read-table.ts';
import { sheetsOf } from './workbook-facts.ts';
import { openWorkbook } from './workbook-parts.ts';
import { sheetOf } from './write-sheet.ts';
import { zipOf } from './zip.ts';

const database = await testDatabase();
const services = filingServices(database);
before(() => importPeople(database));

const relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** A workbook of these sheets (the XML within sheetData) with shared texts and styles, as spreadsheets write them. */
function workbook(
  sheets: readonly string[],
  extra: { readonly texts?: string; readonly styles?: string; readonly properties?: string } = {},
): Buffer {
  const names = sheets.map((_, index) => `<sheet name="S${index}" sheetId="${index + 1}" r:id="r${index}"/>`);
  const targets = sheets.map(
    (_, index) => `<Relationship Id="r${index}" Target="worksheets/sheet${index}.xml"/>`,
  );
  return zipOf([
    {
      name: 'xl/workbook.xml',
      text: `<workbook ${relations}>${extra.properties ?? ''}<sheets>${names.join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', text: `<Relationships>${targets.join('')}</Relationships>` },
    ...(extra.texts ? [{ name: 'xl/sharedStrings.xml', text: `<sst>${extra.texts}</sst>` }] : []),
    ...(extra.styles ? [{ name: 'xl/styles.xml', text: `<styleSheet>${extra.styles}</styleSheet>` }] : []),
    ...sheets.map((rows, index) => ({
      name: `xl/worksheets/sheet${index}.xml`,
      text: `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    })),
  ]);
}

async function read(bytes: Buffer): Promise<(readonly [number, readonly string[] | undefined])[]> {
  const found: (readonly [number, readonly string[] | undefined])[] = [];
  async function* once() {
    yield await Promise.resolve(bytes);
  }
  for await (const rows of readTable('xlsx', once(), 'wages', {}))
    found.push(...rows.map(({ line, cells }) => [line, cells] as const));
  return found;
}

const text = (value: string, reference = '') =>
  `<c ${reference && `r="${reference}"`} t="inlineStr"><is><t>${value}</t></is></c>`;

test('cells read as a person would type them: shared and own texts, numbers, days, gaps, and formulas as formulas', async () => {
  const bytes = workbook(
    [
      '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>',
      `<row r="2">${text('KPJ')}${text('UPAH')}${text('TANGGAL')}${text('CATATAN')}</row>
       <row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4"><v>7.5E6</v></c><c r="C4" s="1"><v>46326</v></c></row>
       <row r="5"><c r="A5"><v>88880000012</v></c><c r="B5"><f>A5*2</f><v>12</v></c></row>
       <row r="6"><c r="A6"><v>3273010101900001</v></c><c r="B6"><v>4250000.5</v></c><c r="D6" t="str"><v>a &amp; b</v></c></row>`,
    ],
    {
      texts:
        '<si><t>Petunjuk</t></si><si><t>isi</t></si><si><r><t>000</t></r><rPh><t>x</t></rPh><r><t>00000001</t></r></si>',
      styles:
        '<numFmts><numFmt numFmtId="170" formatCode="dd\\-mm\\-yyyy"/></numFmts><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>',
    },
  );
  assert.deepEqual(await read(bytes), [
    [2, ['KPJ', 'UPAH', 'TANGGAL', 'CATATAN']],
    [4, ['00000000001', '7500000', '2026-10-31', '']],
    [5, ['88880000012', '=A5*2', '', '']],
    [6, ['3.273010101900001e+15', '4250000.5', '', 'a & b']],
  ]);
});

test('a workbook is filed like a file, and its bad rows come back as a workbook that can be sent again', async () => {
  const clerk = await newClerk(database);
  const of = month('2026-10');
  const bytes = sheetOf([
    ['KPJ', 'NAMA', 'UPAH'],
    [cards.siti, 'Siti', '7500000'],
    [cards.budi, '=cmd()', '7,5 juta'],
  ]);
  const { filing, refusals } = await filed(services, { clerk, of, bytes, fileName: 'upah.xlsx' });
  assert.deepEqual(refusals, [[3, 'wage', '7,5 juta', 'wage_not_whole_rupiah']]);
  assert.deepEqual([filing.format, filing.rowsGood], ['xlsx', 1]);
  const bad = await badRowsSheet(database, testKeys, filing, ({ reason }) => reason);
  assert.deepEqual(await read(bad), [
    [1, ['KPJ', 'NAMA', 'UPAH', 'ALASAN_DITOLAK']],
    [2, [cards.budi, '=cmd()', '7,5 juta', 'wage_not_whole_rupiah']],
  ]);
  const again = await filed(services, { clerk, of, bytes: bad });
  assert.deepEqual(again.refusals, [[2, 'wage', '7,5 juta', 'wage_not_whole_rupiah']]);
});

test('an employer’s own names of columns hold for workbooks and files alike, also against the usual ones', async () => {
  const clerk = await newClerk(database, '1003');
  const names = { member_number: 'Nomor Kartu', wage: 'Total', back_pay: 'UPAH' };
  const named = { clerk, npp: '1003', kind: 'wages', now } as const;
  assert.deepEqual(await nameColumns(database, { ...named, names: { ...names, month: 'TOTAL' } }), {
    ok: false,
    refusal: 'name_twice',
  });
  assert.ok((await nameColumns(database, { ...named, names })).ok);
  const rows = [
    ['Lain', 'NOMOR KARTU', 'UPAH', 'total'],
    ['x', cards.joko, '0', '6.100.000'],
  ];
  const of = month('2026-09');
  for (const bytes of [sheetOf(rows), `${rows.map((cells) => cells.join(';')).join('\n')}\n`]) {
    const { filing, refusals } = await filed(services, { clerk, npp: '1003', of, bytes });
    assert.deepEqual([filing.wageTotal, filing.unknownColumns, refusals], [6_100_000n, ['Lain'], []]);
  }
});

const broken: readonly (readonly [string, () => Buffer, string, string])[] = [
  ['cut in half', () => sheetOf([['KPJ', 'UPAH']]).subarray(0, 700), 'not_a_workbook', ''],
  ['no archive behind its mark', () => Buffer.from('PK\u0003\u0004 this is none'), 'not_a_workbook', ''],
  ['without a sheet', () => zipOf([{ name: 'a.txt', text: 'a' }]), 'not_a_workbook', ''],
  ['with broken XML', () => workbook(['<row><c></row>']), 'not_a_workbook', ''],
  [
    'that unpacks to far too much',
    () => zipOf([{ name: 'xl/workbook.xml', text: Buffer.alloc(151_000_000, ' ') }]),
    'workbook_too_large',
    '',
  ],
  [
    'with 16,384 columns',
    () => sheetOf([Array.from({ length: 16_384 }, (_, place) => `C${place}`)]),
    'too_many_columns',
    '16384',
  ],
  ['empty', () => workbook(['']), 'empty', ''],
];

for (const [name, bytes, fault, detail] of broken) {
  test(`a workbook ${name} is refused with a sentence, and the server goes on`, async () => {
    const clerk = await newClerk(database);
    const { filing } = await filed(services, { clerk, bytes: bytes() });
    assert.deepEqual([filing.state, filing.fault, filing.faultDetail], ['unreadable', fault, detail]);
  });
}

test('a far cell in every row costs no memory, and shows that the row does not fit', async () => {
  const rows = Array.from(
    { length: 5000 },
    (_, line) => `<row r="${line + 2}"><c r="XFD${line + 2}"><v>1</v></c></row>`,
  );
  const found = await read(workbook([`<row r="1">${text('KPJ')}${text('UPAH')}</row>${rows.join('')}`]));
  assert.equal(found.length, 5001);
  assert.equal(Math.max(...found.map(([, cells = []]) => cells.length)), 129);
});

test('parts that are small by themselves unpack to no more than one workbook may, however often a sheet is listed', async () => {
  const sheet = (fill: number) => `<worksheet><sheetData>${' '.repeat(fill)}</sheetData></worksheet>`;
  const archive = await openWorkbook(
    zipOf(['a', 'b', 'c'].map((name) => ({ name, text: sheet(8000) }))),
    10_000,
  );
  const readAll = async (name: string) => {
    for await (const _ of archive.read(name, {}));
  };
  await readAll('a');
  await readAll('b');
  await assert.rejects(readAll('c'), { fault: 'workbook_too_large' });
  const listed = Array.from({ length: 5000 }, () => '<sheet name="S" r:id="r0"/>').join('');
  const often = zipOf([
    { name: 'xl/workbook.xml', text: `<workbook ${relations}><sheets>${listed}</sheets></workbook>` },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: '<Relationships><Relationship Id="r0" Target="worksheets/s.xml"/></Relationships>',
    },
    { name: 'xl/worksheets/s.xml', text: sheet(10) },
  ]);
  assert.equal((await sheetsOf(await openWorkbook(often))).length, 1);
  const pointed = workbook(['<row><c t="s"><v>0</v></c></row>'], {
    texts: `<si><t>${'9'.repeat(50_000)}</t></si>`,
  });
  await assert.rejects(
    read(pointed),
    { fault: 'workbook_too_large' },
    'millions of cells may point at one text',
  );
  const brackets = workbook([`<row>${text('KPJ')}</row>`], {
    styles: `<numFmts><numFmt numFmtId="200" formatCode="${'['.repeat(80_000)}"/></numFmts>`,
  });
  const before = process.cpuUsage().user;
  await read(brackets);
  assert.ok(process.cpuUsage().user - before < 1_000_000, 'each bracket was searched for its end');
  const long = workbook([`<row>${text('9'.repeat(50_000))}</row>`]);
  await assert.rejects(read(long), { fault: 'not_a_workbook' });
});

const unfolding = (entities: string) =>
  zipOf([{ name: 'xl/workbook.xml', text: `<!DOCTYPE w [${entities}]><workbook>&z;</workbook>` }]);
const laughs = Array.from(
  { length: 24 },
  (_, at) =>
    `<!ENTITY ${String.fromCodePoint(98 + at)} "${`&${String.fromCodePoint(97 + at)};`.repeat(10)}">`,
);

test('[V1.5.1] a workbook whose XML declares entities, of its own or from elsewhere, is refused without unfolding one', async () => {
  const before = process.memoryUsage().rss;
  for (const entities of [
    `<!ENTITY a "ha">${laughs.join('')}`,
    '<!ENTITY z SYSTEM "file:///etc/hostname">',
    '<!ENTITY z SYSTEM "http://127.0.0.1:9/">',
  ])
    await assert.rejects(read(unfolding(entities)), { name: 'FileFault', fault: 'not_a_workbook' });
  assert.ok(process.memoryUsage().rss - before < 100_000_000);
});
