import { CommandError } from './exit-codes.ts';

/** A backup's body: what is in it, then each table with its rows as PostgreSQL's COPY wrote them, then the end. */
export const frameKinds = { contents: 1, table: 2, rows: 3, tableEnd: 4, end: 5 } as const;

export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];
export type Frame = { readonly kind: FrameKind; readonly payload: Buffer };

const headBytes = 5;
/** No frame is longer: contents of a schema with a thousand tables fit, and rows come in far smaller pieces. */
const mostBytes = 64 * 1024 * 1024;

/** One byte of kind, four of length, then the payload. */
export function frame(kind: FrameKind, payload: Buffer): Buffer[] {
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(kind);
  head.writeUInt32BE(payload.length, 1);
  return [head, payload];
}

export const frameOf = (kind: FrameKind, value: unknown) => frame(kind, Buffer.from(JSON.stringify(value)));

/** Takes the frames apart again. Throws CommandError when they break off. */
export async function* readFrames(body: AsyncIterable<Buffer>): AsyncGenerator<Frame, void> {
  let kept: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    kept = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    let at = 0;
    for (;;) {
      if (kept.length - at < headBytes) break;
      const length = kept.readUInt32BE(at + 1);
      if (length > mostBytes) throw new CommandError('The backup cannot be read: a part of it is too long.');
      if (kept.length - at < headBytes + length) break;
      const begins = at + headBytes;
      yield { kind: kept.readUInt8(at) as FrameKind, payload: kept.subarray(begins, begins + length) };
      at = begins + length;
    }
    kept = kept.subarray(at);
  }
  if (kept.length > 0) throw new CommandError('The backup cannot be read: it breaks off.');
}
