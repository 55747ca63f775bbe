import { migrate, schemaState } from '#platform';
import { runMigrations } from 'graphile-worker';
import { CommandError } from './exit-codes.ts';

/** Everything the database must have before the program runs: the job queue's own schema, then ours. */
export async function installSchema(url: string, onApplied?: (name: string) => void): Promise<string[]> {
  await runMigrations({ connectionString: url });
  return migrate(url, onApplied);
}

/** Refuses to work on a database that lacks migrations of this program. */
export async function refuseOldSchema(url: string): Promise<void> {
  const { present, needed } = await schemaState(url);
  if (present < needed)
    throw new CommandError(
      `The database has schema ${present}; this program needs ${needed}. Run: ./goid migrate`,
    );
}
