import { recordMany } from '#activity';
import { dayIn } from '#kernel';
import type { Transaction } from '#platform';
import { type ColumnPlaces, placeColumns, unknownColumns } from './columns.ts';
import { mostRowsOf } from './most-rows.ts';
import { previewDigest } from './preview.ts';
import { changedSince } from './process-wages.ts';
import * as queries from './queries-process.ts';
import { readTable, type TableRow } from './read-table.ts';
import { readExitRow } from './exit-row.ts';
import type { Read } from './register-cells.ts';
import { readWorkerRow } from './worker-row.ts';
import { openFile } from './open-file.ts';
import { takeExits } from './take-exits.ts';
import { takeWorkers } from './take-workers.ts';
import { FileFault } from './file-fault.ts';
import type { ProcessServices, RefusedRow } from './types.ts';

export type Numbered<Row> = Row & { readonly line: number };

/** Looks at a file of new workers or of exits, or takes it: what is only looked at is done and undone again. */
export async function processRegister(
  tx: Transaction,
  services: ProcessServices,
  filing: queries.ClaimedFiling,
  take: boolean,
): Promise<readonly queries.ClaimedFiling[]> {
  const now = services.clock.now();
  const refusals: RefusedRow[] = [];
  let rowsRead = 0;
  let good = 0;
  let facts: readonly string[] = [];
  let fault: FileFault | undefined;
  const columns: { unknown: string[] | null } = { unknown: null };
  try {
    const today = dayIn(now);
    if (filing.kind === 'exits') {
      const read = await readRows(services, filing, columns, refusals, (line, places) =>
        readExitRow(line, places, today),
      );
      rowsRead = read.rowsRead;
      ({ good, facts } = await takeExits(tx, filing, read.rows, refusals, take ? now : undefined));
    } else {
      const read = await readRows(services, filing, columns, refusals, readWorkerRow);
      rowsRead = read.rowsRead;
      good = await takeWorkers(tx, services, filing, read.rows, refusals, take);
    }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    fault = error;
    refusals.length = 0;
  }
  const { filingId } = filing;
  const outcome = outcomeOf(filingId, {
    fault,
    rowsRead,
    good,
    facts,
    refusals,
    take,
    unknownColumns: columns.unknown,
  });
  const changed = take ? changedSince([filing], [outcome]) : [];
  if (changed.length > 0) return changed;
  await queries.writeRefusals(
    tx,
    [filingId],
    refusals.map((refusal) => ({ filingId, ...refusal })),
  );
  await queries.writeOutcomes(tx, [outcome], now);
  if (take && filing.approvedBy && !fault)
    await recordMany(tx, [
      {
        event: 'filing_counted',
        actor: { kind: 'system' },
        accountId: filing.approvedBy,
        at: now,
        details: { npp: filing.npp, kind: filing.kind, month: '', rows: good },
      },
    ]);
  return [];
}

async function readRows<Row>(
  { database, keys, config }: ProcessServices,
  { kind, format, fileId, ownColumns }: queries.ClaimedFiling,
  columns: { unknown: string[] | null },
  refusals: RefusedRow[],
  readRow: (line: TableRow, places: ColumnPlaces) => Read<Row>,
): Promise<{ rows: Numbered<Row>[]; rowsRead: number }> {
  const own = ownColumns ?? {};
  const rows: Numbered<Row>[] = [];
  const mostRows = mostRowsOf(kind, config);
  let places: ColumnPlaces | undefined;
  let rowsRead = 0;
  for await (const lines of readTable(format, openFile(database, keys, { fileId }), kind, own)) {
    for (const line of lines) {
      if (!places) {
        columns.unknown = unknownColumns(kind, line.cells ?? [], own);
        places = placeColumns(kind, line.cells ?? [], own);
        continue;
      }
      rowsRead += 1;
      if (rowsRead > mostRows) throw new FileFault('too_many_rows', line.line, String(mostRows));
      const read = readRow(line, places);
      if ('row' in read) rows.push({ ...read.row, line: line.line });
      else refusals.push({ row: line.line, ...read.refusal });
    }
  }
  return { rows, rowsRead };
}

function outcomeOf(
  filingId: string,
  {
    fault,
    rowsRead,
    good,
    facts,
    refusals,
    take,
    unknownColumns,
  }: {
    fault: FileFault | undefined;
    rowsRead: number;
    good: number;
    facts: readonly string[];
    refusals: readonly RefusedRow[];
    take: boolean;
    unknownColumns: readonly string[] | null;
  },
): queries.Outcome {
  const found = {
    rows_read: rowsRead,
    rows_good: fault ? 0 : good,
    rows_known: 0,
    wage_total: null,
    jht_total: null,
    jp_total: null,
    jkk_total: null,
    jkm_total: null,
  };
  return {
    ...found,
    filingId,
    state: fault ? 'unreadable' : take ? 'counted' : 'checked',
    fault: fault?.fault ?? null,
    fault_line: fault?.line ?? null,
    fault_detail: fault?.detail ?? null,
    rows_refused: refusals.length,
    preview: previewDigest(found, refusals, fault ? [] : facts),
    unknown_columns: unknownColumns,
  };
}
