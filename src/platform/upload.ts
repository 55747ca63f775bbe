import { createHash } from 'node:crypto';
import { AppError } from '#kernel';
import { chunksOf, refuseOtherToken } from './form-guard.ts';
import { heldToRules } from './field-rules.ts';
import { readMultipart } from './multipart.ts';
import type { FormFields, UploadedFile, Visit } from './visit.ts';

const typeOf = ({ context }: Visit) => context.req.header('content-type') ?? '';

/** Whether the form is of the type that brings a file; another is read as any form. */
export const hasFile = (visit: Visit): boolean => /^multipart\/form-data\s*;/i.test(typeOf(visit));

/** Of the fields beside a file, and of what stands between them. */
const fieldBytes = 16 * 1024;
/** Files that are being read at once: by the whole process, and for one session. */
const mostAtOnce = 12;
const mostOfSession = 2;

const reading = new Map<string, number>();
let readingNow = 0;

/**
 * The form of a page that takes a file, from somebody whom the guard has let in. The token has to come before the file, so
 * that a form from elsewhere costs no memory. The file's hash stands among the fields, so that the same form sent again is
 * known as such. Throws AppError `busy` when many files are on their way, and what `readMultipart` throws.
 */
export async function readUpload(
  visit: Visit,
  fileBytes: number,
): Promise<{ readonly form: FormFields; readonly file: UploadedFile | undefined }> {
  const { req } = visit.context;
  if (Number(req.header('content-length') ?? 0) > 2 * (fileBytes + fieldBytes))
    throw new AppError('body_too_large', 'content-length over the limit');
  return inTurn(visit.session?.sessionId ?? '', async () => {
    const { fields, file } = await readMultipart(
      chunksOf(req.raw.body),
      typeOf(visit),
      { fieldBytes, fileBytes },
      (before) => refuseOtherToken(visit, heldToRules(before)),
    );
    const form = heldToRules(fields);
    refuseOtherToken(visit, form);
    if (!file) return { form, file: undefined };
    const hash = createHash('sha256').update(file.bytes).digest('base64url');
    return { form: { ...form, file: file.tooLarge ? 'too-large' : hash }, file };
  });
}

async function inTurn<Value>(sessionId: string, read: () => Promise<Value>): Promise<Value> {
  const ofSession = reading.get(sessionId) ?? 0;
  if (readingNow >= mostAtOnce || ofSession >= mostOfSession)
    throw new AppError('busy', 'many files are being read', { retryAfterSeconds: 15 });
  readingNow += 1;
  reading.set(sessionId, ofSession + 1);
  try {
    return await read();
  } finally {
    readingNow -= 1;
    const left = (reading.get(sessionId) ?? 1) - 1;
    if (left > 0) reading.set(sessionId, left);
    else reading.delete(sessionId);
  }
}
