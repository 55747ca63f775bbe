import pg from 'pg';
import { applyMigration } from '../../src/platform/migrate.ts';

/** Applies one migration that is in no file, as `./goid migrate` would. */
export async function applyForTest(url: string, file: Parameters<typeof applyMigration>[1]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await applyMigration(client, file);
  } finally {
    await client.end();
  }
}
