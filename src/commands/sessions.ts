import { revokeSessions } from '#accounts';
import { openDatabase } from '#platform';
import type { Command, CommandInput } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';
import { accountServices, openHouse } from './house.ts';

/** For an emergency: the support console ends sessions of one member, with a reason. */
export const sessionsCommand: Command = {
  takesWords: true,
  usage: ['end --account IDENTIFIER', 'end --everybody'],
  options: {
    account: { takes: 'IDENTIFIER', about: 'Username, e-mail address, phone or member number.' },
    everybody: { about: 'Every session of every account; all have to sign in again.' },
    json: { about: 'Prints JSON: {ended}.' },
  },
  details: 'It is over on every face at once; other services are told by back-channel logout.',
  run: async (input) => {
    const { words, options } = input;
    const whose = whoseSessions(input);
    if (words.join(' ') !== 'end' || whose === undefined || (options['account'] && options['everybody']))
      throw new CommandError(
        'Say whose sessions end: ./goid sessions end --account IDENTIFIER, or --everybody.',
        exitCodes.usage,
      );
    const ended = await end(input, whose);
    process.stdout.write(
      options['json'] ? `${JSON.stringify({ ended }, null, 2)}\n` : `${ended} sessions ended.\n`,
    );
    return exitCodes.ok;
  },
};

type Whose = Parameters<typeof revokeSessions>[1];

function whoseSessions({ options }: CommandInput): Whose | undefined {
  const { account, everybody } = options;
  if (everybody === true) return 'everybody';
  return typeof account === 'string' ? { identifier: account } : undefined;
}

async function end({ config }: CommandInput, whose: Whose): Promise<number> {
  const opened = await openConfiguredDatabase(config);
  const database = openDatabase({ url: opened.url, poolSize: 1, applicationName: 'goid sessions' });
  try {
    const house = await openHouse(config, openKeyRing(config), opened.url);
    const ended = await revokeSessions(accountServices(house, database), whose);
    if (!ended.ok) throw new CommandError('There is no account under this identifier.');
    return ended.value;
  } finally {
    await database.close();
    await opened.release();
  }
}
