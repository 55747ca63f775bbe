import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform';
import { installSchema } from '../../src/commands/install-schema.ts';

let stop: () => Promise<void> = async () => {};

/** One throw-away PostgreSQL for the whole run, with the schema in a template that each test file clones. */
export async function globalSetup(): Promise<void> {
  if (process.env['TEST_DATABASE_URL']) return;
  const folder = mkdtempSync(join(tmpdir(), 'goid-test-'));
  const { chmodSync } = await import('node:fs');
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder, throwAway: true });
  stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  process.env['TEST_DATABASE_URL'] = postgres.url;
  const { createTemplate } = await import('./database.ts');
  await createTemplate(installSchema);
}

export async function globalTeardown(): Promise<void> {
  await stop();
}
