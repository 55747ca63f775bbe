import { Readable } from 'node:stream';
import { AppError } from '#kernel';
import { heldToRules } from './field-rules.ts';
import { refuseOtherForm } from './form-guard.ts';
import { type Parser, parserOf } from './multipart.ts';
import type { FormFields, Visit } from './visit.ts';

/** A file as it arrives; it is read once, and what nobody reads is passed over. */
export type StreamedFile = { readonly name: string; readonly bytes: Readable };

const fieldBytes = 4096;
const mostFields = 40;

/**
 * Reads a form of `multipart/form-data` (RFC 7578) with one file, which is handed on while it still arrives: nothing of
 * it is held here. The fields stand before the file, the token of the form among them, and are checked before a byte of
 * the file is looked at. Throws AppError when the form is not from a page of ours, or ends before its file does.
 */
export async function receiveUpload(
  visit: Visit,
  origin: string,
  mostBytes: number,
  answer: (form: FormFields, file: StreamedFile) => Promise<Response>,
): Promise<Response> {
  const { req } = visit.context;
  const type = req.header('content-type') ?? '';
  if (!type.startsWith('multipart/form-data') || !req.raw.body)
    throw new AppError('form_unreadable', 'an upload of another type');
  if (Number(req.header('content-length') ?? 0) > mostBytes + fieldBytes * mostFields)
    throw new AppError('body_too_large', 'content-length over the limit');
  const body = Readable.fromWeb(req.raw.body as Parameters<typeof Readable.fromWeb>[0]);
  const form: Record<string, string> = {};
  const parser = parserOf(type, { fieldSize: fieldBytes, fields: mostFields, files: 1 });
  parser.on('field', (name, value) => (form[name] = value));
  try {
    const file = await firstFile(parser, body);
    const held = heldToRules(form);
    refuseOtherForm(visit, origin, held);
    return await answer(held, file);
  } finally {
    // The rest of the body is not of interest; the connection is not used again, so nobody has to send it all.
    body.unpipe(parser);
    body.resume();
    visit.context.header('Connection', 'close');
  }
}

/** The file, once all fields before it are known. */
function firstFile(parser: Parser, body: Readable): Promise<StreamedFile> {
  return new Promise((resolve, reject) => {
    let bytes: Readable | undefined;
    const broken = (cause: unknown) => {
      const error = new AppError('form_unreadable', 'the upload ended before the file did', { cause });
      bytes?.destroy(error);
      reject(error);
    };
    parser.on('file', (_field, stream, name) => {
      bytes = stream;
      // The stream tells of its own end; a fault after the answer concerns nobody.
      stream.on('error', () => {});
      resolve({ name: name ?? '', bytes: stream });
    });
    parser.on('error', broken);
    parser.on('finish', () => broken('no file'));
    body.on('error', broken);
    body.pipe(parser);
  });
}
