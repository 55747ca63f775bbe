import { createServer } from 'node:net';
import type { Config, PortName } from '#platform';
import { CommandError } from './exit-codes.ts';

/** Refuses in one sentence when another program listens on a port that will be needed. */
export async function refuseTakenPorts(config: Config, names: readonly PortName[]): Promise<void> {
  for (const name of names) {
    const fault = await probe(config.ports[name], config.BIND_ADDRESS);
    if (fault) throw new CommandError(sentence(config, config.ports[name], fault));
  }
}

/** The same of a port that was taken between asking and listening, or that nobody asked about; undefined for other faults. */
export function portSentence(config: Config, error: unknown): string | undefined {
  const { syscall, port, code = 'unknown' } = error as NodeJS.ErrnoException & { readonly port?: number };
  return syscall === 'listen' && port !== undefined ? sentence(config, port, code) : undefined;
}

function sentence({ ports, PORT_BASE, BIND_ADDRESS }: Config, port: number, fault: string): string {
  const [name = 'another'] = Object.entries(ports).find(([, known]) => known === port) ?? [];
  // The highest port is PORT_BASE + 14, and ports end at 65,535.
  const other = PORT_BASE > 64_000 ? PORT_BASE - 1000 : PORT_BASE + 1000;
  return fault === 'EADDRINUSE'
    ? `Port ${port} (${name}) is taken by another program. Stop that one, or move Go ID with another PORT_BASE, such as PORT_BASE=${other}`
    : `Port ${port} (${name}) cannot be opened on ${BIND_ADDRESS} (${fault}). Choose another PORT_BASE or BIND_ADDRESS.`;
}

function probe(port: number, address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, address, () => server.close(() => resolve(undefined)));
  });
}
