import { type Executor, sql, type Statement } from '#platform';
import type { ActivityEvent, Actor, NewActivity } from './events.ts';

export type EntryRow = {
  readonly entry_id: string;
  readonly person_id: string | null;
  readonly event: ActivityEvent;
  readonly actor_kind: Actor['kind'];
  readonly actor_account_id: string | null;
  readonly at: Date;
  readonly address: string | null;
  readonly user_agent: string | null;
  readonly details: Record<string, string | number>;
};
type WholeEntry = Omit<NewActivity, 'userAgent'> & {
  readonly entryId: string;
  readonly userAgent: string | undefined;
};

export function insertEntry(tx: Executor, entry: WholeEntry): Promise<number> {
  return tx.run(sql`
    insert into activity.entry (entry_id, account_id, person_id, event, actor_kind, actor_account_id, at, address, user_agent, details)
    values (${entry.entryId}, ${entry.accountId ?? null}, ${entry.personId ?? null}, ${entry.event}, ${entry.actor.kind},
      ${entry.actor.accountId ?? null}, ${entry.at}, ${entry.address ?? null}, ${entry.userAgent ?? null},
      ${JSON.stringify(entry.details ?? {})}::jsonb)`);
}

export function insertEntries(tx: Executor, entries: readonly WholeEntry[]): Promise<number> {
  const column = (of: (entry: WholeEntry) => string | undefined) => entries.map((entry) => of(entry) ?? null);
  return tx.run(sql`
    insert into activity.entry (entry_id, account_id, person_id, event, actor_kind, actor_account_id, at, details)
    select * from unnest(${column(({ entryId }) => entryId)}::uuid[], ${column(({ accountId }) => accountId)}::uuid[],
      ${column(({ personId }) => personId)}::uuid[], ${column(({ event }) => event)}::text[],
      ${column(({ actor }) => actor.kind)}::text[], ${column(({ actor }) => actor.accountId)}::uuid[],
      ${entries.map(({ at }) => at)}::timestamptz[], ${column(({ details }) => JSON.stringify(details ?? {}))}::jsonb[])`);
}
type OwnEntry = Required<Pick<NewActivity, 'event' | 'at' | 'address' | 'userAgent'>> & {
  readonly entryId: string;
};

export function insertEntryOf(entry: OwnEntry, changed: Statement): Statement {
  return sql`
    insert into activity.entry (entry_id, account_id, event, actor_kind, actor_account_id, at, address, user_agent, details)
    select ${entry.entryId}::uuid, changed.account_id, ${entry.event}::text, 'member', changed.account_id, ${entry.at}::timestamptz,
      ${entry.address}::text, ${entry.userAgent}::text, changed.details
    from (${changed}) as changed`;
}

const columns = sql`entry_id, person_id, event, actor_kind, actor_account_id, at, address, user_agent, details`;

export function newestEntries(executor: Executor, accountId: string, limit: number): Promise<EntryRow[]> {
  return executor.many<EntryRow>(sql`
    select ${columns} from activity.entry where account_id = ${accountId}
    order by at desc, entry_id desc limit ${limit}`);
}

export function entriesSince(
  executor: Executor,
  accountId: string,
  slice: { readonly since: Date; readonly before: string | undefined; readonly limit: number },
): Promise<EntryRow[]> {
  const before = slice.before ?? null;
  return executor.many<EntryRow>(sql`
    select ${columns} from activity.entry
    where account_id = ${accountId} and at >= ${slice.since} and (${before}::uuid is null or (at, entry_id) <
      (select at, entry_id from activity.entry where account_id = ${accountId} and entry_id = ${before}::uuid))
    order by at desc, entry_id desc limit ${slice.limit}`);
}

export function entryById(
  executor: Executor,
  accountId: string,
  entryId: string,
): Promise<EntryRow | undefined> {
  return executor.maybe<EntryRow>(sql`
    select ${columns} from activity.entry where entry_id = ${entryId} and account_id = ${accountId}`);
}

/** The closing of a password by the number on its page; the newest, if two ever had the same. */
export function closingEntry(
  executor: Executor,
  reference: string,
): Promise<{ readonly account_id: string | null; readonly at: Date } | undefined> {
  return executor.maybe<{ account_id: string | null; at: Date }>(sql`
    select account_id, at from activity.entry
    where event = 'password_closed' and details ->> 'reference' = ${reference} order by at desc limit 1`);
}

/** Ids begin with their instant (UUID version 7), so the primary key finds the newest without an index of its own. */
export function countEvents(
  executor: Executor,
  since: Date,
): Promise<{ event: ActivityEvent; count: number }[]> {
  const first = since.getTime().toString(16).padStart(12, '0');
  return executor.many(sql`
    select event, count(*)::int as count from activity.entry
    where entry_id >= ${`${first.slice(0, 8)}-${first.slice(8)}-7000-8000-000000000000`}::uuid group by event`);
}
