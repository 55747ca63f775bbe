import { ok, refused, type Result } from '#kernel';
import type { Executor, Transaction } from '#platform';
import { lockRegister } from './queries-corrections.ts';
import * as queries from './queries-merging.ts';

export type RecordMerging = {
  readonly mergingId: string;
  /** The record that goes into the other. */
  readonly gone: string;
  readonly stays: string;
  readonly caseNumber: string;
  readonly now: Date;
};

/** `unknown`: one of the two is no record (any more); `dead`: one of the two is noted as dead. */
export type RecordRefusal = 'unknown' | 'dead';

/** Whether two records may become one, as far as the register knows. */
export async function recordsToMerge(
  executor: Executor,
  { gone, stays }: Pick<RecordMerging, 'gone' | 'stays'>,
): Promise<Result<undefined, RecordRefusal>> {
  return judge(await queries.selectBoth(executor, gone, stays));
}

/** The same, after imports and corrections of others; nobody changes the two until the transaction ends. */
export async function holdRecords(
  tx: Transaction,
  { gone, stays }: Pick<RecordMerging, 'gone' | 'stays'>,
): Promise<Result<undefined, RecordRefusal>> {
  await lockRegister(tx);
  return judge(await queries.lockBoth(tx, gone, stays));
}

function judge(rows: readonly { readonly diedOn: string | null }[]): Result<undefined, RecordRefusal> {
  if (rows.length !== 2) return refused('unknown');
  return rows.some(({ diedOn }) => diedOn !== null) ? refused('dead') : ok(undefined);
}

/**
 * Cards, member numbers, exits, earlier values and family go to the record that stays. The other is gone with its name, NIK
 * and addresses, so that its NIK can be somebody's; a row without anything personal says where it went. Called under
 * `holdRecords`. Yields the number of cards.
 */
export function mergeRecords(tx: Transaction, merging: RecordMerging): Promise<number> {
  return queries.mergePerson(tx, merging);
}

/** The ids by which history names a person: the record's own, and those of records that went into it. */
export async function recordsOf(executor: Executor, personId: string): Promise<string[]> {
  return [personId, ...(await queries.goneInto(executor, personId))];
}
