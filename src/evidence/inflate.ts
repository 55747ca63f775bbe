import { createInflate } from 'node:zlib';

export type Unpacked = {
  /** Counted as far as it went. */
  readonly bytes: number;
  /** `over`: there is more than was allowed; `broken`: it cannot be unpacked any further. */
  readonly ending: 'whole' | 'over' | 'broken';
};

/**
 * Unpacks zlib data (RFC 1950) piece by piece, holding one piece at a time, and stops as soon as there is more than
 * allowed: a small file that unpacks to gigabytes costs no memory and little time. `look` sees each piece.
 */
export function inflateCounting(
  packed: readonly Buffer[],
  mostBytes: number,
  look: (piece: Buffer) => void = () => {},
): Promise<Unpacked> {
  return new Promise((resolve) => {
    const inflate = createInflate();
    let bytes = 0;
    const end = (ending: Unpacked['ending']) => {
      resolve({ bytes, ending });
      inflate.destroy();
    };
    inflate.on('data', (piece: Buffer) => {
      bytes += piece.length;
      look(piece);
      if (bytes > mostBytes) end('over');
    });
    inflate.on('end', () => end('whole'));
    inflate.on('error', () => end('broken'));
    for (const piece of packed) inflate.write(piece);
    inflate.end();
  });
}
