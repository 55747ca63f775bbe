import { type Executor, sql } from '#platform';

/** How many jobs wait although they are due, and how long the oldest of them has. Jobs that wait for another try are not due. */
export async function queueState(
  executor: Executor,
  now: Date,
): Promise<{ readonly due: number; readonly oldestSeconds: number; readonly givenUp: number }> {
  return executor.one(sql`
    select count(*) filter (where due)::int as due, count(*) filter (where attempts >= max_attempts)::int as "givenUp",
      coalesce(extract(epoch from ${now}::timestamptz - min(run_at) filter (where due)), 0)::float8 as "oldestSeconds"
    from (select *, locked_at is null and attempts < max_attempts and run_at <= ${now}::timestamptz as due
      from graphile_worker._private_jobs) as job`);
}
