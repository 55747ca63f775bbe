import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newMasterKey, readKeyRing, startEmbeddedPostgres, type KeyRing } from '#platform';
import { installSchema } from '../src/commands/install-schema.ts';
import { freePortBase } from '../tests/support/ports.ts';
import { stopProgram } from '../tests/support/program.ts';
import { cpuSeconds, familyCpuSeconds } from './cpu-time.ts';

export type Served = {
  readonly portal: string;
  readonly sso: string;
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly keys: KeyRing;
  /** CPU of our process and of PostgreSQL with its backends, since they started. */
  cpu(): { readonly server: number; readonly postgres: number };
  /** Largest resident memory of our process so far, in MB. */
  peakMemoryMb(): number;
};

const main = join(import.meta.dirname, '../src/main.ts');

/**
 * The program as a process of its own on a migrated database of its own, which writes safely (fsync on); `prepare`
 * fills the database before the program starts. Both end with `work`. `throwAway`: without fsync, for what only reads.
 */
export async function withServedProgram(
  prepare: (databaseUrl: string, keys: KeyRing) => Promise<void>,
  work: (served: Served) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
  { throwAway = false } = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'goid-bench-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder, throwAway });
  const masterKey = newMasterKey();
  const keys = readKeyRing(masterKey);
  try {
    await installSchema(postgres.url);
    await prepare(postgres.url, keys);
    const server = await startServer(postgres.url, masterKey, settings);
    try {
      const postmaster = Number(
        readFileSync(join(postgres.dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0],
      );
      await work({
        ...server.origins,
        databaseUrl: postgres.url,
        dataFolder: postgres.dataFolder,
        keys,
        cpu: () => ({ server: cpuSeconds(server.pid), postgres: familyCpuSeconds(postmaster) }),
        peakMemoryMb: () => peakMemoryMb(server.pid),
      });
    } finally {
      await server.stop();
    }
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function peakMemoryMb(pid: number): number {
  const [, kilobytes = '0'] = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

/** `BENCH_NODE_OPTIONS`, for instance `--cpu-prof --cpu-prof-dir=/tmp/profile`, goes to the served process only. */
async function startServer(
  databaseUrl: string,
  masterKey: string,
  settings: Readonly<Record<string, string>>,
) {
  const base = await freePortBase();
  const extra = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter(Boolean);
  const environment = {
    ...process.env,
    NODE_ENV: 'development',
    DATABASE_URL: databaseUrl,
    MASTER_KEYS: masterKey,
    PORT_BASE: String(base),
    LOG_LEVEL: 'info',
    ...settings,
  };
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...extra, main, 'serve', 'sso', 'portal', 'worker'],
    { env: environment, stdio: ['ignore', 'inherit', 'pipe'] },
  );
  await new Promise<void>((resolve, reject) => {
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('"serving"')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}:\n${log}`)));
  });
  // From here on its log is of interest only when something is wrong.
  child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  const at = (offset: number) => `http://localhost:${base + offset}`;
  return {
    pid: child.pid ?? 0,
    origins: { sso: at(0), portal: at(1) },
    stop: () => stopProgram(child),
  };
}
