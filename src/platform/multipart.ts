import { AppError } from '#kernel';
import { sourceOf } from './multipart-source.ts';

export type MultipartLimits = {
  /** Of all fields together. */
  readonly fieldBytes: number;
  /** Of the one file. What goes beyond it is read, up to as much again, and thrown away. */
  readonly fileBytes: number;
};

export type Multipart = {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: { readonly name: string; readonly bytes: Buffer; readonly tooLarge: boolean } | undefined;
};

const mostParts = 20;

/** The delimiter of a form with a file (RFC 7578 §4.1); undefined for a body of another type. */
export function boundaryOf(contentType: string): string | undefined {
  const [type = '', ...parameters] = contentType.split(';');
  if (type.trim().toLowerCase() !== 'multipart/form-data') return undefined;
  const [, quoted, plain] =
    /^\s*boundary=(?:"([^"]{1,70})"|([^\s"]{1,70}))\s*$/i.exec(parameters.join(';')) ?? [];
  return quoted ?? plain;
}

/**
 * Reads a form with at most one file piece by piece (RFC 7578), holding no more than the limits. `beforeFile` sees the fields
 * that came before the file, and may refuse by throwing before a byte of it is kept. Names that clients give files are not
 * kept. Throws AppError `form_unreadable` or `body_too_large`.
 */
export async function readMultipart(
  chunks: AsyncIterable<Uint8Array>,
  boundary: string,
  limits: MultipartLimits,
  beforeFile: (fields: Readonly<Record<string, string>>) => void,
): Promise<Multipart> {
  const source = sourceOf(chunks, Buffer.from(`\r\n--${boundary}`));
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  let file: Multipart['file'];
  let fieldBytes = 0;
  await source.toDelimiter(keepNothing);
  for (let part = 0; await source.hasPart(); part += 1) {
    if (part >= mostParts) throw new AppError('body_too_large', 'more parts than any form of ours');
    const { name, isFile } = headOf(await source.head());
    if (isFile) {
      if (file) throw new AppError('form_unreadable', 'more than one file');
      beforeFile(fields);
      const kept = keeper(limits.fileBytes);
      await source.toDelimiter(kept.take);
      file = { name, ...kept.done() };
    } else {
      const kept = keeper(limits.fieldBytes - fieldBytes);
      await source.toDelimiter(kept.take);
      const { bytes, tooLarge } = kept.done();
      if (tooLarge) throw new AppError('body_too_large', 'the fields are over the limit');
      fieldBytes += bytes.length;
      fields[name] = bytes.toString('utf8');
    }
  }
  return { fields, file };
}

const keepNothing = (piece: Buffer) => {
  if (piece.length > 0) throw new AppError('form_unreadable', 'something before the first part');
};

/** Keeps pieces up to so many bytes; what comes after is counted, and refused when it is as much again. */
function keeper(mostBytes: number) {
  const pieces: Buffer[] = [];
  let size = 0;
  return {
    take: (piece: Buffer) => {
      size += piece.length;
      if (size > mostBytes) pieces.length = 0;
      else pieces.push(Buffer.from(piece));
      if (size > 2 * mostBytes) throw new AppError('body_too_large', 'the file is far over the limit');
    },
    done: () => ({ bytes: Buffer.concat(pieces), tooLarge: size > mostBytes }),
  };
}

function headOf(head: string): { readonly name: string; readonly isFile: boolean } {
  const [, disposition = ''] = /^content-disposition:\s*form-data\s*(;[^\r\n]*)$/im.exec(head) ?? [];
  const [, name] = /;\s*name="([^"\r\n]{1,100})"/i.exec(disposition) ?? [];
  if (name === undefined) throw new AppError('form_unreadable', 'a part of the form without a name');
  return { name, isFile: /;\s*filename\*?=/i.test(disposition) };
}
