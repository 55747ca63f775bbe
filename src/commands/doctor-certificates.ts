import { connect, type TLSSocket } from 'node:tls';
import type { Config } from '#platform';
import type { Finding } from './doctor-rights.ts';

const longestMs = 3000;

/** Whether a phone would trust each https origin: its certificate, looked at as an ordinary client does. */
export async function examineCertificates({ origins }: Pick<Config, 'origins'>): Promise<Finding[]> {
  const addresses = Object.values(origins).filter((origin) => origin.startsWith('https://'));
  return Promise.all(addresses.map((origin) => examine(origin)));
}

async function examine(origin: string): Promise<Finding> {
  const { hostname, port } = new URL(origin);
  const fault = await faultOf(hostname, Number(port || 443));
  if (fault === undefined) return { subject: origin, well: true, found: 'its certificate is trusted' };
  if (notReached.has(fault))
    return { subject: origin, well: true, found: 'not reached from this machine; look at it from outside' };
  return {
    subject: origin,
    well: false,
    found: `its certificate is not trusted (${fault})`,
    mend: 'Give the proxy a certificate from a public authority for this name, with its chain (deploy/nginx.conf).',
  };
}

const notReached = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);

function faultOf(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket: TLSSocket = connect({ host, port, servername: host }, () => done(undefined));
    const done = (fault: string | undefined) => {
      socket.destroy();
      resolve(fault);
    };
    socket.setTimeout(longestMs, () => done('ETIMEDOUT'));
    socket.on('error', (error: Error & { code?: string }) => done(error.code ?? error.name));
  });
}
