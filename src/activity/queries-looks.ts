import { type Executor, sql } from '#platform';
import type { EntryRow } from './queries.ts';

const columns = sql`entry_id, account_id, person_id, event, actor_kind, actor_account_id, at, address, user_agent, details`;

export type LookRow = EntryRow & { readonly account_id: string | null };

/** What an officer did at the account or at its person, and the events named, newest first. */
export function looksSince(
  executor: Executor,
  whose: { readonly accountId: string; readonly personIds: readonly string[] },
  events: readonly string[],
  slice: { readonly since: Date; readonly before: string | undefined; readonly limit: number },
): Promise<LookRow[]> {
  const before = slice.before ?? null;
  return executor.many<LookRow>(sql`
    select ${columns} from (
      select ${columns} from activity.entry
      where account_id = ${whose.accountId} and (actor_kind = 'officer' or event = any(${events}))
      union all
      select ${columns} from activity.entry
      where person_id = any(${whose.personIds}::uuid[]) and actor_kind = 'officer'
        and account_id is distinct from ${whose.accountId}) as looks
    where at >= ${slice.since} and (${before}::uuid is null or (at, entry_id) <
      (select at, entry_id from activity.entry where entry_id = ${before}::uuid))
    order by at desc, entry_id desc limit ${slice.limit}`);
}

export function officerEntry(
  executor: Executor,
  whose: { readonly accountId: string; readonly personId: string | undefined },
  entryId: string,
): Promise<LookRow | undefined> {
  return executor.maybe<LookRow>(sql`
    select ${columns} from activity.entry where entry_id = ${entryId}::uuid and actor_kind = 'officer'
      and (account_id = ${whose.accountId} or person_id = ${whose.personId ?? null})`);
}
