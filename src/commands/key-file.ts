import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { type Config, readKeyRing } from '#platform';
import { CommandError } from './exit-codes.ts';
import { masterKeyFile } from './home.ts';

/**
 * Writes the ring into its file, whole or not at all, for its owner alone. Throws CommandError with what to do when the
 * keys come from somewhere that this program cannot write: a secret store, the environment, a read-only copy.
 */
export function writeKeyFile(config: Config, ring: string, otherwise: string): void {
  readKeyRing(ring);
  const file = masterKeyFile(config);
  if (file === undefined) throw new CommandError(otherwise);
  const fresh = `${file}.new`;
  try {
    const before = statSync(file);
    const handle = openSync(fresh, 'wx', 0o600);
    try {
      writeSync(handle, `${ring}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (process.getuid?.() === 0) chownSync(fresh, before.uid, before.gid);
    chmodSync(fresh, before.mode & 0o640);
    renameSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new CommandError(
      `The key file ${file} cannot be written (${(error as NodeJS.ErrnoException).code}).\n${otherwise}`,
    );
  }
}

/** The ring as it stands in its file or in the environment. */
export function readKeyText(config: Config): string {
  const file = masterKeyFile(config);
  return (file === undefined ? (config.MASTER_KEYS ?? '') : readFileSync(file, 'utf8')).trim();
}
