import type { IsoDate, Month, Rupiah } from '#kernel';
import type { Transaction } from '#platform';
import * as queries from './queries-billing.ts';
import { checkReports, createReportHandOver, reportTotals, takeReports } from './report.ts';

/** A month for which a self-employed person has paid, with the income that was declared for it. */
export type OwnMonth = {
  readonly memberNumber: string;
  readonly month: Month;
  readonly income: Rupiah;
  /** JHT is of free choice for the self-employed (PP 46/2015). */
  readonly withSavings: boolean;
  readonly declaredOn: IsoDate;
  readonly billedOn: IsoDate;
  readonly paidOn: IsoDate;
  readonly postedOn: IsoDate;
};

/**
 * Writes what the self-employed have paid for, with all its dates, assessed by the law of the month and posted at once: an
 * unpaid month of theirs is no debt, so nothing is written before. Takes turns with imports. A month that the register
 * refuses, such as one after the card has ended, is left out: `verifyBilling` names it, for a person to look at. One that is
 * written already is left alone. Yields those that were written now.
 */
export async function enterOwnPaid(
  tx: Transaction,
  now: Date,
  months: readonly OwnMonth[],
): Promise<Pick<OwnMonth, 'memberNumber' | 'month'>[]> {
  await createReportHandOver(tx);
  await queries.insertOwnRows(tx, months);
  await checkReports(tx, now, true);
  const taken = await queries.selectOwnTaken(tx);
  await reportTotals(tx);
  await takeReports(tx, now, { read: months.length, refused: 0 });
  return taken;
}
