import { type Executor, type Transaction, sql } from '#platform';
import type { RowRefusal } from './import-types.ts';

/** One import of this room at a time; the next one waits and then sees what the first one wrote. */
export async function lockImports(tx: Transaction): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(4711, 4)`);
}

/**
 * Lifts the limits that guard short work, for this transaction only: a long file is read under one statement, and
 * its checks sort and join in memory.
 */
export async function allowLongWork(tx: Transaction): Promise<void> {
  await tx.run(sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true),
    set_config('idle_in_transaction_session_timeout', '0', true), set_config('work_mem', '48MB', true)`);
}

const refusedOf = {
  employer_row: (after: number, limit: number) => sql`
    select row_number as row, refused_column as column, refused_value as value, refusal as reason
    from pg_temp.employer_row where refusal is not null and row_number > ${after}::int order by row_number limit ${limit}::int`,
  member_row: (after: number, limit: number) => sql`
    select row_number as row, refused_column as column, refused_value as value, refusal as reason
    from pg_temp.member_row where refusal is not null and row_number > ${after}::int order by row_number limit ${limit}::int`,
  family_row: (after: number, limit: number) => sql`
    select row_number as row, refused_column as column, refused_value as value, refusal as reason
    from pg_temp.family_row where refusal is not null and row_number > ${after}::int order by row_number limit ${limit}::int`,
};
export type StagingTable = keyof typeof refusedOf;

/** The next refused rows of a hand-over table after a line. */
export function refusedRows(
  executor: Executor,
  table: StagingTable,
  after: number,
  limit: number,
): Promise<RowRefusal[]> {
  return executor.many<RowRefusal>(refusedOf[table](after, limit));
}
