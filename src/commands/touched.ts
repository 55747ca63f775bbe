import { once } from 'node:events';
import { accountOfIdentifier, type TouchedCount } from '#accounts';
import { isId } from '#kernel';
import { csvCell, csvField, type Database, openDatabase } from '#platform';
import { listTouched, type TouchedBy, type TouchedMember } from '#privacy';
import { type Command, type CommandInput, type Options, progressLine } from './command.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';
import { accountServices, type House, openHouse } from './house.ts';
import { refuseOldSchema } from './install-schema.ts';

export const touchedCommand: Command = {
  usage: [
    '--actor IDENTIFIER [--from TIME] [--to TIME] [--csv|--json]',
    '--session ID [--csv|--json]',
    '--from TIME [--to TIME] [--csv|--json]',
  ],
  options: {
    actor: { takes: 'IDENTIFIER', about: 'Who acted: an account id, a username, e-mail address or number.' },
    session: { takes: 'ID', about: 'What the holder of a session did while it was in use.' },
    from: { takes: 'TIME', about: 'From this instant on, such as 2026-11-23T04:00:00Z.' },
    to: { takes: 'TIME', about: 'Before this instant; without it, until now.' },
    csv: { about: 'Prints the people with their addresses. Without it only their number.' },
    json: { about: 'Prints their number as JSON: {people, members, others}.' },
  },
  details: `UU 27/2022 article 46 gives 3 x 24 hours to tell everybody concerned. The list comes from the record of activity and is itself recorded.
Addresses are the ones that members have proven; for members without an account, those of the register (column reached_by). Members stand on the register; others, such as officers and clerks, have only an account (no person_id).
The list is personal data: write it to a place that only the sender of the notices can read. It needs the database's own login, as migrate does.`,
  run: (input) => run(input),
};

const header = [
  'account_id',
  'person_id',
  'name',
  'language',
  'email',
  'phone',
  'reached_by',
  'first_at',
  'last_at',
  'entries',
  'events',
];

async function run(input: CommandInput): Promise<ExitCode> {
  const asked = readAsked(input);
  const { config, options, interactive } = input;
  const opened = await openConfiguredDatabase(config);
  // One connection for the list, one to record that it was made.
  const database = openDatabase({
    url: opened.url,
    poolSize: 2,
    statementTimeoutSeconds: 0,
    applicationName: 'goid touched',
  });
  const progress = progressLine(interactive);
  try {
    await refuseOldSchema(opened.url, 'goid_worker');
    const house = await openHouse(config, openKeyRing(config), opened.url);
    const by = { ...asked, actorAccountId: await actorOf(house, database, options['actor']) };
    if (options['csv']) await write(`${header.join(',')}\r\n`);
    let done = 0;
    const listed = await listTouched({ ...house, database }, by, async (members) => {
      done += members.length;
      progress.show(`${done} people`);
      if (options['csv']) await write(members.map(line).join(''));
    });
    progress.done();
    if (!listed.ok) throw new CommandError('There is no session of this id.');
    if (!options['csv']) await write(numbers(listed.value, options));
    return exitCodes.ok;
  } finally {
    await database.close();
    await opened.release();
  }
}

function numbers({ people, members }: TouchedCount, options: Options): string {
  const others = people - members;
  return options['json']
    ? `${JSON.stringify({ people, members, others }, null, 2)}\n`
    : `People touched: ${people} (members: ${members}, others such as officers and clerks: ${others}). --csv lists them with their addresses.\n`;
}

function readAsked({ options }: CommandInput): TouchedBy {
  if (options['csv'] && options['json'])
    throw new CommandError('The list is CSV, the number JSON: say --csv or --json.', exitCodes.usage);
  const { actor, session, from, to } = options;
  if (typeof session === 'string' && (actor !== undefined || from !== undefined || to !== undefined))
    throw new CommandError('A session stands alone: ./goid touched --session ID', exitCodes.usage);
  if (typeof session === 'string' && !isId(session))
    throw new CommandError('--session takes the id of a session.', exitCodes.usage);
  if (typeof session !== 'string' && typeof actor !== 'string' && typeof from !== 'string')
    throw new CommandError(
      'Say by whom or when: ./goid touched --actor IDENTIFIER, --session ID, or --from TIME.',
      exitCodes.usage,
    );
  return {
    sessionId: typeof session === 'string' ? session : undefined,
    from: instant('from', from),
    to: instant('to', to),
  };
}

function instant(name: string, typed: string | boolean | undefined): Date | undefined {
  if (typeof typed !== 'string') return undefined;
  const at = new Date(typed);
  // Without a zone the same text would be another instant on another machine.
  if (!/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(typed) || Number.isNaN(at.getTime()))
    throw new CommandError(
      `--${name} takes an instant with its zone, such as 2026-11-23T04:00:00Z or 2026-11-23T11:00:00+07:00.`,
      exitCodes.usage,
    );
  return at;
}

async function actorOf(
  house: House,
  database: Database,
  typed: string | boolean | undefined,
): Promise<string | undefined> {
  if (typeof typed !== 'string') return undefined;
  if (isId(typed)) return typed;
  const found = await accountOfIdentifier(accountServices(house, database), typed);
  if (found === undefined) throw new CommandError('There is no account under this identifier.');
  return found;
}

function line(member: TouchedMember): string {
  const { accountId = '', personId = '', name = '', emails, phones, events } = member;
  const fields = [
    accountId,
    personId,
    csvCell(name),
    member.language,
    csvCell(emails.join(' ')),
    csvField(phones.join(' ')),
    member.reachedBy,
    member.firstAt.toISOString(),
    member.lastAt.toISOString(),
    String(member.entries),
    csvField(events.join(' ')),
  ];
  return `${fields.join(',')}\r\n`;
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
