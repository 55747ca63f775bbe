import { migrate } from '#platform';
import { runMigrations } from 'graphile-worker';

/** Everything the database must have before the program runs: the job queue's own schema, then ours. */
export async function installSchema(url: string, onApplied?: (name: string) => void): Promise<string[]> {
  await runMigrations({ connectionString: url });
  return migrate(url, onApplied);
}
