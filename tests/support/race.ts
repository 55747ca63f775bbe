import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RaceCall } from './race-runner.ts';

const runner = fileURLToPath(new URL('./race-runner.ts', import.meta.url));

/**
 * Makes the call 16 times at once: 8 in each of two processes, which start together once both have their
 * connections. Returns the 16 answers as JSON values; `threw` stands for an exception.
 */
export async function raceOverTwoProcesses(url: string, call: RaceCall): Promise<unknown[]> {
  const children = [1, 2].map(() =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', runner, url, JSON.stringify(call)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const readers = children.map((child) => createInterface(child.stdout)[Symbol.asyncIterator]());
  await Promise.all(readers.map((lines) => lines.next()));
  for (const child of children) child.stdin.end('go\n');
  const answers = await Promise.all(readers.map(async (lines) => String((await lines.next()).value)));
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return answers.flatMap((line) => JSON.parse(line) as unknown[]);
}
