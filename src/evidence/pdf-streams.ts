import { inflateCounting } from './inflate.ts';
import { namesIn, plainNames } from './pdf-names.ts';
import type { DocumentLimits, DocumentRefusal } from './types.ts';

const mostStreams = 5000;
const longestName = 40;
const otherFilters = /\/(?:ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode)\b/;

/**
 * Unpacks every stream that is packed, whatever is said of it, counts, and looks for the same names: objects may stand in
 * such a stream. Where some do, no stream may be packed in a way that is not unpacked here.
 */
export async function streamsIn(
  bytes: Buffer,
  text: string,
  { mostUnpackedBytes }: DocumentLimits,
): Promise<DocumentRefusal | undefined> {
  const plain = plainNames(text);
  if (/\/ObjStm\b/.test(plain) && otherFilters.test(plain)) return 'damaged';
  const starts = [...text.matchAll(/(?<!end)stream\r?\n/g)].map(
    ({ index, 0: keyword }) => index + keyword.length,
  );
  if (starts.length > mostStreams) return 'too-large-unpacked';
  const ends = [...text.matchAll(/endstream/g)].map(({ index }) => index);
  let left = mostUnpackedBytes;
  let next = 0;
  for (const start of starts) {
    while ((ends[next] ?? Infinity) < start) next += 1;
    const packed = bytes.subarray(start, ends[next]);
    if (!isZlib(packed)) continue;
    const found = await lookInside(packed, left);
    if (found.wrong) return found.wrong;
    left -= found.bytes;
  }
  return undefined;
}

/** By its first two bytes (RFC 1950 §2.2). */
const isZlib = (packed: Buffer): boolean =>
  packed.length > 2 && ((packed[0] ?? 0) & 0x0f) === 8 && packed.readUInt16BE(0) % 31 === 0;

async function lookInside(
  packed: Buffer,
  left: number,
): Promise<{ readonly bytes: number; readonly wrong: DocumentRefusal | undefined }> {
  let before = '';
  let wrong: DocumentRefusal | undefined;
  const unpacked = await inflateCounting([packed], left, (piece) => {
    const text = before + piece.toString('latin1');
    wrong ??= namesIn(text);
    before = text.slice(-longestName);
  });
  if (unpacked.ending === 'over') wrong ??= 'too-large-unpacked';
  return { bytes: unpacked.bytes, wrong };
}
