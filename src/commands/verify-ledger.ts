import { verifyBilling } from '#billing';
import { verifyBooks } from '#contributions';
import { openDatabase } from '#platform';
import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase } from './home.ts';
import { refuseOldSchema } from './install-schema.ts';

export const verifyLedgerCommand: Command = {
  usage: [''],
  options: { json: { about: 'Prints the differences as JSON.' } },
  details: 'Names each difference and ends with 4 when there is one.',
  run: async ({ config, options }) => {
    const opened = await openConfiguredDatabase(config);
    const database = openDatabase({
      url: opened.url,
      role: 'goid_worker',
      poolSize: 2,
      statementTimeoutSeconds: 0,
      applicationName: 'goid verify-ledger',
    });
    try {
      await refuseOldSchema(opened.url, 'goid_worker');
      const differences: { check: string; subject: string; expected: string; found: string }[] = [];
      let below = { accounts: 0, amount: 0n };
      for await (const difference of verifyBooks(database, (found) => (below = found)))
        differences.push(difference);
      for await (const difference of verifyBilling(database)) differences.push(difference);
      const lines = differences.map(
        ({ check, subject, expected, found }) => `${check}  ${subject}: expected ${expected}, found ${found}`,
      );
      if (options['json']) process.stdout.write(`${JSON.stringify(differences, null, 2)}\n`);
      else
        process.stdout.write(
          lines.length > 0
            ? `${lines.join('\n')}\n${lines.length} differences.\n`
            : 'The ledger ties: no differences.\n',
        );
      // A claim of the fund, told so that nobody looks for it, and no difference.
      if (below.accounts > 0 && !options['json'])
        process.stdout.write(
          `${below.accounts} savings accounts stand below zero by ${below.amount} rupiah in all: paid out before a contribution under them was taken back.\n`,
        );
      return differences.length > 0 ? exitCodes.differences : exitCodes.ok;
    } finally {
      await database.close();
      await opened.release();
    }
  },
};
