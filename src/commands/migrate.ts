import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase } from './home.ts';
import { installSchema } from './install-schema.ts';

export const migrateCommand: Command = {
  usage: [''],
  options: { json: { about: 'Prints JSON: {applied}, the names of the steps.' } },
  run: async ({ config, options }) => {
    const database = await openConfiguredDatabase(config);
    try {
      const applied = await installSchema(database.url);
      if (options['json']) {
        process.stdout.write(`${JSON.stringify({ applied }, null, 2)}\n`);
        return exitCodes.ok;
      }
      for (const name of applied) process.stdout.write(`${name}\n`);
      if (applied.length === 0) process.stdout.write('The database is up to date.\n');
      return exitCodes.ok;
    } finally {
      await database.release();
    }
  },
};
