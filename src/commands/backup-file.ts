import { createHash } from 'node:crypto';
import { createReadStream, existsSync, renameSync, rmSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import type { KeyRing } from '#platform';
import { z } from 'zod';
import { hmacOf, refuseForged } from './backup-hmac.ts';
import { CommandError } from './exit-codes.ts';

/** What the HMAC is of. */
const toldShape = z.strictObject({
  kind: z.literal('goid-backup-2'),
  /** When the snapshot was taken: the copy holds what was committed by then. */
  takenAt: z.iso.datetime(),
  /** Number of the newest migration. */
  schema: z.int(),
  /** Major version of the PostgreSQL that it came from. */
  postgres: z.int(),
  /** Ids of the master keys that it was used with; never a key. */
  keyIds: z.array(z.string()),
  tables: z.int(),
  rows: z.int(),
  bytes: z.int(),
  sha256: z.string(),
  /** Id of the master key that the HMAC is made with. */
  hmacKeyId: z.string(),
});
const manifestShape = toldShape.extend({ hmac: z.hex() });
const withoutHmac = z.object({ kind: toldShape.shape.kind, hmac: z.undefined().optional() });
const textOf = (told: z.infer<typeof toldShape>) => JSON.stringify(told, Object.keys(toldShape.shape));

export type Manifest = z.infer<typeof manifestShape>;

/** Each account's own key: a file of its own, of which only the newest is kept (docs/decisions/0030-my-data.md). */
export const dataKeyTable = 'platform.data_key';
export const dataKeysBeside = (file: string) => `${file}.data-keys`;

/** The manifest is one line of this length, so that it can be written when all behind it is known. */
const manifestBytes = 4096;

/** What is known when all was written: how much it was. */
export type Written = Pick<Manifest, 'tables' | 'rows'>;
type Facts = Omit<Manifest, 'kind' | 'bytes' | 'sha256' | 'hmac' | 'hmacKeyId' | keyof Written>;

/**
 * Writes manifest and body beside the file, for its owner alone, and renames them when they are whole: `body` throws when
 * not all of it came. Throws CommandError when the file is there already, and leaves nothing behind.
 */
export async function writeBackup(
  file: string,
  body: AsyncIterable<Buffer>,
  facts: Facts,
  { keys, written }: { readonly keys: KeyRing; readonly written: () => Written },
): Promise<Manifest> {
  const part = `${file}.part`;
  const handle = await openNew(file, part);
  try {
    await handle.appendFile(Buffer.alloc(manifestBytes, ' '));
    const size = await writeBody(handle, body);
    const hmacKeyId = keys.currentId;
    const told = { kind: 'goid-backup-2' as const, ...facts, ...written(), ...size, hmacKeyId };
    const hmac = hmacOf(keys, { hmacKeyId, text: textOf(told) }).toString('hex');
    const manifest: Manifest = { ...told, hmac };
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

/** Compressed on another thread, so that the database is read meanwhile. */
async function writeBody(handle: FileHandle, body: AsyncIterable<Buffer>) {
  const digest = createHash('sha256');
  let bytes = 0;
  const packed = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  await pipeline(
    Readable.from(body, { objectMode: false }),
    packed,
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        digest.update(chunk);
        bytes += chunk.length;
        await handle.appendFile(chunk);
      }
    },
  );
  return { bytes, sha256: digest.digest('hex') };
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

/** The manifest of a file that is as somebody with the master keys wrote it. Throws CommandError. */
export async function readManifest(file: string, keys: KeyRing): Promise<Manifest> {
  try {
    const manifest = await firstLine(file);
    refuseForged(file, keys, { hmacKeyId: manifest.hmacKeyId, text: textOf(manifest) }, manifest.hmac);
    const { size } = await stat(file);
    const whole = manifestBytes + manifest.bytes;
    if (size !== whole)
      throw new CommandError(`The file ${file} is not whole: it has ${size} bytes of ${whole}.`);
    const digest = createHash('sha256');
    for await (const chunk of createReadStream(file, { start: manifestBytes }))
      digest.update(chunk as Buffer);
    if (digest.digest('hex') !== manifest.sha256) throw changedSince(file);
    return manifest;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`The file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

const changedSince = (file: string) => new CommandError(`The file ${file} was changed since it was written.`);

async function firstLine(file: string): Promise<Manifest> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(manifestBytes), 0, manifestBytes, 0);
    const line: unknown = JSON.parse(buffer.toString('utf8', 0, bytesRead));
    if (withoutHmac.safeParse(line).success)
      throw new CommandError(`The file ${file} has no HMAC, so nobody can say who wrote it.`);
    return manifestShape.parse(line);
  } catch (error) {
    if (error instanceof CommandError || (error as NodeJS.ErrnoException).code) throw error;
    throw new CommandError(
      `The file ${file} is not a backup made by this ./goid backup; docs/operations.md says how older ones are brought back.`,
    );
  } finally {
    await handle.close();
  }
}

/**
 * What the file holds, unpacked; `onBytes` hears how much of it was read. Throws CommandError at its end when what was read
 * is not of this digest: the file may be changed after it was looked at.
 */
export async function* bodyOf(
  file: string,
  sha256: string,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  const digest = createHash('sha256');
  const packed = createReadStream(file, { start: manifestBytes });
  const unpacked = createZstdDecompress();
  const hear = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      digest.update(chunk);
      onBytes(chunk.length);
      yield chunk;
    }
  };
  const whole = pipeline(packed, hear, unpacked);
  whole.catch(() => {});
  for await (const chunk of unpacked as AsyncIterable<Buffer>) yield chunk;
  await whole;
  if (digest.digest('hex') !== sha256) throw changedSince(file);
}
