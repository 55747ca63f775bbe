import { AppError } from '#kernel';
import { type Executor, joined, sql, type Statement, withoutWaitingForDisk } from '#platform';

type StateRow = {
  /** Which of the limits asked about, from 0. */
  readonly place: number;
  readonly used: number;
  /** Of a full window: the one that makes room when it is old. */
  readonly oldest: Date | null;
  readonly count: number;
  readonly closed_until: Date | null;
  readonly forget_at: Date;
};

type Counted = { readonly name: string; readonly key: Buffer };
type WindowUse = Counted & {
  readonly kind: 'window';
  readonly tries: number;
  readonly since: Date;
  readonly forgetAt: Date;
};
type ClosingUse = Counted & {
  readonly kind: 'closing';
  readonly tries: number;
  readonly closedSeconds: number;
  readonly longestClosedSeconds: number;
  readonly forgetAfterSeconds: number;
};
type BudgetUse = Counted & { readonly kind: 'budget'; readonly tries: number; readonly forgetAt: Date };
export type Use = WindowUse | ClosingUse | BudgetUse;
/**
 * `used` of a closing limit and of a budget is its count, and `oldest` nothing; `closed_until` of a window is nothing,
 * that of a budget the instant at which it begins afresh.
 */
export type TakenRow = {
  /** Which of the uses this is about, from 0. */
  readonly place: number;
  readonly allowed: boolean;
  readonly used: number;
  readonly oldest: Date | null;
  readonly closed_until: Date | null;
};

/** To tell the parts of one statement apart; nothing that is not a statement becomes text of one. */
const digits = [sql`0`, sql`1`, sql`2`, sql`3`, sql`4`, sql`5`, sql`6`, sql`7`, sql`8`, sql`9`];

function digitOf(place: number): Statement {
  const digit = digits[place];
  if (!digit) throw new AppError('bug', `more than ${digits.length} limits at once`);
  return digit;
}

/**
 * Takes one from each limit, in order, up to the first that refuses: its row says until when, and later ones have none.
 * Each part waits for the one before (`exists`), so that rows are always locked in the order given.
 */
export function take(executor: Executor, uses: readonly Use[], now: Date): Promise<TakenRow[]> {
  const names = uses.map((_use, place) => sql`taken_${digitOf(place)}`);
  const parts = uses.map((use, place) => {
    const before = names[place - 1];
    const due = before ? sql`exists (select from ${before})` : sql`true`;
    return {
      taking: sql`${names[place]} as (${takeOne(use, now, due)})`,
      answer: sql`
        select ${place}::int as place, true as allowed, used, oldest, closed_until from ${names[place]}
        union all
        select ${place}::int, false, ${refusedBy(use)}
        from throttle.state
        where subject = ${use.key} and limit_name = ${use.name} and ${due} and not exists (select from ${names[place]})`,
    };
  });
  const takings = joined(
    parts.map(({ taking }) => taking),
    sql`, `,
  );
  const answers = joined(
    parts.map(({ answer }) => answer),
    sql` union all `,
  );
  return executor.many<TakenRow>(sql`with ${takings} ${answers}`);
}

function takeOne(use: Use, now: Date, due: Statement): Statement {
  if (use.kind === 'window') return takeWindow(use, now, due);
  return use.kind === 'closing' ? takeClosing(use, now, due) : takeBudget(use, now, due);
}

/** What the row says of a limit that refuses: used, oldest, closed_until. */
function refusedBy(use: Use): Statement {
  if (use.kind === 'window')
    return sql`cardinality(taken_at), (select min(at) from unnest(taken_at) at where at > ${use.since}::timestamptz), null::timestamptz`;
  return use.kind === 'closing'
    ? sql`count, null::timestamptz, closed_until`
    : sql`count, null::timestamptz, forget_at`;
}

/** Counts one more unless the budget is used up; when its time is over it begins afresh. */
function takeBudget(use: BudgetUse, now: Date, due: Statement): Statement {
  const over = sql`state.forget_at <= ${now}::timestamptz`;
  return sql`
    insert into throttle.state as state (limit_name, subject, count, forget_at)
    select ${use.name}::text, ${use.key}::bytea, 1, ${use.forgetAt}::timestamptz where ${due}
    on conflict (subject, limit_name) do update set
      count = case when ${over} then 1 else state.count + 1 end,
      forget_at = case when ${over} then excluded.forget_at else state.forget_at end
    where ${over} or state.count < ${use.tries}::int
    returning count as used, null::timestamptz as oldest, forget_at as closed_until`;
}

/**
 * Adds this instant unless the window is full. The conflicting row is locked and read again before the condition is
 * looked at, so that simultaneous takes line up. A refused take writes nothing.
 */
function takeWindow(use: WindowUse, now: Date, due: Statement): Statement {
  return sql`
    insert into throttle.state as state (limit_name, subject, taken_at, forget_at)
    select ${use.name}::text, ${use.key}::bytea, array[${now}::timestamptz], ${use.forgetAt}::timestamptz where ${due}
    on conflict (subject, limit_name) do update set
      taken_at = array(select at from unnest(state.taken_at) at where at > ${use.since}::timestamptz) || ${now}::timestamptz,
      forget_at = excluded.forget_at
    where (select count(*) from unnest(state.taken_at) at where at > ${use.since}::timestamptz) < ${use.tries}::int
    returning cardinality(taken_at) as used, (select min(at) from unnest(taken_at) at) as oldest,
      null::timestamptz as closed_until`;
}

/** Counts one more unless it is closed; from the limit on, each one closes it for twice as long as the last. */
function takeClosing(use: ClosingUse, now: Date, due: Statement): Statement {
  const count = sql`(case when state.forget_at <= ${now}::timestamptz then 1 else state.count + 1 end)`;
  const closing = (tries: Statement) => sql`
    case when ${tries} >= ${use.tries}::int then ${now}::timestamptz + make_interval(secs => least(
      ${use.closedSeconds}::float8 * 2 ^ least(${tries} - ${use.tries}::int, 30), ${use.longestClosedSeconds}::float8)) end`;
  const forget = (until: Statement) =>
    sql`coalesce(${until}, ${now}::timestamptz) + make_interval(secs => ${use.forgetAfterSeconds}::float8)`;
  return sql`
    insert into throttle.state as state (limit_name, subject, count, closed_until, forget_at)
    select ${use.name}::text, ${use.key}::bytea, 1, ${closing(sql`1`)}, ${forget(closing(sql`1`))} where ${due}
    on conflict (subject, limit_name) do update set
      count = ${count}, closed_until = ${closing(count)}, forget_at = ${forget(closing(count))}
    where state.closed_until is null or state.closed_until <= ${now}::timestamptz
    returning count as used, null::timestamptz as oldest, closed_until`;
}

/** What is counted now; a limit of which nothing is counted has no row. Each by its key, so that one plan serves all. */
export function readStates(
  executor: Executor,
  asked: readonly (Counted & { readonly since: Date; readonly tries: number })[],
): Promise<StateRow[]> {
  if (asked.length === 0) return Promise.resolve([]);
  const parts = asked.map(
    ({ name, key, since, tries }, place) => sql`
      select ${place}::int as place, count, closed_until, forget_at, used, oldest
      from throttle.state
      cross join lateral (
        select count(*)::int as used, (array_agg(at order by at))[greatest(count(*) - ${tries}::int, 0) + 1] as oldest
        from unnest(taken_at) at where at > ${since}::timestamptz) as counted
      where subject = ${key} and limit_name = ${name}`,
  );
  return executor.many<StateRow>(joined(parts, sql` union all `));
}

/**
 * Deletes the counts of some limits and takes the newest one off others, in one statement; an empty count goes too.
 * Each part waits for the one before (a count is never below 0), so that rows are locked in the order given.
 */
export function settle(
  executor: Executor,
  counted: readonly (Counted & { readonly forgiven: boolean })[],
  waiting: 'for-disk' | 'not',
): Promise<number> {
  let before = sql`true`;
  const parts = counted.map(({ name, key, forgiven }, place) => {
    const of = sql`subject = ${key} and limit_name = ${name}`;
    const [gone, less] = [sql`gone_${digitOf(place)}`, sql`less_${digitOf(place)}`];
    const deleting = sql`${gone} as (delete from throttle.state where ${of} and ${before}
      ${forgiven ? sql`` : sql`and cardinality(taken_at) <= 1 and count <= 1`} returning 1)`;
    before = sql`(select count(*) from ${forgiven ? gone : less}) >= 0`;
    if (forgiven) return deleting;
    // Somebody may have taken one more since the statement began: the newest row is what counts, not what it was then.
    return sql`${deleting}, ${less} as (
      update throttle.state set taken_at = trim_array(taken_at, least(1, cardinality(taken_at))),
        count = greatest(count - 1, 0), closed_until = null
      where ${of} and not exists (select from ${gone}) returning 1)`;
  });
  return executor.run(
    sql`with ${joined(parts, sql`, `)} select from ${waiting === 'not' ? withoutWaitingForDisk() : sql`(select) as waiting`}`,
  );
}

export function deleteForgotten(executor: Executor, now: Date): Promise<number> {
  return executor.run(sql`delete from throttle.state where forget_at <= ${now}`);
}
