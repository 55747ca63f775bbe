import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { newId } from '#kernel';
import { type Executor, seal } from '#platform';
import * as queries from './queries-files.ts';
import type { FilingServices } from './types.ts';

export const chunkBytes = 256 * 1024;

export type StoredFile = {
  readonly fileId: string;
  readonly size: number;
  readonly digest: Buffer;
  /** The first bytes, by which a workbook is known. */
  readonly start: Buffer;
};

/**
 * Keeps a file as it arrives, sealed piece by piece; no connection is held between the pieces. Undefined when it is longer
 * than `mostBytes`; then, and when its sender hangs up, nothing of it stays.
 */
export async function storeFile(
  { database, keys, clock }: FilingServices,
  bytes: Readable,
  mostBytes: number,
): Promise<StoredFile | undefined> {
  const fileId = newId(clock.now());
  const hash = createHash('sha256');
  let size = 0;
  let number = 0;
  let start: Buffer = Buffer.alloc(0);
  try {
    for await (const piece of pieces(bytes)) {
      if (number === 0) start = piece.subarray(0, 8);
      size += piece.length;
      if (size > mostBytes) {
        await forgetFile(database, fileId);
        return undefined;
      }
      hash.update(piece);
      const sealed = seal(keys, 'filing', placeOf(fileId, number), piece);
      await queries.insertChunk(database, { fileId, number, storedAt: clock.now(), sealed });
      number += 1;
    }
  } catch (error) {
    await forgetFile(database, fileId);
    throw error;
  }
  return { fileId, size, digest: hash.digest(), start };
}

/** Pieces of one size, whatever the network cuts. */
async function* pieces(bytes: Readable): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer | string>) {
    const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    gathered.push(piece);
    length += piece.length;
    if (length < chunkBytes) continue;
    yield Buffer.concat(gathered);
    gathered = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(gathered);
}

export const placeAt = (row: string) => `filings.file_chunk.sealed/${row}`;
export const placeOf = (fileId: string, number: number) => placeAt(`${fileId}/${number}`);

export async function forgetFile(executor: Executor, fileId: string): Promise<void> {
  await queries.deleteChunks(executor, fileId);
}
