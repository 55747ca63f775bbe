import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform';
import { installSchema } from '../../src/commands/install-schema.ts';

let stop: () => Promise<void> = async () => {};

const memoryFolder = '/dev/shm';
const neededBytes = 4 * 1024 ** 3;

/**
 * In memory where there is room. A clone of the template is some two thousand files, and a disk's file system takes 25 times
 * as long to make them; temporary tables come and go there too.
 */
function quickFolder(): string {
  try {
    accessSync(memoryFolder, constants.W_OK);
    const { bavail, bsize } = statfsSync(memoryFolder);
    return bavail * bsize >= neededBytes ? memoryFolder : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** One throw-away PostgreSQL for the whole run, with the schema in a template that each test file clones. */
export async function globalSetup(): Promise<void> {
  if (process.env['TEST_DATABASE_URL']) return;
  const folder = mkdtempSync(join(quickFolder(), 'goid-test-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder, throwAway: true });
  stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  // An interrupted run leaves no server and no memory behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().finally(() => process.exit(130)));
  process.env['TEST_DATABASE_URL'] = postgres.url;
  const { createTemplate } = await import('./database.ts');
  await createTemplate(installSchema);
}

export async function globalTeardown(): Promise<void> {
  await stop();
}
