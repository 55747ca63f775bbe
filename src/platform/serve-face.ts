import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import type { FaceEnvironment } from './visit.ts';

export type Listener = { close(): Promise<void> };

/** Far above what the hash slots and database connections of one process can serve. */
const mostConnections = 4000;

/**
 * Listens with the time-outs that slow or idle connections may not exceed. Rejects when the port is taken. A face that takes
 * files gives `requestSeconds` for them; `readBody` holds every other form to the shorter time.
 */
export function listen(
  app: Pick<Hono<FaceEnvironment>, 'fetch'>,
  port: number,
  hostname: string,
  requestSeconds = 15,
): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        port,
        hostname,
        serverOptions: {
          headersTimeout: 10_000,
          // With the looking every 2 s, no request takes longer than 2 s more to arrive.
          requestTimeout: requestSeconds * 1000,
          connectionsCheckingInterval: 2000,
          keepAliveTimeout: 15_000,
          maxHeaderSize: 32_768,
        },
      },
      () => resolve({ close: () => closeServer(server as Server) }),
    );
    server.once('error', reject);
    (server as Server).maxConnections = mostConnections;
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 3000).unref();
  });
}
