import { dirname } from 'node:path';
import { systemClock } from '#kernel';
import { type Config, formatNumber, refuseOldDatabase } from '#platform';
import type { Command } from './command.ts';
import { loadDemonstration } from './demonstration.ts';
import { type DemonstrationAccount, shownPassword } from './demonstration-accounts.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openFacesWithInbox, type OpenFaces, servedFaces } from './faces.ts';
import { homeFolder, openConfiguredDatabase, type OpenedDatabase, openKeyRing } from './home.ts';
import { openHouse } from './house.ts';
import { installSchema } from './install-schema.ts';
import { interrupted } from './interrupted.ts';
import { holdDatabase } from './only-one.ts';
import { refuseTakenPorts } from './ports.ts';
import { noteRunning, runningPortBase } from './running.ts';

const steps = {
  install: 'Copying PostgreSQL',
  initialise: 'Setting up PostgreSQL',
  start: 'Starting PostgreSQL',
};

export const startCommand: Command = {
  usage: [''],
  run: async ({ config }) => {
    const began = systemClock.now().getTime();
    // Listened for from the first moment: a Ctrl-C while it starts lets it start, and then stops it cleanly.
    const interruption = interrupted().then(() => void process.stdout.write('\nStopping …\n'));
    const tell = (text: string) => process.stdout.write(`${text} …\n`);
    if (config.NODE_ENV === 'production')
      throw new CommandError(
        'npm start is for a laptop. In production use ./goid migrate and ./goid serve.',
        exitCodes.usage,
      );
    // Before a whole PostgreSQL is set up for nothing; beside a running one its lock tells more than the ports.
    if (!config.DATABASE_URL && runningPortBase(config) === undefined) await refuseNeededPorts(config);
    const opened = await openConfiguredDatabase(config, (step) => tell(steps[step]));
    const running = await openAll(config, opened, tell, began).catch(async (error: unknown) => {
      await opened.release();
      throw error;
    });
    try {
      await Promise.race([interruption, running.failed]);
    } finally {
      await running.close();
      await opened.release();
    }
    process.stdout.write('Stopped. All data is kept.\n');
    return exitCodes.ok;
  },
};

async function openAll(
  config: Config,
  opened: OpenedDatabase,
  tell: (text: string) => void,
  began: number,
): Promise<OpenFaces> {
  await refuseOldDatabase(opened.url);
  const held = await holdDatabase(opened.url, config.origins.portal);
  if ('heldBy' in held)
    throw new CommandError(
      `Go ID is running already on this database${held.heldBy ? `: ${held.heldBy}` : '.'}\nStop it where it was started (Ctrl-C), or give this one another DATABASE_URL.`,
    );
  try {
    await refuseNeededPorts(config);
    const applied = await installSchema(opened.url);
    if (applied.length > 0) tell(`Database brought up to date (${applied.length} steps)`);
    const house = await openHouse(config, openKeyRing(config), opened.url);
    const accounts = config.DEMO ? await loadDemonstration(house, tell) : [];
    const faces = await openFacesWithInbox(house);
    process.stdout.write(screen(config, opened, accounts, systemClock.now().getTime() - began));
    const forget = noteRunning(config);
    const close = async () => {
      forget();
      await faces.close();
      await house.close();
      await held.release();
    };
    return { close, failed: faces.failed };
  } catch (error) {
    await held.release();
    throw error;
  }
}

function refuseNeededPorts(config: Config): Promise<void> {
  return refuseTakenPorts(config, [
    ...servedFaces,
    ...(config.DEMO ? (['inbox', 'smtp', 'smpp', 'smsGateway'] as const) : []),
  ]);
}

function screen(
  config: Config,
  opened: OpenedDatabase,
  accounts: readonly DemonstrationAccount[],
  milliseconds: number,
): string {
  const width = Math.max(0, ...accounts.map(({ identifier }) => identifier.length));
  const people = accounts.map(
    (account) =>
      `  ${account.identifier.padEnd(width)}  ${shownPassword(account)}  ${account.role}, ${account.about}`,
  );
  const moved =
    opened.dataFolder && dirname(opened.dataFolder) !== homeFolder(config)
      ? [`  Data       ${opened.dataFolder} (the database's user cannot reach ${homeFolder(config)})`]
      : [];
  return [
    '',
    `  ${config.BRAND_NAME} is ready (${formatNumber(Math.round(milliseconds / 100) / 10, 'en')} s).`,
    '',
    `  Member     ${config.origins.portal}`,
    `  Sign-in    ${config.origins.sso}`,
    `  Console    ${config.origins.console}`,
    `  Employers  ${config.origins.employer}`,
    ...(config.DEMO
      ? [`  Messages   ${config.origins.inbox}  (every e-mail and SMS that the demonstration sends)`]
      : []),
    ...moved,
    ...(people.length > 0
      ? [
          '',
          '  Demonstration accounts (made up; ./goid demo --json lists them with their app secrets):',
          ...people,
        ]
      : []),
    '',
    '  Stop with Ctrl-C. All data is kept.',
    '',
    '',
  ].join('\n');
}
