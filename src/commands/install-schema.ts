import { migrate, migrationFiles, QueuePool, schemaState } from '#platform';
import { runMigrations } from 'graphile-worker';
import { CommandError } from './exit-codes.ts';
import type { RoleName } from './house.ts';

/** Everything the database must have before the program runs: the job queue's own schema, then ours (for a restore, up to a number). */
export async function installSchema(url: string, restoringTo?: number): Promise<string[]> {
  const pool = new QueuePool({ url, size: 1 });
  try {
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
  }
  return migrate(url, restoringTo);
}

/** Refuses to work on a database that lacks migrations of this program. A face's login may only look as its role. */
export async function refuseOldSchema(url: string, role: RoleName): Promise<void> {
  const { present, needed } = await schemaState(url, role).catch((error: unknown) => {
    // Before the first migration there are no roles to act as.
    if ((error as { code?: string }).code === '22023') return { present: 0, needed: migrationFiles().length };
    throw error;
  });
  if (present < needed)
    throw new CommandError(
      `The database has schema ${present}; this program needs ${needed}. Run: ./goid migrate`,
    );
}
