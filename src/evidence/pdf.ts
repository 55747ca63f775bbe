import { ok, refused, type Result } from '#kernel';
import { namesIn } from './pdf-names.ts';
import { streamsIn } from './pdf-streams.ts';
import type { DocumentLimits, DocumentRefusal } from './types.ts';

/** Bounded, and begun at no digit in the middle: a file of nothing but digits would be searched anew from each of them. */
const anObject = /(?<!\d)\d{1,10}\s{1,20}\d{1,10}\s{1,20}obj\b/;

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
  return anObject.test(text) ? undefined : 'damaged';
}

const mostPictures = 2000;
const widths = /\/Width\s{0,9}(\d{1,10})/g;
const heights = /\/Height\s{0,9}(\d{1,10})/g;
/** How far around its name the size of a picture is looked for. */
const around = 1000;

/** Pictures say how large they are; a page of forty megapixels is a large scan, a thousand is an attack. */
function picturesIn(text: string, { mostPixels }: DocumentLimits): DocumentRefusal | undefined {
  let seen = 0;
  for (const { index } of text.matchAll(/\/Subtype\s{0,9}\/Image\b/g)) {
    seen += 1;
    const dictionary = text.slice(Math.max(0, index - around), index + around);
    const most = (pattern: RegExp) =>
      Math.max(0, ...[...dictionary.matchAll(pattern)].map(([, of]) => Number(of)));
    if (seen > mostPictures || most(widths) * most(heights) > mostPixels) return 'too-large-unpacked';
  }
  return undefined;
}
