import { type Executor, sql } from '#platform';

export type TouchedFilter = {
  /** The account that acted: an officer's, a member's, a clerk's. */
  readonly actorAccountId?: string | undefined;
  readonly from?: Date | undefined;
  /** Not included. */
  readonly to?: Date | undefined;
};

export function gatherTouched(tx: Executor, filter: TouchedFilter): Promise<number> {
  const { actorAccountId = null, from = null, to = null } = filter;
  return tx.run(sql`
    insert into pg_temp.touched_entry (account_id, person_id, first_at, last_at, entries, events)
    select account_id, person_id, min(at), max(at), count(*), array_agg(distinct event)
    from activity.entry
    where (account_id is not null or person_id is not null)
      and (${actorAccountId}::uuid is null or actor_account_id = ${actorAccountId}::uuid)
      and (${from}::timestamptz is null or at >= ${from}::timestamptz)
      and (${to}::timestamptz is null or at < ${to}::timestamptz)
    group by account_id, person_id`);
}

export async function createTouchedHandOver(tx: Executor): Promise<void> {
  await tx.run(sql`
    create temp table touched_entry (account_id uuid, person_id uuid, first_at timestamptz not null,
      last_at timestamptz not null, entries bigint not null, events text[] not null) on commit drop`);
}
