import type { Executor } from './database.ts';
import { sql } from './sql.ts';

/** Marks a database for good as one that holds the demonstration, whose passwords are public. */
export async function markDemonstration(executor: Executor, now: Date): Promise<void> {
  await executor.run(sql`
    insert into platform.demonstration (loaded_at) select ${now}::timestamptz
    where not exists (select from platform.demonstration)`);
}

/** Whether the demonstration was ever loaded into this database, wholly or in part. */
export async function holdsDemonstration(executor: Executor): Promise<boolean> {
  const { held } = await executor.one<{ held: boolean }>(
    sql`select exists (select from platform.demonstration) as held`,
  );
  return held;
}
