import { systemClock } from '#kernel';
import { newMasterKey } from '#platform';
import type { Command } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

export const keysCommand: Command = {
  summary: 'Makes a master key',
  takesWords: true,
  usage: ['new'],
  details:
    'Prints one entry for MASTER_KEYS. Keep it where secrets are kept: without it no sealed value opens again.',
  run: async ({ words }) => {
    if (words[0] !== 'new' || words.length !== 1)
      throw new CommandError('Say what to do: ./goid keys new', exitCodes.usage);
    process.stdout.write(`${newMasterKey(systemClock.now().getTime().toString(36))}\n`);
    return exitCodes.ok;
  },
};
