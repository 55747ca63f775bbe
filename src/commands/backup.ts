import { systemClock } from '#kernel';
import { keyFault, type KeyRing, openDatabase, refuseHalfRestored } from '#platform';
import pg from 'pg';
import {
  type Contents,
  type CopiedTable,
  migrationsIn,
  schemaLinesIn,
  sequencesIn,
  tablesIn,
} from './backup-contents.ts';
import { dataKeysBeside, dataKeyTable, writeBackup } from './backup-file.ts';
import { type Command, type CommandInput, progressLine } from './command.ts';
import { copyOut } from './copy-out.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { foundFault, mendFault } from './fitting-keys.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';

export const backupCommand: Command = {
  usage: ['[--out FILE] [--json]'],
  options: {
    out: {
      takes: 'FILE',
      about: 'Where to; never an existing file. Default: goid-TIME.backup in this folder.',
    },
    json: { about: 'Prints the manifest of the file as JSON.' },
  },
  details:
    'Needs a login that owns the database, and the master keys: with one of them an HMAC is made, without which nothing is restored. The file holds no master key: keep those in another place. The accounts’ own keys go into FILE.data-keys: keep the newest one only, so that what was erased stays unreadable in older backups.',
  run: async (input) => {
    const opened = await openConfiguredDatabase(input.config);
    try {
      return await backUp(input, opened.url, openKeyRing(input.config));
    } finally {
      await opened.release();
    }
  },
};

async function backUp({ options, interactive }: CommandInput, url: string, keys: KeyRing): Promise<ExitCode> {
  const takenAt = systemClock.now().toISOString();
  const named = options['out'];
  const file = typeof named === 'string' ? named : `goid-${takenAt.replaceAll(/[-:]|\.\d+/g, '')}.backup`;
  await refuseHalfRestored(url);
  const client = await openSnapshot(url);
  const progress = progressLine(interactive);
  try {
    const { contents, facts } = await readContents(client);
    await refuseUnfitKeys(url, keys);
    const write = (to: string, tables: CopiedTable[], sequences: Contents['sequences']) => {
      const soFar = { tables: 0, rows: 0, bytes: 0 };
      const tell = () =>
        progress.show(
          `${to}: ${soFar.tables} of ${tables.length} tables, ${Math.floor(soFar.bytes / 1_000_000)} MB`,
        );
      const body = copyOut(client, { ...contents, tables, sequences }, soFar, tell);
      return writeBackup(
        to,
        body,
        { takenAt, ...facts },
        { keys, written: () => ({ tables: soFar.tables, rows: soFar.rows }) },
      );
    };
    const own = contents.tables.filter(({ table }) => table === dataKeyTable);
    const others = contents.tables.filter(({ table }) => table !== dataKeyTable);
    // The keys first: a backup whose keys could not be written would look whole.
    await write(dataKeysBeside(file), own, []);
    const manifest = await write(file, others, contents.sequences);
    progress.done();
    process.stdout.write(
      options['json']
        ? `${JSON.stringify({ file, ...manifest }, null, 2)}\n`
        : `${file}: schema ${manifest.schema}, ${manifest.rows} rows of ${manifest.tables} tables in ${manifest.bytes} bytes. It opens with the master keys ${manifest.keyIds.join(', ') || '(none was used yet)'}, which are not in it. The accounts’ own keys are in ${dataKeysBeside(file)}: keep only the newest of those.\n`,
    );
    return exitCodes.ok;
  } finally {
    progress.done();
    await client.end();
  }
}

/** An HMAC of a key that is not this database's would make a backup that cannot be brought back when it is needed. */
async function refuseUnfitKeys(url: string, keys: KeyRing): Promise<void> {
  const database = openDatabase({ url, poolSize: 1, applicationName: 'goid backup' });
  try {
    const found = await keyFault(database, keys);
    const lacking = keys.ids.includes(keys.currentId) ? undefined : keys.currentId;
    const fault = found ?? (lacking === undefined ? undefined : { kind: 'missing' as const, keyId: lacking });
    if (fault) throw new CommandError(`${foundFault(fault)} ${mendFault(fault)}`);
  } finally {
    await database.close();
  }
}

/** One connection held open outside any pool: what all tables are read by lives as long as its transaction. */
async function openSnapshot(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'goid backup',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    idle_in_transaction_session_timeout: 0,
    lock_timeout: 60_000,
  });
  // A lost connection is told to the statement that is being asked, or to the next.
  client.on('error', () => {});
  await client.connect();
  // Rows that a policy would hide from this login are an error, not a gap.
  await client.query('set row_security = off');
  await client.query('begin transaction isolation level repeatable read, read only');
  return client;
}

/** What the manifest says is read in the very snapshot that the tables are copied from. */
async function readContents(client: pg.Client) {
  const migrations = await migrationsIn(client);
  const tables = await tablesIn(client);
  // Nobody changes their shape meanwhile; writing goes on.
  await client
    .query(`lock table ${tables.map(({ table }) => table).join(', ')} in access share mode`)
    .catch((error: unknown) => {
      if ((error as { code?: string }).code !== '55P03') throw error;
      throw new CommandError(
        'Somebody holds a table for themselves, such as a migration that runs. Back up when that is done.',
      );
    });
  const { rows: servers } = await client.query<{ version: string }>(
    "select current_setting('server_version_num') as version",
  );
  const { rows: keys } = await client.query<{ key_id: string }>(
    'select key_id from platform.key_check order by key_id',
  );
  // Behind the locks, so that what the catalogue says of these tables stays so until they are copied.
  const schema = await schemaLinesIn(client);
  const contents: Contents = { migrations, tables, sequences: await sequencesIn(client), schema };
  const facts = {
    postgres: Math.floor(Number(servers[0]?.version) / 10_000),
    schema: migrations.at(-1)?.number ?? 0,
    keyIds: keys.map(({ key_id: keyId }) => keyId),
  };
  return { contents, facts };
}
