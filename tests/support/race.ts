import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Race, RaceCall } from './race-runner.ts';

const runner = fileURLToPath(new URL('./race-runner.ts', import.meta.url));

type Runner = {
  readonly tell: (line: string) => void;
  readonly hear: () => Promise<string>;
  readonly end: () => void;
};

let runners: readonly Runner[] = [];
after(() => runners.forEach(({ end }) => end()));

/**
 * Makes the call 16 times at once: 8 in each of two processes, which start together once both have their
 * connections. Returns the 16 answers as JSON values; `threw` stands for an exception.
 */
export async function raceOverTwoProcesses(url: string, call: RaceCall): Promise<unknown[]> {
  // The same two for every race of a test file: loading the program takes longer than a race.
  if (runners.length === 0) runners = [startRunner(), startRunner()];
  const race = { url, call } satisfies Race;
  for (const { tell } of runners) tell(JSON.stringify(race));
  await Promise.all(runners.map(({ hear }) => hear()));
  for (const { tell } of runners) tell('go');
  const answers = await Promise.all(runners.map(({ hear }) => hear()));
  return answers.flatMap((line) => JSON.parse(line) as unknown[]);
}

function startRunner(): Runner {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', runner], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    tell: (line) => void child.stdin.write(`${line}\n`),
    hear: async () => {
      const { done, value } = await lines.next();
      if (done) throw new Error('a process of the race ended before it answered');
      return value;
    },
    end: () => child.stdin.end(),
  };
}
