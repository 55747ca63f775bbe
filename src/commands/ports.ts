import { createServer } from 'node:net';
import type { Config, PortName } from '#platform';
import { CommandError } from './exit-codes.ts';

/** Refuses in one sentence when another program listens on a port that will be needed. */
export async function refuseTakenPorts(config: Config, names: readonly PortName[]): Promise<void> {
  for (const name of names) {
    const port = config.ports[name];
    const fault = await probe(port, config.BIND_ADDRESS);
    if (fault === 'EADDRINUSE') {
      throw new CommandError(
        `Port ${port} (${name}) is taken by another program. Stop that one, or move Go ID: PORT_BASE=${config.PORT_BASE + 1000} npm start`,
      );
    }
    if (fault)
      throw new CommandError(
        `Port ${port} (${name}) cannot be opened on ${config.BIND_ADDRESS} (${fault}). Choose another PORT_BASE or BIND_ADDRESS.`,
      );
  }
}

function probe(port: number, address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, address, () => server.close(() => resolve(undefined)));
  });
}
