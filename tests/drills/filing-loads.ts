import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { processFilings } from '#filings';
import { month } from '#kernel';
import { zipOf } from '../../src/filings/zip.ts';
import { sheetOf } from '../../src/filings/write-sheet.ts';
import { cards, importPeople } from '../support/contributions.ts';
import { filingServices, handIn, newClerk, stateOf } from '../support/filings.ts';
import { startWholeHouse } from '../support/whole-house.ts';

export type Loads = {
  readonly rows: number;
  /** Of each sheet of the workbook that is too large; without it there is none. */
  readonly sheetBytes?: number;
  /** Without it nobody waits for a clock, and pages have to answer only. */
  readonly slowestMs?: number;
};

const relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** Five sheets of nothing, each almost as large as one may be. */
function bomb(bytes: number): Buffer {
  const sheets = [0, 1, 2, 3, 4];
  const blank = Buffer.concat([
    Buffer.from('<worksheet><sheetData>'),
    Buffer.alloc(bytes, ' '),
    Buffer.from('</sheetData></worksheet>'),
  ]);
  return zipOf([
    {
      name: 'xl/workbook.xml',
      text: `<workbook ${relations}><sheets>${sheets.map((one) => `<sheet name="S${one}" r:id="r${one}"/>`).join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `<Relationships>${sheets.map((one) => `<Relationship Id="r${one}" Target="worksheets/s${one}.xml"/>`).join('')}</Relationships>`,
    },
    ...sheets.map((one) => ({ name: `xl/worksheets/s${one}.xml`, text: blank })),
  ]);
}

/**
 * Files as accidents make them are read while the same process answers pages. Each is refused with its named fault or row
 * reasons, pages are answered meanwhile, and the slowest in a hundred takes less than `slowestMs`.
 */
export async function loadFiles({ rows, sheetBytes, slowestMs }: Loads): Promise<void> {
  const { house, database } = await startWholeHouse();
  await importPeople(database);
  const services = filingServices(database, { FILINGS_PER_DAY: '1000' });
  const clerk = await newClerk(database);
  const wide = Array.from({ length: 16_384 }, (_, at) => `C${at}`);
  const row = `${cards.siti},7000000\n`;
  const files: readonly (readonly [string, string | Buffer])[] = [
    ...(sheetBytes ? [['workbook_too_large', bomb(sheetBytes)] as const] : []),
    ['too_many_columns', sheetOf([wide])],
    ['too_many_columns', `${wide.join(',')}\n`],
    ['not_text', Buffer.from(`KPJ,UPAH\n${row.repeat(rows)}\ufeff`, 'utf16le')],
    ['cut_short', `KPJ,UPAH\n${row.repeat(rows)}${cards.budi}`],
    ['never_closed', `KPJ,UPAH\n"${row.repeat(rows)}`],
    ['duplicate_in_file', `KPJ,UPAH\n${row.repeat(rows)}`],
    ['formula_cell', `KPJ,UPAH\n${`${cards.siti},=1+1\n`.repeat(rows)}`],
  ];
  const taken: (readonly [string, string])[] = [];
  for (const [index, [expected, bytes]] of files.entries()) {
    const of = month(`2026-0${index + 1}`);
    const received = await handIn(services, { clerk, of, bytes });
    assert.ok(received.ok);
    taken.push([expected, received.value.filingId]);
  }
  const waits: number[] = [];
  const reading = new AbortController();
  const asking = (async () => {
    while (!reading.signal.aborted) {
      const begun = performance.now();
      const answer = await fetch(`${house.config.origins.employer}/help`);
      assert.equal(answer.status, 200);
      await answer.text();
      waits.push(performance.now() - begun);
      await sleep(20);
    }
  })();
  await processFilings(services);
  reading.abort();
  await asking;
  for (const [expected, filingId] of taken) {
    const { filing, refusals } = await stateOf(services, clerk, filingId);
    assert.equal(filing.fault ?? refusals[0]?.[3], expected);
  }
  const sorted = waits.toSorted((one, other) => one - other);
  const slow = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  console.log(`${waits.length} pages answered, the slowest in a hundred in ${Math.round(slow)} ms`);
  assert.ok(waits.length > 0, 'a page was answered meanwhile');
  if (slowestMs !== undefined) assert.ok(slow < slowestMs, `${slow} ms`);
}
