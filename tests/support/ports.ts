import { createServer } from 'node:net';
import pg from 'pg';

/** As many ports as one installation takes from its PORT_BASE. */
const span = 20;
/** Below the ports that the system gives to outgoing connections. */
const first = 20_000;
const bases = 600;

/**
 * A PORT_BASE whose ports are free and that no other test of this run has: an advisory lock on the tests' server
 * keeps it for as long as this process lives. Without such a server (scripts) only freedom is looked at.
 */
export async function freePortBase(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const number = Math.floor(Math.random() * bases);
    const base = first + number * span;
    const ports = Array.from({ length: span }, (_, offset) => base + offset);
    if ((await isMine(number)) && (await Promise.all(ports.map(isFree))).every(Boolean)) return base;
  }
  throw new Error('no free ports');
}

let keeper: Promise<pg.Client> | undefined;

async function isMine(number: number): Promise<boolean> {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) return true;
  keeper ??= connect(url);
  const client = (await keeper) as pg.Client & { ref(): void; unref(): void };
  // While it waits for the answer it keeps the process alive, else not: an empty event loop ends a test file.
  client.ref();
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock(4713, $1) as held', [
    number,
  ]);
  client.unref();
  return rows[0]?.held === true;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // It ends with the server or the process, whichever is first.
  client.on('error', () => {});
  await client.connect();
  return client;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
