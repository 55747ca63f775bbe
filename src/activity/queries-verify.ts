import { type Executor, sql } from '#platform';
import { type EntryAsText, entryAsText } from './queries-sealing.ts';

type Absent = { readonly [Name in keyof EntryAsText]: null };
export type LeafWithEntry = (EntryAsText | Absent) & {
  readonly batch: bigint;
  readonly position: number;
  readonly entryId: string;
  readonly salt: Buffer | null;
  readonly commitment: Buffer;
  readonly hash: Buffer;
};

/** The leaves of some batches in their order, each with its entry; at most `limit`. */
export function leavesWithEntries(
  executor: Executor,
  batches: { readonly first: number; readonly last: number },
  limit: number,
): Promise<LeafWithEntry[]> {
  // Entry by entry: whatever the planner believes of the tables, it never reads all entries for some batches.
  return executor.many<LeafWithEntry>(sql`
    select l.batch_number as batch, l.position, l.entry_id as "entryId", l.salt, l.commitment, l.hash, of_leaf.*
    from activity.leaf l left join lateral (
      select ${entryAsText} from activity.entry e where e.entry_id = l.entry_id limit 1) as of_leaf on true
    where l.batch_number between ${batches.first} and ${batches.last}
    order by l.batch_number, l.position limit ${limit}`);
}

/** Entries that are neither sealed nor waiting for it: whoever added them went round the trigger. */
export function strayEntries(executor: Executor, limit: number): Promise<{ entryId: string; at: Date }[]> {
  return executor.many(sql`
    select e.entry_id as "entryId", e.at from activity.entry e
    where not exists (select 1 from activity.unsealed u where u.entry_id = e.entry_id)
      and not exists (select 1 from activity.leaf l where l.entry_id = e.entry_id)
    order by e.entry_id limit ${limit}`);
}

/** Leaves that no batch of the chain can hold, counted by their batch. */
export function strayLeaves(
  executor: Executor,
  limit: number,
): Promise<{ batch: bigint; entries: bigint }[]> {
  return executor.many(sql`
    select batch_number as batch, count(*) as entries from activity.leaf
    where batch_number < 1 or batch_number > (select coalesce(max(number), 0) from activity.batch)
    group by batch_number order by batch_number limit ${limit}`);
}

/** What waits without an entry, or although it is sealed. */
export function strayWaiting(
  executor: Executor,
  limit: number,
): Promise<{ entryId: string; gone: boolean }[]> {
  return executor.many(sql`
    select u.entry_id as "entryId", e.entry_id is null as gone from activity.unsealed u
    left join activity.entry e on e.entry_id = u.entry_id
    where e.entry_id is null or exists (select 1 from activity.leaf l where l.entry_id = u.entry_id)
    order by u.entry_id limit ${limit}`);
}

export function headsByNumber(
  executor: Executor,
  numbers: readonly number[],
): Promise<{ readonly number: bigint; readonly head: Buffer }[]> {
  return executor.many(sql`select number, head from activity.batch where number = any(${numbers}::bigint[])`);
}

export function chainTotals(
  executor: Executor,
): Promise<{ newest: bigint; batches: bigint; sealed: bigint; waiting: bigint }> {
  return executor.one(sql`
    select coalesce(max(number), 0) as newest, count(*) as batches, coalesce(sum(size), 0)::bigint as sealed,
      (select count(*) from activity.unsealed) as waiting from activity.batch`);
}

/** The accounts whose erasure is recorded: what is personal in their entries may be gone. */
export async function erasedAccounts(executor: Executor): Promise<ReadonlySet<string>> {
  const rows = await executor.many<{ readonly accountId: string }>(sql`
    select distinct account_id as "accountId" from activity.entry
    where event = 'account_erased' and account_id is not null`);
  return new Set(rows.map(({ accountId }) => accountId));
}
