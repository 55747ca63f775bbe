import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { traceHeaders } from '#platform';
import type { CustomFetch } from 'openid-client';

const longestAnswerBytes = 256 * 1024;

/**
 * Reaches the provider, where there is one from inside, under the name that it has outside, because it answers to no
 * other. The built-in fetch cannot say another Host than the address's, and costs twice as much.
 */
export function insideFetch(outside: URL, inside: URL): CustomFetch {
  return (address, options) => {
    const target = new URL(address);
    if (target.origin !== outside.origin) throw new Error('an address that is not the provider');
    return new Promise((resolve, reject) => {
      const send = inside.protocol === 'https:' ? secureRequest : plainRequest;
      const body = textOf(options.body);
      const asked = send(
        {
          host: inside.hostname,
          port: inside.port,
          path: target.pathname + target.search,
          method: options.method,
          headers: {
            ...options.headers,
            ...traceHeaders(),
            host: outside.host,
            'content-length': Buffer.byteLength(body),
          },
          signal: options.signal ?? AbortSignal.timeout(5000),
          servername: outside.hostname,
        },
        (answer) => {
          const chunks: Buffer[] = [];
          let size = 0;
          answer.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > longestAnswerBytes) answer.destroy(new Error('an answer over the limit'));
            chunks.push(chunk);
          });
          answer.on('error', reject);
          answer.on('end', () => {
            const headers = new Headers();
            for (const [name, value] of Object.entries(answer.headers))
              if (typeof value === 'string') headers.set(name, value);
            resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 500, headers }));
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  };
}

/** A request to the provider carries a form or nothing. */
function textOf(body: unknown): string {
  if (body instanceof URLSearchParams) return body.toString();
  return typeof body === 'string' ? body : '';
}
