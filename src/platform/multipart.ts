import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyConfig } from '@fastify/busboy';
import { AppError } from '#kernel';

export type MultipartLimits = {
  /** Of each field, and of all together. */
  readonly fieldBytes: number;
  /** Of the one file. What goes beyond it is read, up to as much again, and thrown away. */
  readonly fileBytes: number;
};

export type Multipart = {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: { readonly name: string; readonly bytes: Buffer; readonly tooLarge: boolean } | undefined;
};

export type Parser = InstanceType<typeof Busboy>;

/** A parser for a form with a file (RFC 7578 §4.1). Throws AppError `form_unreadable` for a body of another type. */
export function parserOf(contentType: string, limits: NonNullable<BusboyConfig['limits']>): Parser {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { fieldNameSize: 100, headerPairs: 20, ...limits },
    });
  } catch (error) {
    throw new AppError('form_unreadable', 'a form with a file and without a boundary', { cause: error });
  }
}

const mostParts = 20;

/**
 * Reads a form with at most one file piece by piece, holding no more than the limits. `beforeFile` sees the fields that came
 * before the file, and may refuse by throwing before a byte of it is kept. Names that clients give files are not kept.
 * Throws AppError `form_unreadable` or `body_too_large`.
 */
export async function readMultipart(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string,
  limits: MultipartLimits,
  beforeFile: (fields: Readonly<Record<string, string>>) => void,
): Promise<Multipart> {
  const parser = parserOf(contentType, { fieldSize: limits.fieldBytes, files: 2, parts: mostParts });
  const gathered = gather(parser, limits, beforeFile);
  const ended = once(parser, 'finish').catch((error: unknown) => gathered.refuse(unreadable(error)));
  for await (const chunk of chunks) {
    const ready = parser.write(chunk);
    gathered.throwRefused();
    if (!ready && !parser.destroyed) await Promise.race([once(parser, 'drain'), ended]);
    gathered.throwRefused();
  }
  parser.end();
  await ended;
  gathered.throwRefused();
  return gathered.form();
}

const unreadable = (cause: unknown) =>
  new AppError('form_unreadable', 'the form ends early, or is none', { cause });

/** What the parser finds, kept within the limits; the first thing that is wrong is kept to be thrown by the reader. */
function gather(
  parser: Parser,
  limits: MultipartLimits,
  beforeFile: (fields: Readonly<Record<string, string>>) => void,
) {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  let kept: ReturnType<typeof keeper> | undefined;
  let fieldBytes = 0;
  let refused: unknown;
  const refuse = (error: unknown) => {
    refused ??= error;
  };
  const tooLarge = (detail: string) => refuse(new AppError('body_too_large', detail));
  parser.on('field', (name, value, _nameCut, valueCut) => {
    fieldBytes += Buffer.byteLength(value);
    if (valueCut || fieldBytes > limits.fieldBytes) tooLarge('the fields are over the limit');
    fields[name] = value;
  });
  parser.on('file', (name, stream: Readable) => {
    // Its own end is told by the parser.
    stream.on('error', () => {});
    if (kept) refuse(new AppError('form_unreadable', 'more than one file'));
    try {
      beforeFile(fields);
    } catch (error) {
      refuse(error);
    }
    const keep = (kept ??= keeper(name, limits.fileBytes, tooLarge));
    stream.on('data', (piece: Buffer) => keep.take(piece));
  });
  parser.on('partsLimit', () => tooLarge('more parts than any form of ours'));
  return {
    refuse,
    throwRefused: () => {
      if (refused !== undefined) throw refused;
    },
    form: (): Multipart => ({ fields, file: kept?.done() }),
  };
}

/** Keeps pieces up to so many bytes; what comes after is counted, and refused when it is as much again. */
function keeper(name: string, mostBytes: number, tooLarge: (detail: string) => void) {
  const pieces: Buffer[] = [];
  let size = 0;
  return {
    take: (piece: Buffer) => {
      size += piece.length;
      if (size > mostBytes) pieces.length = 0;
      else pieces.push(piece);
      if (size > 2 * mostBytes) tooLarge('the file is far over the limit');
    },
    done: () => ({ name, bytes: Buffer.concat(pieces), tooLarge: size > mostBytes }),
  };
}
