import { type Executor, unseal } from '#platform';
import * as queries from './queries-files.ts';
import { chunkBytes, placeOf } from './stored-file.ts';
import type { FilingServices } from './types.ts';

/** The bytes of a file, piece by piece; `first` is its first sealed piece when that is at hand. */
export async function* openFile(
  executor: Executor,
  keys: FilingServices['keys'],
  { fileId, first }: { readonly fileId: string; readonly first?: Buffer | undefined },
): AsyncGenerator<Buffer> {
  for (let number = 0; ; number += 1) {
    const sealed = number === 0 && first ? first : await queries.selectChunk(executor, fileId, number);
    if (!sealed) return;
    const piece = unseal(keys, 'filing', placeOf(fileId, number), sealed);
    yield piece;
    // A shorter piece is the last one.
    if (piece.length < chunkBytes) return;
  }
}
