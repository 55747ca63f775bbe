import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase, startEmbeddedPostgres } from '#platform';
import { installSchema } from '../src/commands/install-schema.ts';

/** An embedded PostgreSQL with the schema and nothing else; ends with `work`. */
export async function withInstalledPostgres(work: (url: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'goid-bench-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder });
  try {
    await installSchema(postgres.url);
    await work(postgres.url);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same, opened for work without a time limit. */
export function withInstalledDatabase(work: (database: Database) => Promise<unknown>): Promise<void> {
  return withInstalledPostgres(async (url) => {
    const database = openDatabase({ url, statementTimeoutSeconds: 0 });
    await work(database);
    await database.close();
  });
}
