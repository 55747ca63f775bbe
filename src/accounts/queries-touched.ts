import { type Executor, type Language, sql } from '#platform';

/** How many were touched; members stand on the register, others are officers, clerks and whoever else has only an account. */
export type TouchedCount = { readonly people: number; readonly members: number };

/** An account and its person are one member, whichever of the two an entry named. */
export async function joinTouched(tx: Executor): Promise<TouchedCount> {
  await tx.run(sql`
    create temp table touched_member (nth bigint primary key, account_id uuid, person_id uuid, first_at timestamptz not null,
      last_at timestamptz not null, entries bigint not null, events text[] not null) on commit drop`);
  await tx.run(sql`
    insert into pg_temp.touched_member (nth, account_id, person_id, first_at, last_at, entries, events)
    select row_number() over (), account_id, min(person_id::text)::uuid, min(first_at), max(last_at), sum(entries),
      (select array_agg(distinct event order by event) from unnest(string_to_array(string_agg(array_to_string(events, ' '), ' '), ' ')) as event)
    from (
      select coalesce(t.account_id, of_person.account_id) as account_id,
        coalesce(own.person_id, t.person_id) as person_id, t.first_at, t.last_at, t.entries, t.events
      from pg_temp.touched_entry t
      left join accounts.account own on own.account_id = t.account_id
      left join accounts.account of_person on t.account_id is null and of_person.person_id = t.person_id) as named
    group by account_id, case when account_id is null then person_id end`);
  return tx.one<TouchedCount>(sql`
    select count(*)::int as people, count(person_id)::int as members from pg_temp.touched_member`);
}

export type TouchedRow = {
  readonly nth: bigint;
  readonly accountId: string | null;
  readonly personId: string | null;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly entries: bigint;
  readonly events: string[];
  readonly displayName: Buffer | null;
  readonly language: Language | null;
  readonly contactIds: string[];
  readonly channels: ('email' | 'sms')[];
  readonly addresses: Buffer[];
};

export function touchedSlice(tx: Executor, after: bigint, limit: number): Promise<TouchedRow[]> {
  return tx.many<TouchedRow>(sql`
    select t.nth, t.account_id as "accountId", t.person_id as "personId", t.first_at as "firstAt", t.last_at as "lastAt",
      t.entries, t.events, account.display_name as "displayName", account.language, reach.ids as "contactIds",
      reach.channels, reach.addresses
    from pg_temp.touched_member t left join accounts.account on account.account_id = t.account_id
    left join lateral (
      select coalesce(array_agg(contact_id order by channel, contact_id), '{}') as ids,
        coalesce(array_agg(channel order by channel, contact_id), '{}') as channels,
        coalesce(array_agg(address order by channel, contact_id), '{}') as addresses
      from accounts.contact where contact.account_id = t.account_id) as reach on true
    where t.nth > ${after} order by t.nth limit ${limit}`);
}

/** When a session was in use at all, and whose it was. */
export function sessionSpan(
  executor: Executor,
  sessionId: string,
): Promise<{ accountId: string; from: Date; to: Date } | undefined> {
  return executor.maybe(sql`
    select account_id as "accountId", authenticated_at as from,
      least(coalesce(ended_at, expires_at), last_seen_at + make_interval(secs => idle_seconds)) + interval '1 second' as to
    from accounts.session where session_id = ${sessionId}`);
}
