import type { Executor } from './database.ts';
import { sql } from './sql.ts';

export type JobOptions = {
  readonly key?: string;
  readonly runAt?: Date;
  readonly maxAttempts?: number;
  readonly priority?: number;
};

/**
 * Queues a job in the caller's transaction: it runs only if the transaction commits, and then surely.
 * The payload carries ids only, never a personal value or a secret. `key` makes a second call for
 * the same task replace the first. PostgreSQL refuses a task that the acting role may not queue (migrations/0001_platform.sql).
 */
export async function addJob(
  tx: Executor,
  task: string,
  payload: Readonly<Record<string, string | number>>,
  options: JobOptions = {},
): Promise<void> {
  await tx.run(sql`
    select platform.add_job(${task}, ${JSON.stringify(payload)}::json, ${options.runAt ?? null}::timestamptz,
      ${options.maxAttempts ?? 25}::int, ${options.key ?? null}::text, ${options.priority ?? 0}::int)`);
}
