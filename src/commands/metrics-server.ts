import { createServer } from 'node:http';
import type { Config, Listener, Logger } from '#platform';
import type { Metrics } from './metrics.ts';

/**
 * GET /metrics in the text format of Prometheus, for a scraper on this machine or a network of its own. Where another
 * process has the port already, this one goes on without figures: serving people comes first.
 */
export function serveMetrics(config: Config, metrics: Metrics, log: Logger): Promise<Listener> {
  const port = config.METRICS_PORT ?? config.ports.metrics;
  const nothing: Listener = { close: () => Promise.resolve() };
  if (port === 0) return Promise.resolve(nothing);
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.read().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      (error: unknown) => {
        log.warn({ error }, 'the figures could not be gathered');
        response.writeHead(500).end();
      },
    );
  });
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      log.warn({ port, reason: error.code }, 'no figures are served: the port for metrics cannot be opened');
      resolve(nothing);
    });
    server.listen(port, config.METRICS_ADDRESS, () =>
      resolve({
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      }),
    );
  });
}
