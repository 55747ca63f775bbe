import { systemClock } from '#kernel';
import { type Known, readSnapshot, viewAt } from '#operations';
import { openDatabase } from '#platform';
import type { Command, CommandInput } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase } from './home.ts';

export const statusCommand: Command = {
  usage: [''],
  options: { json: { about: 'Prints it as JSON.' } },
  details: 'Measured by the worker each minute. Ends with 4 when something does not work as it should.',
  run: async (input) => {
    const view = viewAt(await knownNow(input), systemClock.now());
    const { components = [] } = view.known.snapshot ?? {};
    const rows = view.components.map(({ component, state, since, measuredAt }) => ({
      component,
      state,
      since,
      measuredAt,
      provider: components.find((row) => row.component === component)?.provider,
    }));
    const notices = [...view.incidents, ...view.maintenance, ...view.planned];
    process.stdout.write(
      input.options['json']
        ? `${JSON.stringify({ overall: view.overall, components: rows, readOnly: view.readOnly, notices }, undefined, 2)}\n`
        : [
            ...rows.map(
              ({ component, state, provider }) =>
                `${state.padEnd(12)} ${component}${provider === undefined ? '' : ` (${provider})`}`,
            ),
            ...(view.readOnly
              ? [`read-only    ${view.readOnly.scope} until ${view.readOnly.until.toISOString()}`]
              : []),
            ...notices.map(
              ({ kind, title, startsAt }) => `${kind.padEnd(12)} ${title.en} (${startsAt.toISOString()})`,
            ),
            '',
          ].join('\n'),
    );
    return rows.every(({ state }) => state === 'operational') ? exitCodes.ok : exitCodes.differences;
  },
};

async function knownNow({ config }: CommandInput): Promise<Known> {
  const opened = await openConfiguredDatabase(config);
  const database = openDatabase({ url: opened.url, poolSize: 1, applicationName: 'goid status' });
  try {
    const snapshot = await readSnapshot(database);
    return { snapshot, readAt: systemClock.now(), silentSince: undefined };
  } finally {
    await database.close();
    await opened.release();
  }
}
