import { newId } from '#kernel';
import type { Executor, Statement } from '#platform';
import type { ActivityEntry, ActivityEvent, NewActivity } from './events.ts';
import * as queries from './queries.ts';

/** The longest user agent kept, in characters: enough to name a device. */
const longestUserAgent = 300;

/** Records one event. Call it in the transaction of the change that it records, so that neither stands alone. */
export async function record(tx: Executor, entry: NewActivity): Promise<void> {
  await queries.insertEntry(tx, {
    entryId: newId(entry.at),
    ...entry,
    userAgent: entry.userAgent?.slice(0, longestUserAgent),
  });
}

/** As `record`, for what a file or a set-based change did to many at once; without an address or a browser. */
export async function recordMany(tx: Executor, entries: readonly NewActivity[]): Promise<void> {
  await queries.insertEntries(
    tx,
    entries.map((entry) => ({ entryId: newId(entry.at), ...entry, userAgent: undefined })),
  );
}

/**
 * The insert that `record` makes, for a statement that makes the change too: one entry for each row of `changed`, a
 * query with the columns account_id (the member, who acted) and details. It is a part of that statement, after `with`.
 */
export function recordingOf(
  entry: Required<Pick<NewActivity, 'event' | 'at' | 'address' | 'userAgent'>>,
  changed: Statement,
): Statement {
  const userAgent = entry.userAgent.slice(0, longestUserAgent);
  return queries.insertEntryOf({ ...entry, userAgent, entryId: newId(entry.at) }, changed);
}

/** The newest entries of an account, newest first; at most `limit`, and never more than 200. */
export async function recentActivity(
  executor: Executor,
  accountId: string,
  limit: number,
): Promise<ActivityEntry[]> {
  const rows = await queries.newestEntries(executor, accountId, Math.min(limit, 200));
  return rows.map((row) => entryOf(accountId, row));
}

/** The entries of an account since an instant, newest first, at most `limit`; after the entry `before`, if given. */
export async function activitySince(
  executor: Executor,
  accountId: string,
  slice: { readonly since: Date; readonly before: string | undefined; readonly limit: number },
): Promise<ActivityEntry[]> {
  const rows = await queries.entriesSince(executor, accountId, slice);
  return rows.map((row) => entryOf(accountId, row));
}

/** One entry of the account; undefined when it is not there or another's. */
export async function activityEntry(
  executor: Executor,
  accountId: string,
  entryId: string,
): Promise<ActivityEntry | undefined> {
  const row = await queries.entryById(executor, accountId, entryId);
  return row && entryOf(accountId, row);
}

/** How often each event happened since an instant, over all accounts. */
export async function eventCounts(
  executor: Executor,
  since: Date,
): Promise<ReadonlyMap<ActivityEvent, number>> {
  const rows = await queries.countEvents(executor, since);
  return new Map(rows.map(({ event, count }) => [event, count]));
}

/**
 * When signing in with a password was closed, and of whose account, by the number that its page told; without an account
 * when the identifier is unknown. Undefined when no closing has that number.
 */
export async function closingByReference(
  executor: Executor,
  reference: string,
): Promise<{ readonly accountId: string | undefined; readonly at: Date } | undefined> {
  const row = await queries.closingEntry(executor, reference);
  return row && { accountId: row.account_id ?? undefined, at: row.at };
}

/** An entry as its readers see it. */
export function entryOf(accountId: string | null, row: queries.EntryRow): ActivityEntry {
  return {
    id: row.entry_id,
    event: row.event,
    actor: {
      kind: row.actor_kind,
      ...(row.actor_account_id === null ? {} : { accountId: row.actor_account_id }),
    },
    ...(accountId === null ? {} : { accountId }),
    at: row.at,
    details: row.details,
    ...(row.person_id === null ? {} : { personId: row.person_id }),
    ...(row.address === null ? {} : { address: row.address }),
    ...(row.user_agent === null ? {} : { userAgent: row.user_agent }),
  };
}
