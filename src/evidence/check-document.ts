import { ok, refused, type Result } from '#kernel';
import { checkJpeg } from './jpeg.ts';
import { checkPdf } from './pdf.ts';
import { checkPng } from './png.ts';
import { isSomethingElseToo } from './several-types.ts';
import type { DocumentLimits, DocumentRefusal, MediaType } from './types.ts';

export type CheckedDocument = {
  readonly mediaType: MediaType;
  /** What is kept: an image without metadata, a PDF as it came. */
  readonly content: Buffer;
};

type Check = (bytes: Buffer, limits: DocumentLimits) => Promise<Result<Buffer, DocumentRefusal>>;

const kinds: readonly (readonly [MediaType, Buffer, Check])[] = [
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff]), checkJpeg],
  ['image/png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), checkPng],
  ['application/pdf', Buffer.from('%PDF-'), checkPdf],
];

/**
 * What a document is by its content, and whether its structure is whole. Names and announced types are not asked. What
 * is none of the three, broken, locked, active, or two things at once is refused.
 */
export async function checkDocument(
  bytes: Buffer,
  limits: DocumentLimits,
): Promise<Result<CheckedDocument, DocumentRefusal>> {
  if (bytes.length === 0) return refused('empty');
  const kind = kinds.find(([, start]) => bytes.subarray(0, start.length).equals(start));
  if (!kind) return refused('type');
  const [mediaType, , check] = kind;
  if (isSomethingElseToo(bytes, mediaType)) return refused('several-types');
  const checked = await check(bytes, limits);
  return checked.ok ? ok({ mediaType, content: checked.value }) : checked;
}
