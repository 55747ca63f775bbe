import { dirname, resolve } from 'node:path';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { defaultUntil, generateApart, type GenerateOptions, type Summary } from '#generate';
import { parseMonth } from '#kernel';
import { formatNumber } from '#platform';
import { type Command, type Options, progressLine } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

export const generateCommand: Command = {
  usage: ['--members N --months M --seed S --out DIR [--until YYYY-MM] [--cast] [--summary]'],
  options: {
    members: { takes: 'N', about: 'How many people.' },
    months: { takes: 'M', about: 'How many contribution months back from --until.' },
    seed: { takes: 'S', about: 'The same seed gives the same files.' },
    out: { takes: 'DIR', about: 'The folder for the four files.' },
    until: { takes: 'YYYY-MM', about: `The last contribution month (default ${defaultUntil}).` },
    cast: { about: 'Puts the members of the demonstration at the head of each file.' },
    summary: { about: 'Prints the shares and cohorts that were made, beside those intended.' },
    json: { about: 'Prints the summary as JSON.' },
  },
  run: async ({ options, interactive }) => {
    refuseMissing(options);
    const out = String(options['out']);
    const until = parseMonth(String(options['until'] ?? defaultUntil));
    if (!until) throw new CommandError('--until takes a month such as 2026-10.', exitCodes.usage);
    const numbers = {
      members: whole(options, 'members'),
      months: whole(options, 'months'),
      seed: whole(options, 'seed'),
    };
    const line = progressLine(interactive);
    const summary = await writing(out, {
      ...numbers,
      until,
      out,
      cast: options['cast'] === true,
      onProgress: (members, rows) =>
        line.show(`${formatNumber(members, 'en')} members, ${formatNumber(rows, 'en')} contribution rows …`),
    });
    line.done();
    if (options['json']) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
    else process.stdout.write(options['summary'] ? describe(summary) : rowsOf(summary));
    return exitCodes.ok;
  },
};

const needed = { members: 'N', months: 'M', seed: 'S', out: 'DIR' };

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function refuseMissing(options: Options): void {
  const missing = Object.entries(needed).filter(([name]) => (options[name] ?? '') === '');
  if (missing.length > 0)
    throw new CommandError(
      `Say also ${listed(missing.map(([name, takes]) => `--${name} ${takes}`))}, for instance ./goid generate --members 100 --months 12 --seed 1 --out files`,
      exitCodes.usage,
    );
}

async function writing(out: string, options: GenerateOptions): Promise<Summary> {
  try {
    makeFolder(resolve(out));
    return await generateApart(options);
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(`${error.message}.`, exitCodes.usage);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CommandError(`The files cannot be written to ${out} (${code}). Choose another --out DIR.`);
  }
}

/** Level by level: asked to make a whole path where none can be made (/proc), Node tries without end. */
function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new CommandError(`${path} is a file. Choose another --out DIR.`);
    return;
  }
  makeFolder(dirname(path));
  mkdirSync(path);
}

function whole(options: Options, name: string): number {
  const text = String(options[name] ?? '');
  if (!/^\d{1,9}$/.test(text))
    throw new CommandError(`--${name} takes a whole number, for instance --${name} 100`, exitCodes.usage);
  return Number(text);
}

function rowsOf({ rows }: Summary): string {
  return `${Object.entries(rows)
    .map(([file, count]) => `${`${file}.csv`.padEnd(18)} ${formatNumber(count, 'en')} rows`)
    .join('\n')}\n`;
}

function describe(summary: Summary): string {
  const percent = (share: number | undefined) =>
    (share === undefined ? '' : `${(share * 100).toFixed(1)} %`).padStart(8);
  const width = Math.max(...summary.lines.map(({ cohort }) => cohort.length));
  const lines = summary.lines.map(
    ({ cohort, count, share, intended }) =>
      `${cohort.padEnd(width)} ${formatNumber(count, 'en').padStart(12)} ${percent(share)} ${percent(intended)}`,
  );
  return `${rowsOf(summary)}\n${'cohort'.padEnd(width)} ${'count'.padStart(12)} ${'share'.padStart(8)} ${'intended'.padStart(8)}\n${lines.join('\n')}\n`;
}
