import { type Executor, sql, type Statement } from '#platform';
import type { SignedHead } from './head.ts';
import type { PersonalPart, SealedEntry } from './leaf.ts';

/** An entry as text, exactly as it stands, for hashing. */
export const entryAsText: Statement = sql`e.entry_id as id,
  coalesce(to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.at::text) as at, e.event,
  e.actor_kind as "actorKind", e.actor_account_id as "actorAccountId", e.account_id as "accountId",
  e.person_id as "personId", e.address, e.user_agent as "userAgent", e.details::text as details`;
export type EntryAsText = SealedEntry & PersonalPart;

/** One sealer at a time writes the chain; held until the end of the transaction. False when another holds it: nobody waits. */
export async function takeSealingTurn(tx: Executor): Promise<boolean> {
  const { taken } = await tx.one<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext('activity.batch')) as taken`,
  );
  return taken;
}

export function waitingEntries(tx: Executor, after: string, limit: number): Promise<{ entry_id: string }[]> {
  return tx.many(sql`
    select entry_id from activity.unsealed where entry_id > ${after} order by entry_id limit ${limit}`);
}

/**
 * Takes them from the queue and returns them in their order. What is queued and gone, or queued and sealed already, was
 * put there by nobody of ours: it stays queued, as a trace for `verifyActivity`.
 */
export function takeEntries(tx: Executor, ids: readonly string[]): Promise<EntryAsText[]> {
  return tx.many<EntryAsText>(sql`
    with taken as (
      delete from activity.unsealed u using activity.entry e
      where u.entry_id = any(${ids}::uuid[]) and e.entry_id = u.entry_id
        and not exists (select 1 from activity.leaf l where l.entry_id = u.entry_id)
      returning u.entry_id)
    select ${entryAsText} from taken join activity.entry e on e.entry_id = taken.entry_id order by e.entry_id`);
}

export type BatchRow = {
  readonly number: bigint;
  readonly size: number;
  readonly root: Buffer;
  readonly previous: Buffer;
  readonly sealed_at: Date;
  readonly key_id: string;
  readonly head: Buffer;
  readonly signature: Buffer;
};
const batchColumns = sql`number, size, root, previous, sealed_at, key_id, head, signature`;

export function headOfRow(row: BatchRow): SignedHead {
  return {
    number: Number(row.number),
    size: row.size,
    root: row.root,
    previous: row.previous,
    sealedAt: row.sealed_at,
    keyId: row.key_id,
    head: row.head,
    signature: row.signature,
  };
}

export function newestBatch(executor: Executor): Promise<BatchRow | undefined> {
  return executor.maybe<BatchRow>(
    sql`select ${batchColumns} from activity.batch order by number desc limit 1`,
  );
}

export function newestBatches(executor: Executor, limit: number): Promise<BatchRow[]> {
  return executor.many<BatchRow>(
    sql`select ${batchColumns} from activity.batch order by number desc limit ${limit}`,
  );
}

export function batchesAfter(executor: Executor, number: number, limit: number): Promise<BatchRow[]> {
  return executor.many<BatchRow>(sql`
    select ${batchColumns} from activity.batch where number > ${number} order by number limit ${limit}`);
}

export function batchByNumber(executor: Executor, number: number): Promise<BatchRow | undefined> {
  return executor.maybe<BatchRow>(sql`select ${batchColumns} from activity.batch where number = ${number}`);
}

export function insertBatch(tx: Executor, sealed: SignedHead): Promise<number> {
  return tx.run(sql`
    insert into activity.batch (number, size, root, previous, sealed_at, key_id, head, signature)
    values (${sealed.number}, ${sealed.size}, ${sealed.root}, ${sealed.previous}, ${sealed.sealedAt}, ${sealed.keyId},
      ${sealed.head}, ${sealed.signature})`);
}

/** Salts, commitments and hashes come one after the other in one value each, in the order of the ids. */
export type LeafColumns = {
  readonly ids: readonly string[];
  readonly salts: Buffer;
  readonly commitments: Buffer;
  readonly hashes: Buffer;
};

export function insertLeaves(tx: Executor, batch: number, leaves: LeafColumns): Promise<number> {
  return tx.run(sql`
    insert into activity.leaf (entry_id, batch_number, position, salt, commitment, hash)
    select entry_id, ${batch}::bigint, nth - 1, substring(${leaves.salts}::bytea from (nth * 16 - 15)::int for 16),
      substring(${leaves.commitments}::bytea from (nth * 32 - 31)::int for 32),
      substring(${leaves.hashes}::bytea from (nth * 32 - 31)::int for 32)
    from unnest(${leaves.ids}::uuid[]) with ordinality as sealed(entry_id, nth)`);
}

export type LeafRow = {
  readonly batch_number: bigint;
  readonly position: number;
  readonly salt: Buffer | null;
  readonly commitment: Buffer;
};

export function leafOfEntry(executor: Executor, entryId: string): Promise<LeafRow | undefined> {
  return executor.maybe<LeafRow>(sql`
    select batch_number, position, salt, commitment from activity.leaf where entry_id = ${entryId}`);
}

export function leavesOfBatch(executor: Executor, number: number): Promise<{ readonly hash: Buffer }[]> {
  return executor.many(sql`
    select hash from activity.leaf where batch_number = ${number} order by position`);
}

export function ownEntryAsText(
  executor: Executor,
  accountId: string,
  entryId: string,
): Promise<EntryAsText | undefined> {
  return executor.maybe<EntryAsText>(sql`
    select ${entryAsText} from activity.entry e where e.entry_id = ${entryId} and e.account_id = ${accountId}`);
}

export function batchesToForget(
  executor: Executor,
  before: Date,
  limit: number,
): Promise<{ number: bigint }[]> {
  return executor.many(sql`
    select number from activity.batch where forgotten_at is null and sealed_at < ${before} order by number limit ${limit}`);
}

export function forgetBatch(tx: Executor, number: bigint): Promise<{ count: number }> {
  return tx.one(sql`select activity.forget_batch(${number}) as count`);
}

export function waitingSince(executor: Executor): Promise<{ waiting: number; oldest: Date | null }> {
  return executor.one(sql`
    select (select count(*)::int from (select 1 from activity.unsealed limit 100000) as counted) as waiting,
      (select at from activity.entry where entry_id = (select entry_id from activity.unsealed order by entry_id limit 1)) as oldest`);
}

/** How many batches each key has sealed; they are checked with it for good. */
export function batchesByKey(
  executor: Executor,
): Promise<{ readonly key_id: string; readonly count: number }[]> {
  return executor.many(sql`
    select key_id, count(*)::float8 as count from activity.batch group by key_id order by key_id limit 100`);
}

export async function forgetAccount(tx: Executor, accountId: string): Promise<number> {
  const row = await tx.one<{ readonly count: number }>(
    sql`select activity.forget_account(${accountId}) as count`,
  );
  return row.count;
}

export async function waitsForSeal(executor: Executor, accountId: string): Promise<boolean> {
  const row = await executor.one<{ readonly waits: boolean }>(sql`
    select exists (select from activity.unsealed u join activity.entry e using (entry_id)
      where e.account_id = ${accountId}) as waits`);
  return row.waits;
}
