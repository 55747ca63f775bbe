import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { demonstrationDatabase } from './demonstration-database.ts';
import { testMasterKeys } from './keys.ts';
import { freePortBase } from './ports.ts';

const main = join(import.meta.dirname, '../../src/main.ts');

export type Program = {
  readonly base: number;
  readonly origins: {
    readonly sso: string;
    readonly portal: string;
    readonly console: string;
    readonly employer: string;
    readonly inbox: string;
  };
  readonly databaseUrl: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Everything it wrote to standard error: its log. */
  readonly log: () => string;
  readonly output: () => string;
  readonly process: ChildProcess;
  readonly stop: () => Promise<number | null>;
};

export type ProgramOptions = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly databaseUrl?: string;
};

/** The whole program on free ports and a database of its own, with the demonstration loaded; ended with the test file. */
export async function startProgram(options: ProgramOptions = {}): Promise<Program> {
  const databaseUrl = options.databaseUrl ?? (await demonstrationDatabase());
  const program = await launchProgram({
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    ...(options.databaseUrl ? {} : { MASTER_KEYS: testMasterKeys }),
    ...options.environment,
  });
  after(program.stop);
  return { ...program, databaseUrl };
}

/** The same, for scripts: with the environment given, else as `npm start` would, in a home folder of its own. */
export async function launchProgram(environment: Readonly<Record<string, string>> = {}): Promise<Program> {
  const base = await freePortBase();
  const home = mkdtempSync(join(tmpdir(), 'goid-home-'));
  chmodSync(home, 0o755);
  const all = { ...process.env, GOID_HOME: home, PORT_BASE: String(base), ...environment };
  let output = '';
  let log = '';
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'start'], {
    env: all,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  // Also when this process is ended before its hooks have run.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const stop = async () => {
    const code = await stopProgram(child);
    process.off('exit', end);
    rmSync(home, { recursive: true, force: true });
    return code;
  };
  await ready(
    child,
    () => output.includes('Ctrl-C'),
    () => `${output}\n${log}`,
  );
  const at = (offset: number) => `http://localhost:${base + offset}`;
  const origins = { sso: at(0), portal: at(1), console: at(2), employer: at(3), inbox: at(10) };
  return {
    base,
    origins,
    databaseUrl: '',
    environment: all,
    log: () => log,
    output: () => output,
    process: child,
    stop,
  };
}

function ready(child: ChildProcess, isReady: () => boolean, said: () => string): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new Error(`the program was not ready in 90 s:\n${said()}`)),
      90_000,
    );
    child.stdout?.on('data', () => {
      if (!isReady()) return;
      clearTimeout(limit);
      resolve();
    });
    child.on('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`the program ended with ${code}:\n${said()}`));
    });
  });
}

export async function stopProgram(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.kill('SIGINT');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  const code = await ended;
  clearTimeout(late);
  return code;
}
