import { ok, refused, type Result } from '#kernel';
import { inflateCounting } from './inflate.ts';
import type { DocumentLimits, DocumentRefusal } from './types.ts';

/**
 * Names of what acts, sends, or carries other files (ISO 32000-2). They are looked for everywhere, in strings and packed
 * streams too: a reader that disagrees with ours about where an object begins finds nothing either.
 */
const activeNames = [
  'JavaScript',
  'EmbeddedFile',
  'EmbeddedFiles',
  'Launch',
  'RichMedia',
  'SubmitForm',
  'ImportData',
  'GoToE',
  'Rendition',
  'XFA',
  'Collection',
  'Movie',
  'Sound',
];
const active = new RegExp(`/(?:${activeNames.join('|')})(?![A-Za-z0-9])`);
const locked = /\/(?:Encrypt|Crypt)(?![A-Za-z0-9])/;
const longestName = 40;
const mostStreams = 5000;
/** Of what stands behind the last %%EOF: line ends and blanks only. */
const tail = /%%EOF[\s\0]{0,1024}$/;

/**
 * A PDF as far as a counter needs it: its beginning, its table of objects, its end; not locked; nothing in it that acts;
 * no picture and no stream that is far larger unpacked. It is kept as it came: taking it apart and putting it together
 * again would need a library larger than this program, and nobody opens it in our pages.
 */
export async function checkPdf(
  bytes: Buffer,
  limits: DocumentLimits,
): Promise<Result<Buffer, DocumentRefusal>> {
  const text = bytes.toString('latin1');
  const wrong =
    structureOf(text) ?? namesIn(text) ?? picturesIn(text, limits) ?? (await streamsIn(bytes, text, limits));
  return wrong ? refused(wrong) : ok(bytes);
}

function structureOf(text: string): DocumentRefusal | undefined {
  if (!/^%PDF-[12]\.\d[\r\n\s]/.test(text.slice(0, 12)) || !tail.test(text.slice(-2048))) return 'damaged';
  const [, place = ''] = /startxref\s+(\d{1,10})\s+%%EOF[\s\0]*$/.exec(text.slice(-2048)) ?? [];
  const table = text.slice(Number(place), Number(place) + 30);
  if (place === '' || !/^\s*(?:xref\b|\d+\s+\d+\s+obj\b)/.test(table)) return 'damaged';
  return /\d+\s+\d+\s+obj\b/.test(text) ? undefined : 'damaged';
}

/** `/J#61vaScript` is the same name as `/JavaScript`. */
const plainNames = (text: string): string =>
  text.replaceAll(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function namesIn(text: string): DocumentRefusal | undefined {
  const plain = text.includes('#') ? plainNames(text) : text;
  if (locked.test(plain)) return 'encrypted';
  return active.test(plain) ? 'active' : undefined;
}

const mostPictures = 2000;
/** How far around its name the size of a picture is looked for. */
const around = 1000;

/** Pictures say how large they are; a page of forty megapixels is a large scan, a thousand is an attack. */
function picturesIn(text: string, { mostPixels }: DocumentLimits): DocumentRefusal | undefined {
  let seen = 0;
  for (const { index } of text.matchAll(/\/Subtype\s{0,9}\/Image\b/g)) {
    seen += 1;
    const dictionary = text.slice(Math.max(0, index - around), index + around);
    const size = (name: string) =>
      Math.max(
        0,
        ...[...dictionary.matchAll(new RegExp(`/${name}\\s{0,9}(\\d{1,10})`, 'g'))].map(([, of]) =>
          Number(of),
        ),
      );
    if (seen > mostPictures || size('Width') * size('Height') > mostPixels) return 'too-large-unpacked';
  }
  return undefined;
}

const otherFilters = /\/(?:ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode)\b/;

/**
 * Unpacks every stream that is packed, whatever is said of it, counts, and looks for the same names: objects may stand in
 * such a stream. Where some do, no stream may be packed in a way that is not unpacked here.
 */
async function streamsIn(
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
