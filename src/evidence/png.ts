import { crc32 } from 'node:zlib';
import { ok, refused, type Result } from '#kernel';
import { inflateCounting } from './inflate.ts';
import type { DocumentLimits, DocumentRefusal } from './types.ts';

const signatureBytes = 8;
/** What the picture itself is made of; texts, times, places, colour profiles and animations go. */
const kept = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'sRGB']);
/** Samples a pixel by colour type (PNG, third edition, §11.2.1). */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depths = new Set([1, 2, 4, 8, 16]);
const mostChunks = 20_000;

type Header = {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  readonly interlaced: boolean;
};

/**
 * Walks through the chunks of a PNG, with their checksums, and unpacks the picture to see that it is as large as it says,
 * holding none of it. What is kept is a new file of the chunks that a picture needs; what stands behind its end is gone.
 */
export async function checkPng(
  bytes: Buffer,
  limits: DocumentLimits,
): Promise<Result<Buffer, DocumentRefusal>> {
  const chunks = chunksOf(bytes);
  const header = chunks && headerOf(chunks[0]);
  if (!chunks || !header) return refused('damaged');
  if (header.width * header.height > limits.mostPixels) return refused('too-large-unpacked');
  const expected = unpackedBytes(header);
  if (expected > limits.mostUnpackedBytes) return refused('too-large-unpacked');
  const packed = chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data);
  const unpacked = await inflateCounting(packed, expected);
  if (unpacked.ending === 'over') return refused('too-large-unpacked');
  if (unpacked.ending !== 'whole' || unpacked.bytes !== expected) return refused('damaged');
  const parts = chunks.filter(({ name }) => kept.has(name)).map(({ whole }) => whole);
  return ok(Buffer.concat([bytes.subarray(0, signatureBytes), ...parts]));
}

type Chunk = { readonly name: string; readonly data: Buffer; readonly whole: Buffer };

/** Undefined when one is cut off or its checksum is wrong, or when there is no end. */
function chunksOf(bytes: Buffer): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  let at = signatureBytes;
  while (at + 12 <= bytes.length && chunks.length < mostChunks) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    const named = bytes.subarray(at + 4, end - 4);
    if (crc32(named) !== bytes.readUInt32BE(end - 4)) return undefined;
    const name = named.toString('latin1', 0, 4);
    chunks.push({ name, data: named.subarray(4), whole: bytes.subarray(at, end) });
    if (name === 'IEND') return chunks;
    at = end;
  }
  return undefined;
}

function headerOf(chunk: Chunk | undefined): Header | undefined {
  if (chunk?.name !== 'IHDR' || chunk.data.length !== 13) return undefined;
  const [depth = 0, colour = 0, compression, filter, interlace] = chunk.data.subarray(8);
  const perPixel = channels[colour];
  const [width, height] = [chunk.data.readUInt32BE(0), chunk.data.readUInt32BE(4)];
  if (!perPixel || !depths.has(depth) || compression !== 0 || filter !== 0 || width === 0 || height === 0)
    return undefined;
  if (interlace !== 0 && interlace !== 1) return undefined;
  return { width, height, bitsPerPixel: perPixel * depth, interlaced: interlace === 1 };
}

/** Start and step across and down of each pass of an interlaced picture (Adam7). */
const passes = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
] as const;

/** Each line is a byte for its filter and then its pixels. */
function unpackedBytes({ width, height, bitsPerPixel, interlaced }: Header): number {
  const lines = (across: number, down: number) =>
    across > 0 && down > 0 ? down * (1 + Math.ceil((across * bitsPerPixel) / 8)) : 0;
  if (!interlaced) return lines(width, height);
  return passes.reduce(
    (sum, [left, acrossStep, top, downStep]) =>
      sum + lines(Math.ceil((width - left) / acrossStep), Math.ceil((height - top) / downStep)),
    0,
  );
}
