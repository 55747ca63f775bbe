import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const gunzippable = promisify(gzip);
const worthIt = /^(?:text\/|application\/(?:json|javascript|manifest))/;
const smallestBytes = 860;

/** Compresses text answers for clients that can read it; cheap phones pay by the byte. */
export async function compressed(acceptEncoding: string, response: Response): Promise<Response> {
  const encoding = ['br', 'gzip'].find((name) => acceptEncoding.includes(name));
  const type = response.headers.get('content-type') ?? '';
  if (!encoding || !response.body || !worthIt.test(type) || response.headers.has('content-encoding'))
    return response;
  const plain = Buffer.from(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.append('Vary', 'Accept-Encoding');
  if (plain.length < smallestBytes) return new Response(plain, { status: response.status, headers });
  const body =
    encoding === 'br'
      ? await brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
      : await gunzippable(plain);
  headers.set('Content-Encoding', encoding);
  headers.delete('Content-Length');
  return new Response(body, { status: response.status, headers });
}
