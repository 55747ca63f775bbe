import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { openDatabase, sql } from '#platform';

const binaries = '/usr/lib/postgresql/15/bin';
const asPostgres =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'] : [];

export const hasPostgres15 = () => existsSync(join(binaries, 'postgres'));

/** Debian's PostgreSQL 15 in a folder of its own, as the user postgres where the test runs as root. */
export async function startPostgres15(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'goid-postgres-15-'));
  const data = join(folder, 'data');
  const run = (words: string[]) => {
    const [program = '', ...rest] = [...asPostgres, ...words];
    return spawnSync(program, rest, { encoding: 'utf8', cwd: folder });
  };
  if (asPostgres.length > 0) {
    const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
    chownSync(folder, id('-u'), id('-g'));
  }
  const made = run([
    join(binaries, 'initdb'),
    '-D',
    data,
    '-U',
    'goid',
    '-E',
    'UTF8',
    '--locale=C',
    '-A',
    'trust',
    '-N',
  ]);
  assert.equal(made.status, 0, made.stderr);
  const port = await freePort();
  const settings = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'fsync=off'];
  const [program = '', ...rest] = [...asPostgres, join(binaries, 'postgres'), ...settings];
  const server = spawn(program, rest, { cwd: folder, stdio: 'ignore' });
  after(async () => {
    server.kill('SIGINT');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `postgresql://goid@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url);
  return url;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tried = 0; ; tried += 1) {
    const database = openDatabase({ url, poolSize: 1 });
    const answers = await database.one(sql`select 1`).catch((error: unknown) => error);
    await database.close();
    if (!(answers instanceof Error)) return;
    if (tried > 100) throw answers;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
