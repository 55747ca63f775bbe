import { systemClock } from '#kernel';
import {
  liftReadOnly,
  type ReadOnly,
  readOnlyNow,
  type ReadOnlyScope,
  readOnlyScopes,
  setReadOnly,
} from '#operations';
import { openDatabase } from '#platform';
import type { Command, CommandInput } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase } from './home.ts';
import { instantFrom } from './instant.ts';

const nobody = { officer: undefined };

/** For an emergency, or before a command that must not be written into; operators have the same in the console. */
export const readOnlyCommand: Command = {
  takesWords: true,
  usage: ['', 'records|site --until TIME --reason TEXT --reason-en TEXT', 'off'],
  options: {
    until: {
      takes: 'TIME',
      about: '2026-11-23T22:00+07:00, or +90m, +4h, +2d from now. People are told so.',
    },
    reason: { takes: 'TEXT', about: 'Why, in Indonesian, for everybody to read.' },
    'reason-en': { takes: 'TEXT', about: 'The same in English.' },
    json: {
      about: 'Prints what holds afterwards as JSON: {readOnly}, null or {scope, startsAt, until, reason}.',
    },
  },
  details:
    'Alone it says what is read-only now and changes nothing. People can still sign in, sign out and read. It holds in every process within a few seconds, and until ./goid read-only off, also when the time is past.',
  run: async (input) => {
    const [word] = input.words;
    const scope = readOnlyScopes.find((known) => known === word);
    if (input.words.length > 1 || (scope === undefined && word !== 'off' && word !== undefined))
      throw new CommandError(
        'Say what is read-only: ./goid read-only records, site or off. --help shows the options.',
        exitCodes.usage,
      );
    const change = changeOf(input, scope, word);
    const { said, holding } = await withDatabase(input, async (database) => ({
      said: await change(database),
      holding: await readOnlyNow(database, systemClock.now()),
    }));
    const text = input.options['json']
      ? JSON.stringify({ readOnly: holding ?? null }, null, 2)
      : (said ?? standing(holding));
    process.stdout.write(`${text}\n`);
    return exitCodes.ok;
  },
};

type Opened = ReturnType<typeof openDatabase>;

/** What the words ask for, read before anything is opened; it says what it did, or nothing where nothing was asked. */
function changeOf(
  input: CommandInput,
  scope: ReadOnlyScope | undefined,
  word: string | undefined,
): (database: Opened) => Promise<string | undefined> {
  if (scope) return set(input, scope);
  if (['until', 'reason', 'reason-en'].some((name) => input.options[name] !== undefined))
    throw new CommandError('A time and a reason are for ./goid read-only records or site.', exitCodes.usage);
  return word === 'off' ? lift : () => Promise.resolve(undefined);
}

function standing(holding: ReadOnly | undefined): string {
  if (!holding) return 'Nothing is read-only.';
  const { scope, startsAt, until, reason } = holding;
  return `Read-only (${scope}) since ${startsAt.toISOString()}; people are told that it is back at ${until.toISOString()}.\n${reason.id}\n${reason.en}`;
}

function set(input: CommandInput, scope: ReadOnlyScope): (database: Opened) => Promise<string> {
  const { until: wanted, reason: id, 'reason-en': en } = input.options;
  const now = systemClock.now();
  const until = instantFrom(wanted, now);
  if (!until)
    throw new CommandError('--until is a time such as 2026-11-23T22:00+07:00 or +4h.', exitCodes.usage);
  const reason = { id: typeof id === 'string' ? id : '', en: typeof en === 'string' ? en : '' };
  return async (database) => {
    const done = await setReadOnly(database, { scope, until, reason }, nobody, now);
    if (!done.ok)
      throw new CommandError(
        done.refusal === 'until_is_past'
          ? '--until is past already.'
          : 'People read the reason in their own language: give --reason (Indonesian) and --reason-en.',
        exitCodes.usage,
      );
    return `Read-only (${scope}) from now on; people are told that it is back at ${until.toISOString()}.\nWrites stay refused until ./goid read-only off.`;
  };
}

async function lift(database: Opened): Promise<string> {
  const lifted = await liftReadOnly(database, nobody, systemClock.now());
  return lifted ? 'Writes go through again.' : 'Nothing was read-only.';
}

async function withDatabase<Value>(
  { config }: CommandInput,
  work: (database: Opened) => Promise<Value>,
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
