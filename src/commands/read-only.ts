import { systemClock } from '#kernel';
import { liftReadOnly, type ReadOnlyScope, readOnlyScopes, setReadOnly } from '#operations';
import { openDatabase } from '#platform';
import type { Command, CommandInput } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase } from './home.ts';
import { instantFrom } from './instant.ts';

const nobody = { officer: undefined };

/** For an emergency, or before a command that must not be written into; operators have the same in the console. */
export const readOnlyCommand: Command = {
  takesWords: true,
  usage: ['records|site --until TIME --reason TEXT --reason-en TEXT', 'off'],
  options: {
    until: {
      takes: 'TIME',
      about: '2026-11-23T22:00+07:00, or +90m, +4h, +2d from now. People are told so.',
    },
    reason: { takes: 'TEXT', about: 'Why, in Indonesian, for everybody to read.' },
    'reason-en': { takes: 'TEXT', about: 'The same in English.' },
  },
  details:
    'People can still sign in, sign out and read. It holds in every process within a few seconds, and until ./goid read-only off, also when the time is past.',
  run: async (input) => {
    const [word] = input.words;
    const scope = readOnlyScopes.find((known) => known === word);
    if (input.words.length !== 1 || (scope === undefined && word !== 'off'))
      throw new CommandError(
        'Say what is read-only: ./goid read-only records, site or off. --help shows the options.',
        exitCodes.usage,
      );
    process.stdout.write(`${scope ? await set(input, scope) : await lift(input)}\n`);
    return exitCodes.ok;
  },
};

async function set(input: CommandInput, scope: ReadOnlyScope): Promise<string> {
  const { until: wanted, reason: id, 'reason-en': en } = input.options;
  const now = systemClock.now();
  const until = instantFrom(wanted, now);
  if (!until)
    throw new CommandError('--until is a time such as 2026-11-23T22:00+07:00 or +4h.', exitCodes.usage);
  const reason = { id: typeof id === 'string' ? id : '', en: typeof en === 'string' ? en : '' };
  const done = await withDatabase(input, (database) =>
    setReadOnly(database, { scope, until, reason }, nobody, now),
  );
  if (!done.ok)
    throw new CommandError(
      done.refusal === 'until_is_past'
        ? '--until is past already.'
        : 'People read the reason in their own language: give --reason (Indonesian) and --reason-en.',
      exitCodes.usage,
    );
  return `Read-only (${scope}) from now on; people are told that it is back at ${until.toISOString()}.\nWrites stay refused until ./goid read-only off.`;
}

async function lift(input: CommandInput): Promise<string> {
  const lifted = await withDatabase(input, (database) => liftReadOnly(database, nobody, systemClock.now()));
  return lifted ? 'Writes go through again.' : 'Nothing was read-only.';
}

async function withDatabase<Value>(
  { config }: CommandInput,
  work: (database: ReturnType<typeof openDatabase>) => Promise<Value>,
): Promise<Value> {
  const opened = await openConfiguredDatabase(config);
  const database = openDatabase({ url: opened.url, poolSize: 1, applicationName: 'goid read-only' });
  try {
    return await work(database);
  } finally {
    await database.close();
    await opened.release();
  }
}
