import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigError, EmbeddedPostgresError, MigrationError, readConfig } from '#platform';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { portSentence } from './ports.ts';

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(
    ([name, command]) => `  ${name.padEnd(width)}  ${command.summary}`,
  );
  return `Usage: ./goid COMMAND [options]\n\n${lines.join('\n')}\n\n./goid COMMAND --help says more, ./goid --version which program it is. Settings come from the environment: docs/operations.md.\n`;
}

function helpFor(name: string, summary: string, command: Command): string {
  const options = Object.entries({ ...command.options, help: { about: 'Shows this.' } }) as [
    string,
    { takes?: string; about: string },
  ][];
  const written = options.map(([option, { takes }]) => `--${option}${takes ? ` ${takes}` : ''}`);
  const width = Math.max(...written.map(({ length }) => length));
  const rows = options.map(([, { about }], index) => `  ${written[index]?.padEnd(width)}  ${about}`);
  const forms = command.usage.map((form) => `  ./goid ${name}${form ? ` ${form}` : ''}`);
  return [summary, '', ...forms, '', ...rows, ...(command.details ? ['', command.details] : []), ''].join(
    '\n',
  );
}

async function runCommand(name: string, rest: readonly string[]): Promise<ExitCode> {
  const named = commands[name];
  if (!named) throw new CommandError(`There is no command "${name}".\n\n${overview()}`, exitCodes.usage);
  const command = await named.load();
  const known = Object.entries(command.options ?? {});
  const options = Object.fromEntries(
    known.map(([option, { takes }]) => [
      option,
      { type: takes ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  const parsed = parse(name, rest, { ...options, help: { type: 'boolean' } });
  if (parsed.values['help']) {
    process.stdout.write(helpFor(name, named.summary, command));
    return exitCodes.ok;
  }
  const [word] = parsed.positionals;
  if (word !== undefined && !command.takesWords)
    throw new CommandError(
      `${name} does not understand "${word}".\n./goid ${name} --help shows how it is used.`,
      exitCodes.usage,
    );
  const config = readConfig(process.env);
  const input = {
    config,
    words: parsed.positionals,
    options: parsed.values,
    interactive: process.stderr.isTTY,
  };
  return command.run(input).catch((error: unknown) => {
    const taken = portSentence(config, error);
    throw taken === undefined ? error : new CommandError(taken);
  });
}

function parse(
  name: string,
  rest: readonly string[],
  options: Record<string, { type: 'string' | 'boolean' }>,
) {
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options,
      allowPositionals: true,
      strict: true,
    });
    return { values: values as Record<string, string | boolean | undefined>, positionals };
  } catch (error) {
    throw new CommandError(
      `${optionFault(error as Error, options)}\n./goid ${name} --help shows the options.`,
      exitCodes.usage,
    );
  }
}

/** Node names the option and says more about it than helps here. */
function optionFault(
  { message }: Error,
  options: Readonly<Record<string, { readonly type: string }>>,
): string {
  const [, typed = ''] = /'(-[^\s'=]*)/.exec(message) ?? [];
  const known = options[typed.replace(/^--(?:no-)?/, '')];
  if (!known) return `There is no option ${typed}.`;
  return known.type === 'string' ? `${typed} takes a value.` : `${typed} takes no value.`;
}

/** Runs what was typed behind `./goid`; what went wrong is said in one sentence. Yields the exit code. */
export async function runLine(words: readonly string[]): Promise<ExitCode> {
  try {
    return await run(words);
  } catch (error) {
    const { text, code } = sentenceFor(error);
    process.stderr.write(`${text}\n`);
    return code;
  }
}

async function run([name, ...rest]: readonly string[]): Promise<ExitCode> {
  if (name === '--version') {
    process.stdout.write(`Go ID ${ownVersion()}\n`);
    return exitCodes.ok;
  }
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(overview());
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  return runCommand(name, rest);
}

function ownVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

/** What keeps a program from its database, by Node's and PostgreSQL's codes. */
const noDatabase: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers at its address',
  ENOTFOUND: 'its host is not known',
  ETIMEDOUT: 'it does not answer in time',
  '28P01': 'the password is wrong',
  '28000': 'this login may not enter',
  '3D000': 'there is no database of that name',
  '42501':
    'this login lacks a right that is needed. Serving needs a member of the role of each face, migrating a login that owns the database and may create roles; ./goid doctor says more',
  '22023': 'the roles of Go ID are not in it; run ./goid migrate first',
  '53300': 'it has no connection free',
};

function sentenceFor(error: unknown): { text: string; code: ExitCode } {
  if (error instanceof CommandError) return { text: error.message, code: error.exitCode };
  if (error instanceof ConfigError) return { text: error.message, code: exitCodes.usage };
  if (error instanceof EmbeddedPostgresError || error instanceof MigrationError)
    return { text: error.message, code: exitCodes.failed };
  const cause = noDatabase[(error as NodeJS.ErrnoException).code ?? ''];
  if (cause)
    return { text: `The database cannot be used: ${cause}. Check DATABASE_URL.`, code: exitCodes.failed };
  return {
    text: error instanceof Error ? (error.stack ?? error.message) : String(error),
    code: exitCodes.failed,
  };
}
