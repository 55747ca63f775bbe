import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { countedMonth, reportCopy } from '#contributions';
import { dayIn, type Month } from '#kernel';
import type { Transaction } from '#platform';
import { from as copyFrom } from 'pg-copy-streams';
import { type ColumnPlaces, placeColumns, unknownColumns } from './columns.ts';
import { mostRowsOf } from './most-rows.ts';
import * as queries from './queries-process.ts';
import { selectFirstChunks } from './queries-files.ts';
import { readTable, type TableRow } from './read-table.ts';
import { openFile } from './open-file.ts';
import { FileFault } from './file-fault.ts';
import type { ProcessServices } from './types.ts';
import { readWageRow } from './wage-row.ts';

/** A filing while its rows stand in the hand-over table, numbered from `base`. */
export type StagedFiling = {
  readonly filing: queries.ClaimedFiling;
  readonly base: number;
  last: number;
  rowsRead: number;
  fault: FileFault | undefined;
  readonly refusals: queries.FoundRefusal[];
  /** Cards whose row was refused before it was staged. */
  readonly refusedCards: string[];
  unknownColumns: readonly string[] | null;
};

/**
 * Reads the files of a set into the hand-over table of contributions by one COPY, holding a few pieces of one file at a
 * time. A file that cannot be read leaves no row behind.
 */
export async function stageWages(
  tx: Transaction,
  services: ProcessServices,
  filings: readonly queries.ClaimedFiling[],
): Promise<StagedFiling[]> {
  const staged: StagedFiling[] = [];
  const firsts = await selectFirstChunks(
    tx,
    filings.map(({ fileId }) => fileId),
  );
  const copy: Writable = tx.client.query(copyFrom(reportCopy));
  await pipeline(Readable.from(allLines(services, filings, firsts, staged)), copy);
  for (const { fault, base, last } of staged) if (fault) await queries.dropRows(tx, base, last);
  return staged;
}

async function* allLines(
  services: ProcessServices,
  filings: readonly queries.ClaimedFiling[],
  firsts: ReadonlyMap<string, Buffer>,
  staged: StagedFiling[],
): AsyncGenerator<Buffer> {
  let base = 0;
  let waiting = '';
  for (const filing of filings) {
    const one: StagedFiling = {
      filing,
      base,
      last: base,
      rowsRead: 0,
      fault: undefined,
      refusals: [],
      refusedCards: [],
      unknownColumns: null,
    };
    staged.push(one);
    try {
      for await (const lines of linesOf(services, one, firsts.get(filing.fileId))) {
        waiting += lines;
        if (waiting.length < copyCharacters) continue;
        yield Buffer.from(waiting);
        waiting = '';
      }
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      one.fault = error;
    }
    base = one.last + 1;
  }
  if (waiting !== '') yield Buffer.from(waiting);
}

const copyCharacters = 60_000;

async function* linesOf(
  services: ProcessServices,
  one: StagedFiling,
  first: Buffer | undefined,
): AsyncGenerator<string> {
  const { filing } = one;
  const { database, keys, config, clock } = services;
  const now = clock.now();
  const month = filing.month as Month;
  const beside = `\t${month}\t${countedMonth(month, now)}\t`;
  const after = `\t${dayIn(now)}\n`;
  // The transaction's connection is busy with the COPY.
  const bytes = openFile(database, keys, { fileId: filing.fileId, first });
  const own = filing.ownColumns ?? {};
  const mostRows = mostRowsOf('wages', config);
  let places: ColumnPlaces | undefined;
  let noted = now.getTime();
  for await (const rows of readTable(filing.format, bytes, 'wages', own)) {
    let lines = '';
    for (const row of rows) {
      if (!places) {
        one.unknownColumns = unknownColumns('wages', row.cells ?? [], own);
        places = placeColumns('wages', row.cells ?? [], own);
        continue;
      }
      one.rowsRead += 1;
      one.last = one.base + row.line;
      if (one.rowsRead > mostRows) throw new FileFault('too_many_rows', row.line, String(mostRows));
      lines += lineOf(one, row, places, month, beside, after);
    }
    if (clock.now().getTime() - noted > progressMs) {
      noted = clock.now().getTime();
      await queries.noteProgress(database, filing.filingId, one.rowsRead, clock.now());
    }
    yield lines;
  }
}

const progressMs = 700;

function lineOf(
  one: StagedFiling,
  row: TableRow,
  places: ColumnPlaces,
  month: Month,
  beside: string,
  after: string,
): string {
  const read = readWageRow(row, places, month, one.filing.correctionReason !== null);
  if ('row' in read)
    return `${one.base + row.line}\t${one.filing.npp}\t${read.row.memberNumber}${beside}${read.row.wage}${after}`;
  one.refusals.push({ filingId: one.filing.filingId, row: row.line, ...read.refusal });
  const card = row.cells?.[places.places['member_number'] ?? -1];
  if (card) one.refusedCards.push(card);
  return '';
}
