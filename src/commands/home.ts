import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Config,
  type EmbeddedOptions,
  fileOfSecret,
  type KeyRing,
  newMasterKey,
  readKeyRing,
  startEmbeddedPostgres,
} from '#platform';
import { CommandError } from './exit-codes.ts';
import { isLastUser } from './last-user.ts';

/** Where a laptop's data and keys live; GOID_HOME moves it, for instance for tests that run several at once. */
export function homeFolder(config: Config): string {
  return config.GOID_HOME ?? join(import.meta.dirname, '../../.goid');
}

export type OpenedDatabase = {
  readonly url: string;
  /** Where the embedded database keeps its data; undefined for a database of one's own. */
  readonly dataFolder: string | undefined;
  /** Stops the embedded database unless another process uses it: the last one out, whoever started it. */
  release(): Promise<void>;
};

/** The configured database, or the embedded one, started when it is not running. */
export async function openConfiguredDatabase(
  config: Config,
  onProgress?: EmbeddedOptions['onProgress'],
): Promise<OpenedDatabase> {
  if (config.DATABASE_URL)
    return { url: config.DATABASE_URL, dataFolder: undefined, release: async () => {} };
  const postgres = await startEmbeddedPostgres({
    folder: homeFolder(config),
    ...(onProgress ? { onProgress } : {}),
  });
  return {
    url: postgres.url,
    dataFolder: postgres.dataFolder,
    release: async () => {
      if (await isLastUser(postgres.url)) await postgres.stop();
    },
  };
}

/** The file that the master keys stand in; undefined when they come in the environment itself, where they cannot change. */
export function masterKeyFile(config: Config): string | undefined {
  const named = fileOfSecret('MASTER_KEYS', process.env);
  return named ?? (config.MASTER_KEYS ? undefined : join(homeFolder(config), 'master-keys'));
}

/** The key ring from MASTER_KEYS, or one made once for this folder. Losing it loses every sealed value. */
export function openKeyRing(config: Config): KeyRing {
  if (config.MASTER_KEYS) return readKeyRing(config.MASTER_KEYS);
  const folder = homeFolder(config);
  const file = join(folder, 'master-keys');
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(file)) writeFileSync(file, newMasterKey(), { mode: 0o600, flag: 'wx' });
    return readKeyRing(readFileSync(file, 'utf8').trim());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      return readKeyRing(readFileSync(file, 'utf8').trim());
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new CommandError(
      `The key file ${file} cannot be read or written (${(error as NodeJS.ErrnoException).code}). Give yourself the right to, or set MASTER_KEYS.`,
    );
  }
}
