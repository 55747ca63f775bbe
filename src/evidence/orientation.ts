/** Tag 0x0112 of Exif: which way up the photograph was taken, 1 to 8; 1 is upright. */
const orientationTag = 0x0112;
const exif = Buffer.from('Exif\0\0', 'latin1');
const mostEntries = 200;

/** Out of the whole segment APP1; 1 when it tells nothing that can be read. */
export function orientationOf(segment: Buffer): number {
  const body = segment.subarray(4);
  if (!body.subarray(0, 6).equals(exif)) return 1;
  const tiff = body.subarray(6);
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 14 || (order !== 'II' && order !== 'MM')) return 1;
  const little = order === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (first + 2 > tiff.length) return 1;
  const count = Math.min(short(first), mostEntries);
  for (let entry = 0; entry < count; entry += 1) {
    const at = first + 2 + entry * 12;
    if (at + 12 > tiff.length) return 1;
    if (short(at) !== orientationTag) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** A segment APP1 that holds the orientation and nothing else; none for a picture that is upright. */
export function orientationSegment(orientation: number): Buffer[] {
  if (orientation === 1) return [];
  const tiff = Buffer.from('MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1');
  tiff.writeUInt16BE(orientation, 18);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(2 + exif.length + tiff.length, 2);
  return [Buffer.concat([head, exif, tiff])];
}
