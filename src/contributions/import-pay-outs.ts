import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { dayIn, ok, refused } from '#kernel';
import {
  allowLongWork,
  createPersonHandOver,
  day,
  firstRefusal,
  type ImportOptions,
  type ImportReport,
  matches,
  refusal,
  resolvePersons,
  type StagingPlan,
  stageCsv,
  tellRefusals,
} from '#members';
import type { Database, Transaction } from '#platform';
import { payOutSavings } from './pay-out.ts';
import { lockImports } from './queries-import.ts';
import * as queries from './queries-pay-outs.ts';

const columns = ['kpj', 'amount', 'paid_on', 'reference'] as const;

/**
 * Takes payouts.csv in one transaction: old-age savings that a branch paid, each once by its reference, as
 * `payOutSavings` does, those of one person by their days. `amount` is what leaves the savings; the provisional return
 * comes on top. A row told before with the same values changes nothing, one told otherwise is refused. Pay-outs are few:
 * each is reckoned by itself. Throws UnreadableFileError.
 */
export function importPayOuts(
  database: Database,
  file: Readable,
  options: ImportOptions,
): Promise<ImportReport> {
  return database.transaction(async (tx) => {
    await allowLongWork(tx);
    await queries.createPayOutRow(tx);
    const staged = await stageCsv(tx, file, payOutPlan(options.now), options);
    await lockImports(tx);
    options.onProgress?.('checking', staged.rowsRead);
    await createPersonHandOver(tx);
    await queries.requestPersons(tx);
    await resolvePersons(tx);
    await queries.checkRows(tx);
    options.onProgress?.('writing', staged.rowsRead);
    const rowsWritten = await payOutRows(tx, options.now);
    const refusedAfter = async (after: number, limit: number) =>
      (await queries.refusedRows(tx, after, limit)).map(({ row, column, value, reason }) => ({
        row,
        ...refusal(column, value, reason),
      }));
    const rowsRefused = staged.rowsRefused + (await tellRefusals(refusedAfter, options));
    return {
      rowsRead: staged.rowsRead,
      rowsWritten,
      rowsUnchanged: staged.rowsRead - rowsRefused - rowsWritten,
      rowsRefused,
    };
  });
}

const atOnce = 1_000;

/** Pays in the order of persons, in which a merging waits for them too, and of days. Yields how many were paid. */
async function payOutRows(tx: Transaction, now: Date): Promise<number> {
  let paid = 0;
  for (let after = 0; ; after += atOnce) {
    const rows = await queries.selectRows(tx, after, atOnce);
    for (const { payOutId, personId, paidOn, savings } of rows) {
      const done = await payOutSavings(tx, { personId, payOutId, paidOn, savings }, now);
      if (done.ok) paid += 1;
      else await queries.refuseRow(tx, payOutId, done.refusal);
    }
    if (rows.length < atOnce) return paid;
  }
}

/**
 * The id of a pay-out by what the branch calls it (UUID version 8, RFC 9562 §5.8). It begins behind every id that was made
 * by the clock, so that a payment stands after what came in on its day; its entries count up from the last two digits.
 */
function payOutIdOf(reference: string): string {
  const hex = createHash('sha256').update(`pay-out ${reference}`).digest('hex');
  return `ff${hex.slice(0, 6)}-${hex.slice(6, 10)}-8${hex.slice(10, 13)}-a${hex.slice(13, 16)}-${hex.slice(16, 26)}00`;
}

function payOutPlan(now: Date): StagingPlan<(typeof columns)[number]> {
  const rules = [
    matches('kpj', /^\d{10,11}$/, 'member_number_wrong'),
    matches('amount', /^[1-9]\d{0,14}$/, 'amount_wrong'),
    day('paid_on', { today: dayIn(now), earliest: '2015-07-01' }),
    matches('reference', /^[!-~]{1,64}$/, 'reference_wrong'),
  ];
  return {
    columns,
    copy: queries.copyPayOutRow,
    toValues: (row, line) => {
      const wrong = firstRefusal(rules, row);
      if (wrong) return refused(wrong);
      return ok([line, payOutIdOf(row.reference), ...columns.map((column) => row[column])]);
    },
  };
}
