import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliCompressSync,
  type BrotliOptions,
  constants,
  gzip,
  gzipSync,
  type ZlibOptions,
} from 'node:zlib';
import { textOf } from './answer-text.ts';

const worthIt = /^(?:text\/|application\/(?:json|javascript|manifest))/;
const smallestBytes = 860;
/** A page is compressed in less time than it takes to hand it to another thread and back; more would hold up others. */
const largestPageBytes = 64 * 1024;
/** 2 to this power of bytes are looked back: all of a page, in tables a fraction as large as usual. */
const pageWindowBits = 16;

/** Compresses text answers for clients that can read it; cheap phones pay by the byte. */
export async function compressed(acceptEncoding: string, response: Response): Promise<Response> {
  const text = textOf(response);
  if (text === '') return response;
  const encoding = (['br', 'gzip'] as const).find((name) => acceptEncoding.includes(name));
  const type = response.headers.get('content-type') ?? '';
  if (!encoding || !worthIt.test(type) || response.headers.has('content-encoding')) return response;
  if (text === undefined && !response.body) return response;
  const plain = text === undefined ? Buffer.from(await response.arrayBuffer()) : Buffer.from(text);
  const headers = new Headers(response.headers);
  headers.append('Vary', 'Accept-Encoding');
  if (plain.length < smallestBytes) return new Response(plain, { status: response.status, headers });
  const body = await compressors[encoding](plain);
  headers.set('Content-Encoding', encoding);
  headers.delete('Content-Length');
  return new Response(body, { status: response.status, headers });
}

type Compressor = (plain: Buffer) => Buffer<ArrayBuffer> | Promise<Buffer<ArrayBuffer>>;

const brotli = promisify<Buffer, BrotliOptions, Buffer<ArrayBuffer>>(brotliCompress);
const gzipped = promisify<Buffer, ZlibOptions, Buffer<ArrayBuffer>>(gzip);

const compressors: Readonly<Record<'br' | 'gzip', Compressor>> = {
  br: (plain) => {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: 5,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    };
    if (plain.length > largestPageBytes) return brotli(plain, { params });
    return brotliCompressSync(plain, {
      params: { ...params, [constants.BROTLI_PARAM_LGWIN]: pageWindowBits },
    });
  },
  gzip: (plain) => (plain.length > largestPageBytes ? gzipped(plain, {}) : gzipSync(plain)),
};
