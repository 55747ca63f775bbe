import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../../src/main.ts');
const lines = join(import.meta.dirname, 'goid-lines.ts');

export type Ended = { readonly code: number | null; readonly output: string; readonly fault: string };

/** Starts `./goid` with the words, as people type them, in a pipe. */
export function startGoid(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  file = main,
): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...words], {
    env: { ...process.env, NODE_ENV: 'test', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The same, to its end: exit code, standard output and standard error. */
export function runGoid(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  file = main,
): Promise<Ended> {
  const child = startGoid(words, environment, file);
  let output = '';
  let fault = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (fault += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output, fault })));
}

/** Several lines that touch nothing, one after another in one process, because starting one costs most of a second. */
export async function runLines(
  list: readonly (readonly string[])[],
  environment: NodeJS.ProcessEnv,
): Promise<readonly Ended[]> {
  const { code, output, fault } = await runGoid([JSON.stringify(list)], environment, lines);
  if (code !== 0) throw new Error(fault);
  return JSON.parse(output) as Ended[];
}
