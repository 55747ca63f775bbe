import { holdMoney, mergeMoney, type MoneyRefusal } from '#contributions';
import { moveRemarks } from '#filings';
import { ok, type Result } from '#kernel';
import { holdRecords, mergeRecords, type RecordMerging, type RecordRefusal } from '#members';
import type { Transaction } from '#platform';

export type JoinRefusal = RecordRefusal | MoneyRefusal;

/**
 * Makes one record of two in the caller's transaction, whatever is filed, corrected, paid or credited meanwhile: who writes
 * money or the register waits, and then finds the cards under the record that stays. Of two mergings that share a record
 * the second finds it gone, or moved on with its cards, so that any order ends in one record.
 */
export async function joinRecords(
  tx: Transaction,
  merging: RecordMerging,
): Promise<Result<undefined, JoinRefusal>> {
  const records = await holdRecords(tx, merging);
  if (!records.ok) return records;
  const money = await holdMoney(tx, merging);
  if (!money.ok) return money;
  await mergeRecords(tx, merging);
  await mergeMoney(tx, merging);
  await moveRemarks(tx, merging);
  return ok(undefined);
}
