import { type Executor, sql } from '#platform';
import type { Clerk, FilingKind, OwnColumns } from './types.ts';

export function selectNames(
  executor: Executor,
  employerId: string,
  kind: FilingKind,
): Promise<{ readonly column: string; readonly name: string }[]> {
  return executor.many(sql`
    select column_name as column, own_name as name from filings.own_column
    where employer_id = ${employerId} and kind = ${kind} order by column_name`);
}

/** In place of all that stood there. */
export async function replaceNames(
  tx: Executor,
  { employerId, accountId }: Clerk,
  kind: FilingKind,
  names: OwnColumns,
  now: Date,
): Promise<void> {
  await tx.run(sql`delete from filings.own_column where employer_id = ${employerId} and kind = ${kind}`);
  await tx.run(sql`
    insert into filings.own_column (employer_id, kind, column_name, own_name, changed_by, changed_at)
    select ${employerId}::uuid, ${kind}, column_name, own_name, ${accountId}::uuid, ${now}::timestamptz
    from unnest(${Object.keys(names)}::text[], ${Object.values(names)}::text[]) as n (column_name, own_name)`);
}
