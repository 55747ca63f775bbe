import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { systemClock } from '#kernel';
import { buildFace, createLogger, type Database, readConfig } from '#platform';
import { createSso } from '#sso';
import { assets, renderError, styleHashes } from '#web/layout';
import { ssoRenderers } from '#web/signin';
import { accountServices } from './accounts.ts';

export type TokenAnswer = { readonly status: number; readonly text: string };
export type TokenRequest = {
  /** Of the faces whose issuer is asked; this process listens on a port of its own. */
  readonly portBase: number;
  readonly authorization: string;
  readonly body: string;
};

/**
 * The sso face in this process on connections that stand ready, for the token endpoint alone; yields the function
 * that asks it.
 */
export async function openTokenEndpoint(
  database: Database,
  { portBase, authorization, body }: TokenRequest,
): Promise<() => Promise<TokenAnswer>> {
  const config = readConfig({ NODE_ENV: 'test', TEST_HASH_COST: 'on', PORT_BASE: String(portBase) });
  const log = createLogger('silent');
  const accounts = { ...accountServices(database, config), clock: systemClock };
  const sso = await createSso({ accounts, log, renderers: ssoRenderers });
  const face = {
    database,
    renderError,
    styleHashes: styleHashes(config),
    assets: assets(config),
    site: 'sso',
    origin: config.origins.sso,
    pages: [],
    guards: {},
    mount: (app: Parameters<typeof sso.mount>[0]) => sso.mount(app),
  } as const;
  const app = buildFace({ config, keys: accounts.keys, log, clock: systemClock }, face);
  const answer = getRequestListener(app.fetch);
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return () => post(port, new URL(config.origins.sso).host, authorization, body);
}

/** Like fetch, but says the public host while it talks to this process. */
function post(port: number, host: string, authorization: string, body: string): Promise<TokenAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      host,
      ...(authorization ? { authorization } : {}),
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
    };
    const options = { host: '127.0.0.1', port, path: '/oauth/token', method: 'POST', headers };
    const sent = request(options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
