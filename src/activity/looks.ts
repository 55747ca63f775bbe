import type { Executor } from '#platform';
import { entryOf } from './entries.ts';
import type { ActivityEntry, ActivityEvent } from './events.ts';
import * as queries from './queries-looks.ts';

/** Beside what officers do: events by which somebody got to see data of the member. */
const showingEvents: readonly ActivityEvent[] = [
  'national_number_revealed',
  'history_downloaded',
  'statement_downloaded',
  'statement_checked',
  'client_authorised',
  'data_downloaded',
];

/**
 * Who looked at a member's data or got it, newest first: everything that officers did at the account or at the person,
 * whole numbers shown, files downloaded, services allowed (UU 27/2022 articles 5 and 32). `personIds`: the person and the
 * records that went into that one. At most `limit`.
 */
export async function looksSince(
  executor: Executor,
  whose: { readonly accountId: string; readonly personIds: readonly string[] },
  slice: { readonly since: Date; readonly before: string | undefined; readonly limit: number },
): Promise<ActivityEntry[]> {
  const rows = await queries.looksSince(executor, whose, showingEvents, slice);
  return rows.map((row) => entryOf(row.account_id, row));
}

/** One thing that an officer did at the account or at its person; undefined when it is not there, or nobody's of the desk. */
export async function officerEntry(
  executor: Executor,
  whose: { readonly accountId: string; readonly personId: string | undefined },
  entryId: string,
): Promise<ActivityEntry | undefined> {
  const row = await queries.officerEntry(executor, whose, entryId);
  return row && entryOf(row.account_id, row);
}
