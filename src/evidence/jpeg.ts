import { ok, refused, type Result } from '#kernel';
import { orientationOf, orientationSegment } from './orientation.ts';
import type { DocumentLimits, DocumentRefusal } from './types.ts';

const startOfImage = Buffer.from([0xff, 0xd8]);
const endOfImage = Buffer.from([0xff, 0xd9]);
/** Baseline, extended and progressive with Huffman codes, which every viewer shows. */
const frames = new Set([0xc0, 0xc1, 0xc2]);
/** Tables, restart interval, JFIF and Adobe's colour transform: what a picture needs to be shown. */
const kept = new Set([0xc4, 0xdb, 0xdd, 0xe0, 0xee, ...frames]);
const startOfScan = 0xda;
/** A progressive picture has some dozens. */
const mostParts = 20_000;

type Read = { readonly parts: Buffer[]; orientation: number; hasFrame: boolean; hasScan: boolean };

/**
 * Walks through the segments of a JPEG (ITU-T T.81 annex B) and puts together a new one of those that a picture needs:
 * place and time of the photograph, the camera, previews, comments and whatever stands behind the end are gone. Which way
 * up it is stays.
 */
export async function checkJpeg(
  bytes: Buffer,
  limits: DocumentLimits,
): Promise<Result<Buffer, DocumentRefusal>> {
  const read: Read = { parts: [], orientation: 1, hasFrame: false, hasScan: false };
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return refused('damaged');
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return finish(read);
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    // Markers without a length have no place between segments.
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || end < at + 4 || end > bytes.length)
      return refused('damaged');
    const wrong = take(read, marker, bytes.subarray(at, end), limits);
    if (wrong) return refused(wrong);
    at = marker === startOfScan ? endOfScan(bytes, end) : end;
    if (marker === startOfScan) read.parts.push(bytes.subarray(end, at));
  }
  // The two bytes of the end are shorter than any segment.
  return bytes.subarray(at, at + 2).equals(endOfImage) ? finish(read) : refused('damaged');
}

function take(
  read: Read,
  marker: number,
  segment: Buffer,
  limits: DocumentLimits,
): DocumentRefusal | undefined {
  if (read.parts.length > mostParts) return 'damaged';
  if (marker === 0xe1 && read.orientation === 1) read.orientation = orientationOf(segment);
  if (frames.has(marker)) {
    if (read.hasFrame || segment.length < 10) return 'damaged';
    read.hasFrame = true;
    const [height, width] = [segment.readUInt16BE(5), segment.readUInt16BE(7)];
    if (height === 0 || width === 0) return 'damaged';
    if (height * width > limits.mostPixels) return 'too-large-unpacked';
  } else if (marker >= 0xc0 && marker <= 0xcf && !kept.has(marker)) {
    // Lossless, hierarchical and arithmetic coding: nobody's telephone makes them.
    return 'damaged';
  }
  if (marker === startOfScan) {
    if (!read.hasFrame) return 'damaged';
    read.hasScan = true;
  }
  if (marker === startOfScan || kept.has(marker)) read.parts.push(segment);
  return undefined;
}

/** Where the coded picture data behind a scan's header ends: at the next marker that is no restart and no stuffed 0xFF. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1 && at + 1 < bytes.length;) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    at = bytes.indexOf(0xff, at + (next === 0xff ? 1 : 2));
  }
  return bytes.length;
}

function finish({ parts, orientation, hasFrame, hasScan }: Read): Result<Buffer, DocumentRefusal> {
  if (!hasFrame || !hasScan) return refused('damaged');
  return ok(Buffer.concat([startOfImage, ...orientationSegment(orientation), ...parts, endOfImage]));
}
