import { type Executor, sql } from '#platform';

type Use = { readonly name: string; readonly key: Buffer; readonly now: Date };
export type WindowRow = { readonly allowed: boolean; readonly used: number; readonly oldest: Date | null };
type ClosingRow = { readonly allowed: boolean; readonly count: number; readonly closed_until: Date | null };
type StateRow = {
  readonly used: number;
  readonly oldest: Date | null;
  readonly count: number;
  readonly closed_until: Date | null;
  readonly forget_at: Date;
};

/**
 * Adds this instant unless the window is full. The conflicting row is locked and read again before the condition is
 * looked at, so that simultaneous takes line up. A refused take writes nothing.
 */
export function takeWindow(
  executor: Executor,
  use: Use & { readonly tries: number; readonly since: Date; readonly forgetAt: Date },
): Promise<WindowRow | undefined> {
  return executor.maybe<WindowRow>(sql`
    with taken as (
      insert into throttle.state as state (limit_name, subject, taken_at, forget_at)
      values (${use.name}, ${use.key}, array[${use.now}::timestamptz], ${use.forgetAt})
      on conflict (subject, limit_name) do update set
        taken_at = array(select at from unnest(state.taken_at) at where at > ${use.since}::timestamptz) || ${use.now}::timestamptz,
        forget_at = excluded.forget_at
      where (select count(*) from unnest(state.taken_at) at where at > ${use.since}::timestamptz) < ${use.tries}::int
      returning taken_at
    )
    select true as allowed, cardinality(taken_at) as used, (select min(at) from unnest(taken_at) at) as oldest from taken
    union all
    select false, cardinality(taken_at), (select min(at) from unnest(taken_at) at where at > ${use.since}::timestamptz)
    from throttle.state
    where subject = ${use.key} and limit_name = ${use.name} and not exists (select from taken)`);
}

type BudgetRow = { readonly allowed: boolean; readonly count: number; readonly forget_at: Date };

/** Counts one more unless the budget is used up; when its time is over it begins afresh. */
export function takeBudget(
  executor: Executor,
  use: Use & { readonly tries: number; readonly forgetAt: Date },
): Promise<BudgetRow | undefined> {
  const over = sql`state.forget_at <= ${use.now}::timestamptz`;
  return executor.maybe<BudgetRow>(sql`
    with taken as (
      insert into throttle.state as state (limit_name, subject, count, forget_at)
      values (${use.name}, ${use.key}, 1, ${use.forgetAt})
      on conflict (subject, limit_name) do update set
        count = case when ${over} then 1 else state.count + 1 end,
        forget_at = case when ${over} then excluded.forget_at else state.forget_at end
      where ${over} or state.count < ${use.tries}::int
      returning count, forget_at
    )
    select true as allowed, count, forget_at from taken
    union all
    select false, count, forget_at from throttle.state
    where subject = ${use.key} and limit_name = ${use.name} and not exists (select from taken)`);
}

/** Counts one more unless it is closed; from the limit on, each one closes it for twice as long as the last. */
export function takeClosing(
  executor: Executor,
  use: Use & {
    readonly tries: number;
    readonly closedSeconds: number;
    readonly longestClosedSeconds: number;
    readonly forgetAfterSeconds: number;
  },
): Promise<ClosingRow | undefined> {
  const count = sql`(case when state.forget_at <= ${use.now}::timestamptz then 1 else state.count + 1 end)`;
  const closing = (tries: typeof count) => sql`
    case when ${tries} >= ${use.tries}::int then ${use.now}::timestamptz + make_interval(secs => least(
      ${use.closedSeconds}::float8 * 2 ^ least(${tries} - ${use.tries}::int, 30), ${use.longestClosedSeconds}::float8)) end`;
  const forget = (until: typeof count) =>
    sql`coalesce(${until}, ${use.now}::timestamptz) + make_interval(secs => ${use.forgetAfterSeconds}::float8)`;
  return executor.maybe<ClosingRow>(sql`
    with taken as (
      insert into throttle.state as state (limit_name, subject, count, closed_until, forget_at)
      values (${use.name}, ${use.key}, 1, ${closing(sql`1`)}, ${forget(closing(sql`1`))})
      on conflict (subject, limit_name) do update set
        count = ${count}, closed_until = ${closing(count)}, forget_at = ${forget(closing(count))}
      where state.closed_until is null or state.closed_until <= ${use.now}::timestamptz
      returning count, closed_until
    )
    select true as allowed, count, closed_until from taken
    union all
    select false, count, closed_until from throttle.state
    where subject = ${use.key} and limit_name = ${use.name} and not exists (select from taken)`);
}

export function readState(
  executor: Executor,
  use: { readonly name: string; readonly key: Buffer; readonly since: Date },
): Promise<StateRow | undefined> {
  return executor.maybe<StateRow>(sql`
    select count, closed_until, forget_at,
      (select count(*)::int from unnest(taken_at) at where at > ${use.since}::timestamptz) as used,
      (select min(at) from unnest(taken_at) at where at > ${use.since}::timestamptz) as oldest
    from throttle.state where subject = ${use.key} and limit_name = ${use.name}`);
}

type Counted = { readonly name: string; readonly key: Buffer };

/** Deletes the counts of some limits and takes the newest one off others, in one statement; an empty count goes too. */
export function settle(
  executor: Executor,
  forgiven: readonly Counted[],
  givenBack: readonly Counted[],
): Promise<number> {
  const among = (counted: readonly Counted[]) => sql`(subject, limit_name) in (select * from
    unnest(${counted.map(({ key }) => key)}::bytea[], ${counted.map(({ name }) => name)}::text[]))`;
  return executor.run(sql`
    with forgiven as (delete from throttle.state where ${among(forgiven)}),
    emptied as (
      delete from throttle.state where ${among(givenBack)} and cardinality(taken_at) <= 1 and count <= 1)
    update throttle.state set taken_at = trim_array(taken_at, least(1, cardinality(taken_at))),
      count = greatest(count - 1, 0), closed_until = null
    where ${among(givenBack)} and (cardinality(taken_at) > 1 or count > 1)`);
}

export function deleteForgotten(executor: Executor, now: Date): Promise<number> {
  return executor.run(sql`delete from throttle.state where forget_at <= ${now}`);
}
