import { newSpokenCode, systemClock } from '#kernel';
import { type Executor, openDatabase } from '#platform';
import { type ClientRefusal, listClients, type RegisteredClient, registerClient, removeClient } from '#sso';
import type { Command, CommandInput, Options } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase } from './home.ts';

export const clientsCommand: Command = {
  takesWords: true,
  usage: [
    '',
    'add [--id ID] --name NAME --redirect-uri URL [--post-logout-uri URL] [--backchannel-logout-uri URL] [--public]',
    'remove CLIENT_ID',
  ],
  options: {
    id: { takes: 'ID', about: 'The client id; made up when not given.' },
    name: { takes: 'NAME', about: 'Shown to members when they are asked for consent.' },
    'redirect-uri': {
      takes: 'URL',
      about: 'Where sign-ins come back to, exactly; several separated by spaces.',
    },
    'post-logout-uri': { takes: 'URL', about: 'Where members land after logging out there.' },
    'backchannel-logout-uri': { takes: 'URL', about: 'Told when the member logs out elsewhere.' },
    public: { about: 'A client that cannot keep a secret (an app); PKCE alone.' },
    json: { about: 'Prints JSON.' },
  },
  details:
    'The secret of a new client is shown once and kept only as a hash. Discovery: <sso>/.well-known/openid-configuration',
  run: async (input) => {
    const [verb = ''] = input.words;
    const most = mostWords[verb];
    if (most === undefined || input.words.length > most)
      throw new CommandError(
        `"${input.words[most ?? 0]}" is not something clients can do. ./goid clients --help shows the forms.`,
        exitCodes.usage,
      );
    const opened = await openConfiguredDatabase(input.config);
    const database = openDatabase({ url: opened.url, poolSize: 1 });
    try {
      if (verb === '') print(input, await listClients(database));
      else if (verb === 'add') print(input, await add(database, newClient(input.options)));
      else await remove(input, database);
      return exitCodes.ok;
    } finally {
      await database.close();
      await opened.release();
    }
  },
};

/** Each verb with how many words its form has, itself included. */
const mostWords: Readonly<Record<string, number>> = { '': 0, add: 1, remove: 2 };

const refusalText: Readonly<Record<ClientRefusal, (clientId: string) => string>> = {
  client_id_taken: (clientId) => `The client id "${clientId}" is taken. Choose another --id.`,
  client_id_unusable: (clientId) =>
    `The client id "${clientId}" cannot be used: 2 to 64 of a–z, 0–9, dot, underscore and hyphen, beginning with a letter or digit.`,
  address_unusable: () =>
    'An address cannot be used: https, or http on localhost; with --public also a scheme of its own such as id.example.app:/callback. No fragment, no login, and all --redirect-uri on one host.',
};

async function add(executor: Executor, client: RegisteredClient) {
  const registered = await registerClient(executor, client, systemClock.now());
  if (!registered.ok)
    throw new CommandError(
      refusalText[registered.refusal](client.clientId),
      registered.refusal === 'client_id_taken' ? exitCodes.failed : exitCodes.usage,
    );
  return { ...client, clientSecret: registered.value.clientSecret };
}

function newClient(options: Options): RegisteredClient {
  const list = (name: string) =>
    String(options[name] ?? '')
      .split(/\s+/)
      .filter(Boolean);
  const name = String(options['name'] ?? '').trim();
  const redirectUris = list('redirect-uri');
  const faulty = [...redirectUris, ...list('post-logout-uri'), ...list('backchannel-logout-uri')].find(
    (address) => !URL.canParse(address),
  );
  if (!name || redirectUris.length === 0)
    throw new CommandError('A client needs --name and --redirect-uri.', exitCodes.usage);
  if (faulty)
    throw new CommandError(
      `${faulty} is not an address such as https://service.example/callback`,
      exitCodes.usage,
    );
  const [backchannelLogoutUri] = list('backchannel-logout-uri');
  return {
    // Readable on the telephone, and of the characters that a client id may have.
    clientId: String(options['id'] ?? newSpokenCode(12).toLowerCase()),
    name,
    redirectUris,
    postLogoutRedirectUris: list('post-logout-uri'),
    backchannelLogoutUri,
    firstParty: false,
    public: options['public'] === true,
  };
}

async function remove({ words }: CommandInput, database: Executor): Promise<void> {
  const [, clientId = ''] = words;
  if (!(await removeClient(database, clientId)))
    throw new CommandError(`There is no client "${clientId}". ./goid clients lists them.`);
  process.stdout.write(`${clientId} removed; its sign-ins stop within a minute.\n`);
}

function print({ options }: CommandInput, value: unknown): void {
  if (options['json']) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  else if (Array.isArray(value) && value.length === 0) process.stdout.write('No services yet.\n');
  else
    for (const row of Array.isArray(value) ? value : [value])
      process.stdout.write(`${describe(row as Record<string, unknown>)}\n`);
}

function describe(row: Record<string, unknown>): string {
  return Object.entries(row)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.padEnd(24)} ${Array.isArray(value) ? value.join(' ') : String(value)}`)
    .join('\n');
}
