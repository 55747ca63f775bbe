import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { CommandError } from './exit-codes.ts';

type ToolName = 'pg_dump' | 'pg_restore';

const run = promisify(execFile);

/**
 * The path of the oldest installed tool that is not older than `major`: a newer one may write what the server does not
 * know. Throws CommandError naming the package that is missing.
 */
export async function findTool(name: ToolName, major: number): Promise<string> {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...globSync('/usr/lib/postgresql/*/bin'),
    ...globSync('/usr/pgsql-*/bin'),
  ];
  const found: { program: string; major: number }[] = [];
  for (const program of new Set(folders.map((folder) => join(folder, name)))) {
    if (!existsSync(program)) continue;
    const { stdout } = await run(program, ['--version']).catch(() => ({ stdout: '' }));
    const [, version] = /PostgreSQL\) (\d+)/.exec(stdout) ?? [];
    if (version !== undefined) found.push({ program, major: Number(version) });
  }
  const [fitting] = found
    .filter((tool) => tool.major >= major)
    .sort((first, second) => first.major - second.major);
  if (fitting) return fitting.program;
  const others = found.length > 0 ? ` Found: ${found.map((tool) => tool.major).join(', ')}.` : '';
  throw new CommandError(
    `The database is PostgreSQL ${major} and there is no ${name} of that version or a newer one: install the package postgresql-client-${major}.${others}`,
  );
}

export type RunningTool = {
  readonly child: ChildProcess;
  /** Rejects with CommandError, in the tool's own first line: the lines behind it may quote data. */
  readonly ended: Promise<void>;
};

/** Starts a tool on a database. The password goes by the environment, because arguments are seen by every user. */
export function startTool(
  program: string,
  url: string,
  words: readonly string[],
  streams: { readonly input: 'pipe' | 'ignore'; readonly output: 'pipe' | 'ignore' },
): RunningTool {
  const { address, password } = apart(url);
  const child = spawn(program, ['--no-password', `--dbname=${address}`, ...words], {
    env: environment(password),
    stdio: [streams.input, streams.output, 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (said.length < 4096) said += chunk.toString();
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new CommandError(said.split('\n')[0] || `${program} ended before it was done.`));
    });
  });
  // Looked at when its stream has ended; until then a failure is not unhandled.
  ended.catch(() => {});
  return { child, ended };
}

function apart(url: string): { readonly address: string; readonly password: string } {
  const address = new URL(url);
  const password = address.searchParams.get('password') ?? decodeURIComponent(address.password);
  address.password = '';
  if (address.search) {
    address.searchParams.delete('password');
    // PostgreSQL's own library does not read + as a space.
    address.search = address.search.replaceAll('+', '%20');
  }
  return { address: address.href, password };
}

/** What the tools need and nothing else, above all no master key. */
function environment(password: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => /^(?:PATH|HOME|PG\w+)$/.test(name));
  const authority = process.env['PGSSLROOTCERT'] ?? process.env['NODE_EXTRA_CA_CERTS'];
  return {
    ...Object.fromEntries(kept),
    ...(authority ? { PGSSLROOTCERT: authority } : {}),
    ...(password ? { PGPASSWORD: password } : {}),
    LC_ALL: 'C',
  };
}
