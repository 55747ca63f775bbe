import { createHash } from 'node:crypto';
import { createReadStream, existsSync, renameSync, rmSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { CommandError } from './exit-codes.ts';

const manifestShape = z.object({
  kind: z.literal('goid-backup-1'),
  /** When the snapshot was taken: the copy holds what was committed by then. */
  takenAt: z.iso.datetime(),
  /** Number of the newest migration. */
  schema: z.int(),
  /** Major version of the PostgreSQL that it came from. */
  postgres: z.int(),
  /** Ids of the master keys that it was used with; never a key. */
  keyIds: z.array(z.string()),
  bytes: z.int(),
  sha256: z.string(),
});

export type Manifest = z.infer<typeof manifestShape>;

/** Each account's own key: a file of its own, of which only the newest is kept (docs/decisions/0030-my-data.md). */
export const dataKeyTable = 'platform.data_key';
export const dataKeysBeside = (file: string) => `${file}.data-keys`;

/** The manifest is one line of this length, so that it can be written when all behind it is known. */
const manifestBytes = 4096;

/**
 * Writes manifest and dump beside the file, for its owner alone, and renames them when they are whole. `ended` tells
 * that all of the dump came. Throws CommandError when the file is there already, and leaves nothing behind.
 */
export async function writeBackup(
  file: string,
  dump: Readable,
  ended: Promise<void>,
  facts: Omit<Manifest, 'kind' | 'bytes' | 'sha256'>,
): Promise<Manifest> {
  const part = `${file}.part`;
  const handle = await openNew(file, part);
  try {
    const digest = createHash('sha256');
    let bytes = 0;
    await handle.appendFile(Buffer.alloc(manifestBytes, ' '));
    for await (const chunk of dump as AsyncIterable<Buffer>) {
      digest.update(chunk);
      bytes += chunk.length;
      await handle.appendFile(chunk);
    }
    await ended;
    const manifest: Manifest = { kind: 'goid-backup-1', ...facts, bytes, sha256: digest.digest('hex') };
    const line = Buffer.from(`${JSON.stringify(manifest).padEnd(manifestBytes - 1)}\n`);
    if (line.length !== manifestBytes) throw new CommandError('There are too many master keys to name.');
    await handle.write(line, 0, manifestBytes, 0);
    await handle.sync();
    await handle.close();
    renameSync(part, file);
    return manifest;
  } catch (error) {
    await handle.close().catch(() => {});
    rmSync(part, { force: true });
    throw error;
  }
}

async function openNew(file: string, part: string): Promise<FileHandle> {
  try {
    const handle = await open(part, 'wx', 0o600);
    if (!existsSync(file)) return handle;
    await handle.close();
    rmSync(part);
    throw new CommandError(`The file ${file} is there already; a backup never overwrites one.`);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      code === 'EEXIST'
        ? `The file ${part} is in the way: another backup is being written there, or one was broken off. Then remove it.`
        : `The file ${part} cannot be written (${code}).`,
    );
  }
}

/** The manifest of a file whose dump is as it was written. Throws CommandError. */
export async function readManifest(file: string): Promise<Manifest> {
  try {
    const manifest = await firstLine(file);
    const { size } = await stat(file);
    const whole = manifestBytes + manifest.bytes;
    if (size !== whole)
      throw new CommandError(`The file ${file} is not whole: it has ${size} bytes of ${whole}.`);
    const digest = createHash('sha256');
    for await (const chunk of dumpOf(file)) digest.update(chunk as Buffer);
    if (digest.digest('hex') !== manifest.sha256)
      throw new CommandError(`The file ${file} was changed since it was written.`);
    return manifest;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`The file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

async function firstLine(file: string): Promise<Manifest> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(manifestBytes), 0, manifestBytes, 0);
    return manifestShape.parse(JSON.parse(buffer.toString('utf8', 0, bytesRead)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code) throw error;
    throw new CommandError(`The file ${file} is not a backup made by ./goid backup.`);
  } finally {
    await handle.close();
  }
}

/** The dump itself, in pg_dump's custom format. */
export function dumpOf(file: string): Readable {
  return createReadStream(file, { start: manifestBytes });
}
