import {
  changeOfficerRoles,
  inviteOfficer,
  listOfficers,
  type OfficerRefusal,
  officerRoles,
  openInvitations,
  removeOfficer,
  type Role,
} from '#accounts';
import type { Result } from '#kernel';
import { holdsUnseen } from '#members';
import { openDatabase } from '#platform';
import type { Command, CommandInput } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';
import { accountServices, openHouse } from './house.ts';

type Services = ReturnType<typeof accountServices>;

/** The first officer is made here, because nobody is there yet who could in the console. */
export const staffCommand: Command = {
  takesWords: true,
  usage: [
    'list',
    'add USERNAME --name NAME --role ROLE[,ROLE] [--member-number KPJ]',
    'role USERNAME ROLE[,ROLE]',
    'remove USERNAME',
  ],
  options: {
    name: { takes: 'NAME', about: 'The officer’s name, shown on the pages of the console.' },
    role: { takes: 'ROLE', about: `One or more of ${officerRoles.join(', ')}, separated by commas.` },
    'member-number': {
      takes: 'KPJ',
      about: 'The officer’s own member number, so that the console refuses the own record.',
    },
    json: { about: 'Prints JSON.' },
  },
  details:
    'add prints a link, once: the officer opens it and chooses a password and an authenticator app that nobody else knows. It serves once and not for long (STAFF_LINK_SECONDS). list shows it until it is used or too old; remove takes it back, and it never works again. Who lost the app or forgot the password is removed and added again: the username is free then, and what the old account did stays on record.',
  run: async (input) => {
    const [verb = '', ...words] = input.words;
    const act = verbs[verb];
    if (!act || words.length !== act.words)
      throw new CommandError(
        'Say what to do: ./goid staff list, add, role or remove. ./goid staff --help shows the forms.',
        exitCodes.usage,
      );
    const { config } = input;
    const opened = await openConfiguredDatabase(config);
    const database = openDatabase({ url: opened.url, poolSize: 1, applicationName: 'goid staff' });
    try {
      const house = await openHouse(config, openKeyRing(config), opened.url);
      try {
        await act.run(accountServices(house, database), words, input);
      } finally {
        await house.close();
      }
      return exitCodes.ok;
    } finally {
      await database.close();
      await opened.release();
    }
  },
};

type Verb = {
  /** How many words follow it. */
  readonly words: number;
  readonly run: (services: Services, words: readonly string[], input: CommandInput) => Promise<void>;
};

const verbs: Readonly<Record<string, Verb>> = {
  list: { words: 0, run: list },
  add: { words: 1, run: add },
  role: {
    words: 2,
    run: async (services, [username = '', roles = '']) => {
      demand(await changeOfficerRoles(services, username, rolesIn(roles)), username);
      process.stdout.write(`${username} has the roles ${rolesIn(roles).join(', ')} from the next page on.\n`);
    },
  },
  remove: {
    words: 1,
    run: async (services, [username = '']) => {
      const ended = demand(await removeOfficer(services, username), username);
      process.stdout.write(
        ended === 'officer'
          ? `${username} is no officer any more; every session has ended.\n`
          : `The invitation of ${username} is taken back; its link never works again.\n`,
      );
    },
  },
};

async function add(
  services: Services,
  [username = '']: readonly string[],
  { config, options }: CommandInput,
) {
  const displayName = String(options['name'] ?? '').trim();
  if (!displayName) throw new CommandError('An officer needs --name and --role.', exitCodes.usage);
  if (holdsUnseen(displayName))
    throw new CommandError('The name holds an invisible character. Type it anew.', exitCodes.usage);
  const memberNumber = options['member-number'];
  const made = demand(
    await inviteOfficer(services, {
      username,
      displayName,
      roles: rolesIn(String(options['role'] ?? '')),
      memberNumber: typeof memberNumber === 'string' ? memberNumber : undefined,
    }),
    username,
  );
  const link = `${config.origins.sso}/officer/link?token=${made.token}`;
  const until = made.expiresAt.toISOString();
  process.stdout.write(
    options['json']
      ? `${JSON.stringify({ username, link, expiresAt: until }, null, 2)}\n`
      : `${link}\n\nGive this link to ${displayName} alone. It serves once, until ${until}; it is shown only now.\n`,
  );
}

async function list(services: Services, _: readonly string[], { options }: CommandInput) {
  const officers = (await listOfficers(services)).map((officer) => ({
    ...officer,
    state: officer.removedAt ? ('removed' as const) : ('works' as const),
  }));
  const invited = (await openInvitations(services)).map((one) => ({ ...one, state: 'invited' as const }));
  if (options['json']) {
    process.stdout.write(`${JSON.stringify([...officers, ...invited], null, 2)}\n`);
    return;
  }
  const line = (username: string, displayName: string, standing: string) =>
    `${username.padEnd(20)} ${displayName.padEnd(28)} ${standing}`;
  const lines = [
    ...officers.map(({ username = '–', displayName, roles, state }) =>
      line(username, displayName, state === 'removed' ? 'removed' : roles.join(', ')),
    ),
    ...invited.map(({ username, displayName, roles, expiresAt }) =>
      line(username, displayName, `${roles.join(', ')}, invited until ${expiresAt.toISOString()}`),
    ),
  ];
  process.stdout.write(lines.length > 0 ? `${lines.join('\n')}\n` : 'No officers yet.\n');
}

const rolesIn = (text: string) => text.split(/[\s,]+/).filter(Boolean) as Role[];

const sentences: Readonly<Record<OfficerRefusal, (username: string) => string>> = {
  username_unusable: (username) =>
    `"${username}" cannot be a username: 3 to 32 of a–z, 0–9, dot, underscore and hyphen, beginning with a letter.`,
  username_taken: (username) => `The username "${username}" is taken.`,
  role_unknown: () => `A role is one of ${officerRoles.join(', ')}.`,
  member_unknown: () => 'There is no member with this member number.',
  unknown_officer: (username) => `There is no officer "${username}". ./goid staff list shows them.`,
};

function demand<Value>(result: Result<Value, OfficerRefusal>, username: string): Value {
  if (result.ok) return result.value;
  const usage = result.refusal === 'username_unusable' || result.refusal === 'role_unknown';
  throw new CommandError(sentences[result.refusal](username), usage ? exitCodes.usage : exitCodes.failed);
}
