import { AppError, type IsoDate } from '#kernel';
import { prepareEntries, settle } from '#ledger';
import type { Transaction } from '#platform';
import * as queries from './queries-billing.ts';
import { lockImports } from './queries-import.ts';

/**
 * Puts what employers reported and corrected, and what stands on no bill yet, onto the charge `chargeId`, and hands it over in
 *
 *   pg_temp.billed(payer_id uuid, month text, corrected boolean, segment text, workers int, jht bigint, jp bigint,
 *     jp_deferred bigint, jkk bigint, jkm bigint, discounts text)
 *
 * by employer, month and whether it corrects. A correction is billed as what it adds to, or takes off, the revision that was
 * billed or paid before it. `discounts` are the ids of all rules that were applied, separated by spaces. Rows that a file told as
 * paid or posted stand on no bill. Without `payerIds` it takes every employer. Takes turns with imports.
 */
export async function takeUnbilled(
  tx: Transaction,
  charge: {
    readonly chargeId: string;
    readonly on: IsoDate;
    readonly payerIds: readonly string[] | undefined;
  },
): Promise<number> {
  await lockImports(tx);
  await queries.createBilled(tx);
  return (await queries.takeUnpaid(tx, charge)) + (await queries.takeCounted(tx, charge));
}

/** Makes pg_temp.paid_charge(payer_id uuid, charge_id uuid, month text, corrected boolean, paid_on date), which `settlePaid` reads. */
export async function preparePaidCharges(tx: Transaction): Promise<void> {
  await queries.createPaidCharge(tx);
}

/**
 * The charges that pg_temp.paid_charge names are paid whole: their rows get the day of payment and of posting, the pending
 * entries of the ledger are posted, and what a correction takes back is taken back. Charges that are settled already change
 * nothing. Yields how many rows. Throws when an entry holds rows that stand on no bill.
 */
export async function settlePaid(tx: Transaction, postedOn: IsoDate): Promise<number> {
  await lockImports(tx);
  await prepareEntries(tx);
  const rows = await queries.settleRows(tx, postedOn);
  if (rows === 0) return 0;
  const unpaid = await queries.unpaidBeside(tx);
  if (unpaid > 0)
    throw new AppError('bug', `${unpaid} contributions share an entry with paid ones and are unpaid`);
  await queries.requestSettlement(tx, postedOn);
  await queries.requestTakingBack(tx, postedOn);
  await settle(tx);
  return rows;
}

/**
 * Hands out what stands on each charge, for a proof:
 *
 *   pg_temp.charge_total(payer_id uuid, month text, corrected boolean, charge_id uuid, workers int, jht bigint, jp bigint, jkk bigint,
 *     jkm bigint, settled boolean)
 *
 * `settled`: every row is posted. And of the self-employed what is posted:
 *
 *   pg_temp.own_total(membership_id uuid, month text, billed_on date, amount bigint)
 */
export async function prepareChargeTotals(tx: Transaction): Promise<void> {
  await queries.createChargeTotals(tx);
  await queries.createOwnTotals(tx);
}
