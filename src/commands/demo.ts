import type { Command } from './command.ts';
import { demonstrationAccounts, shownPassword } from './demonstration-accounts.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

export const demoCommand: Command = {
  usage: [''],
  options: {
    json: {
      about:
        'Prints a list of {role, identifier, password?, totpSecret?, email?, phone?, memberNumber?, nationalNumber?, birthDate?, about}.',
    },
  },
  run: async ({ config, options }) => {
    if (!config.DEMO) throw new CommandError('The demonstration is off (DEMO=off or production).');
    const accounts = demonstrationAccounts();
    const lines = accounts.map(
      (account) =>
        `${account.role.padEnd(22)} ${account.identifier.padEnd(18)} ${shownPassword(account)}  ${account.about}${account.totpSecret ? ` ${account.totpSecret}` : ''}`,
    );
    process.stdout.write(
      options['json'] ? `${JSON.stringify(accounts, null, 2)}\n` : `${lines.join('\n')}\n`,
    );
    return exitCodes.ok;
  },
};
