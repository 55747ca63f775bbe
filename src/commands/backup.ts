import { systemClock } from '#kernel';
import pg from 'pg';
import { dataKeysBeside, dataKeyTable, type Manifest, writeBackup } from './backup-file.ts';
import type { Command, CommandInput } from './command.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase } from './home.ts';
import { findTool, startTool } from './postgres-tools.ts';

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
    'Needs pg_dump of the version of the database, or a newer one. The file holds no master key: keep those in another place. The accounts’ own keys go into FILE.data-keys: keep the newest one only, so that what was erased stays unreadable in older backups.',
  run: async (input) => {
    const opened = await openConfiguredDatabase(input.config);
    try {
      return await backUp(input, opened.url);
    } finally {
      await opened.release();
    }
  },
};

async function backUp({ options }: CommandInput, url: string): Promise<ExitCode> {
  const takenAt = systemClock.now().toISOString();
  const named = options['out'];
  const file = typeof named === 'string' ? named : `goid-${takenAt.replaceAll(/[-:]|\.\d+/g, '')}.backup`;
  // One connection held open outside any pool: the snapshot lives as long as its transaction.
  const client = new pg.Client({
    connectionString: url,
    application_name: 'goid backup',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    idle_in_transaction_session_timeout: 0,
  });
  // A lost connection is lost to pg_dump too, or to the next statement here.
  client.on('error', () => {});
  await client.connect();
  try {
    const { snapshot, ...facts } = await takeSnapshot(client);
    const program = await findTool('pg_dump', facts.postgres);
    const words = ['--format=custom', `--snapshot=${snapshot}`, '--lock-wait-timeout=60s'];
    const dump = (to: string, more: string) =>
      dumpInto(to, { program, url, words: [...words, more] }, { takenAt, ...facts });
    // The keys first: a backup whose keys could not be written would look whole.
    await dump(dataKeysBeside(file), `--table=${dataKeyTable}`);
    const manifest = await dump(file, `--exclude-table-data=${dataKeyTable}`);
    process.stdout.write(
      options['json']
        ? `${JSON.stringify({ file, ...manifest }, null, 2)}\n`
        : `${file}: schema ${manifest.schema}, ${manifest.bytes} bytes. It opens with the master keys ${manifest.keyIds.join(', ') || '(none was used yet)'}, which are not in it. The accounts’ own keys are in ${dataKeysBeside(file)}: keep only the newest of those.\n`,
    );
    return exitCodes.ok;
  } finally {
    await client.end();
  }
}

type Dumping = { readonly program: string; readonly url: string; readonly words: readonly string[] };
type Facts = Parameters<typeof writeBackup>[3];

async function dumpInto(file: string, { program, url, words }: Dumping, facts: Facts): Promise<Manifest> {
  const { child, ended } = startTool(program, url, words, { input: 'ignore', output: 'pipe' });
  if (!child.stdout) throw new CommandError('pg_dump could not be started.');
  return writeBackup(file, child.stdout, ended, facts).catch((error: unknown) => {
    child.kill();
    throw error;
  });
}

/** What the manifest says is read in the very snapshot that pg_dump copies. */
async function takeSnapshot(client: pg.Client) {
  await client.query('begin transaction isolation level repeatable read, read only');
  const { rows: servers } = await client.query<{ snapshot: string; version: string }>(
    "select pg_export_snapshot() as snapshot, current_setting('server_version_num') as version",
  );
  const { rows: schemas } = await client
    .query<{ schema: number }>('select coalesce(max(number), 0)::int as schema from platform.migration')
    .catch((error: unknown) => {
      if ((error as { code?: string }).code !== '42P01') throw error;
      throw new CommandError('There is no Go ID in this database. Check DATABASE_URL.');
    });
  const { rows: keys } = await client.query<{ key_id: string }>(
    'select key_id from platform.key_check order by key_id',
  );
  return {
    snapshot: servers[0]?.snapshot ?? '',
    postgres: Math.floor(Number(servers[0]?.version) / 10_000),
    schema: schemas[0]?.schema ?? 0,
    keyIds: keys.map(({ key_id: keyId }) => keyId),
  };
}
