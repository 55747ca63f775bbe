import type { Readable } from 'node:stream';
import { dayIn, newId, ok, refused } from '#kernel';
import {
  allowLongWork,
  type CopyValue,
  firstRefusal,
  type ImportOptions,
  type ImportReport,
  day,
  matches,
  type StagingPlan,
  stageCsv,
  tellRefusals,
} from '#members';
import type { Database } from '#platform';
import { payersAtOnce } from './payers-at-once.ts';
import { queueAllocation } from './queries.ts';
import * as queries from './queries-import.ts';

const columns = ['bank', 'bank_reference', 'billing_code', 'amount', 'paid_on'] as const;

/**
 * Takes payments.csv of a bank in one transaction: each payment once by bank and reference, as `receivePayment` does. A
 * row told before with the same values changes nothing, one told otherwise is refused; a code that names no bill is kept
 * for an officer. What came in is used for the bills by a job. Throws UnreadableFileError.
 */
export function importPayments(
  database: Database,
  file: Readable,
  options: ImportOptions,
): Promise<ImportReport> {
  return database.transaction(async (tx) => {
    await allowLongWork(tx);
    await queries.createPaymentRow(tx);
    const staged = await stageCsv(tx, file, paymentPlan(options.now), options);
    options.onProgress?.('checking', staged.rowsRead);
    const payers = await queries.writePayments(tx, options.now);
    await queries.refuseToldOtherwise(tx);
    for (let from = 0; from < payers.length; from += payersAtOnce)
      await queueAllocation(tx, payers.slice(from, from + payersAtOnce));
    const counts = await queries.countRows(tx);
    const told = await tellRefusals((after, limit) => queries.refusedRows(tx, after, limit), options);
    return {
      rowsRead: staged.rowsRead,
      rowsWritten: Number(counts.written),
      rowsUnchanged: Number(counts.staged - counts.written) - told,
      rowsRefused: staged.rowsRefused + told,
    };
  });
}

function paymentPlan(now: Date): StagingPlan<(typeof columns)[number]> {
  const rules = [
    matches('bank', /^[a-z0-9-]{2,20}$/, 'bank_wrong'),
    matches('bank_reference', /^[!-~]{1,64}$/, 'reference_wrong'),
    matches('billing_code', /^\d{1,20}$/, 'billing_code_wrong'),
    matches('amount', /^[1-9]\d{0,14}$/, 'amount_wrong'),
    day('paid_on', { today: dayIn(now), earliest: '2015-07-01' }),
  ];
  return {
    columns,
    copy: queries.copyPaymentRow,
    toValues: (row, line) => {
      const wrong = firstRefusal(rules, row);
      if (wrong) return refused(wrong);
      const values: CopyValue[] = [line, newId(now), ...columns.map((column) => row[column])];
      return ok(values);
    },
  };
}
