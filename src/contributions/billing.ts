import { AppError, type IsoDate } from '#kernel';
import { prepareEntries, settle } from '#ledger';
import type { Transaction } from '#platform';
import * as queries from './queries-billing.ts';

/**
 * Puts what employers reported, and what stands on no bill yet, onto the charge `chargeId`, and hands it over in
 *
 *   pg_temp.billed(payer_id uuid, month text, segment text, workers int, jht bigint, jp bigint, jp_deferred bigint,
 *     jkk bigint, jkm bigint, discounts text)
 *
 * one row for each employer and month; `discounts` are the ids of all rules that were applied, separated by spaces. Rows that
 * are known as paid or posted stand on no bill. Without `payerIds` it takes every employer.
 */
export async function takeUnbilled(
  tx: Transaction,
  charge: {
    readonly chargeId: string;
    readonly on: IsoDate;
    readonly payerIds: readonly string[] | undefined;
  },
): Promise<number> {
  await queries.createBilled(tx);
  return queries.takeUnbilled(tx, charge);
}

/** Makes pg_temp.paid_month(payer_id uuid, month text, paid_on date), which `settlePaid` reads. */
export async function preparePaidMonths(tx: Transaction): Promise<void> {
  await queries.createPaidMonth(tx);
}

/**
 * The months that pg_temp.paid_month names are paid whole: their rows get the day of payment and of posting, and the
 * pending entries of the ledger are posted. Yields how many rows. Throws when an entry holds rows that stand on no bill.
 */
export async function settlePaid(tx: Transaction, postedOn: IsoDate): Promise<number> {
  await prepareEntries(tx);
  const rows = await queries.settleRows(tx, postedOn);
  const unpaid = await queries.unpaidBeside(tx);
  if (unpaid > 0)
    throw new AppError('bug', `${unpaid} contributions share an entry with paid ones and are unpaid`);
  await queries.requestSettlement(tx, postedOn);
  await settle(tx);
  await queries.clearPaidMonths(tx);
  return rows;
}

/**
 * Hands out what stands on each charge, for a proof:
 *
 *   pg_temp.charge_total(payer_id uuid, month text, charge_id uuid, workers int, jht bigint, jp bigint, jkk bigint,
 *     jkm bigint, settled boolean)
 *
 * `settled`: every row is posted.
 */
export async function prepareChargeTotals(tx: Transaction): Promise<void> {
  await queries.createChargeTotals(tx);
}
