import { existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { headsFile, readHeadsFile } from '#activity';
import { systemClock } from '#kernel';
import { type KeyRing, migrationFiles, openDatabase } from '#platform';
import pg from 'pg';
import { dataKeysBeside, dumpOf, type Manifest, readManifest } from './backup-file.ts';
import type { Command, CommandInput } from './command.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { foundFault, mendFault } from './fitting-keys.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';
import { installSchema } from './install-schema.ts';
import { findTool, startTool } from './postgres-tools.ts';
import { signInToCopy } from './probe-sign-in.ts';
import { type Proof, proveCopy } from './restored-copy.ts';

export const restoreCommand: Command = {
  takesWords: true,
  usage: ['FILE --into NAME [--data-keys FILE] [--json]'],
  options: {
    into: { takes: 'NAME', about: 'An empty database on the server of DATABASE_URL.' },
    'data-keys': {
      takes: 'FILE',
      about: 'The newest file of the accounts’ own keys. Default: FILE.data-keys, when it is there.',
    },
    json: { about: 'Prints what was proven as JSON.' },
  },
  details:
    'Brings it to the schema of this program, then proves the master keys, the ledger, the record of activity with the heads that were published, that an account opens, and that somebody can sign in, with an account that is made for it and taken away again; nothing is sent to anybody. Ends with 4 and names what is not proven. Needs pg_restore of the version of the database, or a newer one.',
  run: async (input) => {
    const [file, ...more] = input.words;
    const name = input.options['into'];
    if (file === undefined || more.length > 0 || typeof name !== 'string')
      throw new CommandError('Say what and where to: ./goid restore FILE --into NAME', exitCodes.usage);
    const manifest = await readManifest(file);
    const keys = openKeyRing(input.config);
    refuseUnfit(manifest, keys);
    const opened = await openConfiguredDatabase(input.config);
    try {
      const url = new URL(opened.url);
      url.pathname = `/${encodeURIComponent(name)}`;
      await bringBack(file, manifest, url.href, name);
      const ownKeys = input.options['data-keys'] ?? dataKeysBeside(file);
      if (typeof ownKeys === 'string' && (input.options['data-keys'] || existsSync(ownKeys)))
        await bringDataKeys(ownKeys, manifest, url.href);
      return await tellProofs(input, manifest, url.href, keys);
    } finally {
      await opened.release();
    }
  },
};

/** What is known before anything is written. */
function refuseUnfit(manifest: Manifest, keys: KeyRing): void {
  const keyId = manifest.keyIds.find((id) => !keys.ids.includes(id));
  if (keyId !== undefined) {
    const fault = { kind: 'missing', keyId } as const;
    throw new CommandError(`${foundFault(fault)} ${mendFault(fault)}`);
  }
  const newest = Math.max(...migrationFiles().map(({ number }) => number));
  if (manifest.schema > newest)
    throw new CommandError(
      `The backup is of a newer Go ID (schema ${manifest.schema}; this program knows ${newest}). Restore it with that one.`,
    );
}

/** All of it or, when anything fails, nothing. */
async function bringBack(file: string, manifest: Manifest, url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect().catch((error: unknown) => {
    if ((error as { code?: string }).code !== '3D000') throw error;
    throw new CommandError(`There is no database ${name}. Make an empty one: createdb ${name}`);
  });
  try {
    const major = await emptyServer(client, name);
    const program = await findTool('pg_restore', Math.max(major, manifest.postgres));
    await client.query(roles);
    const words = ['--single-transaction', '--no-owner'];
    const { child, ended } = startTool(program, url, words, { input: 'pipe', output: 'ignore' });
    if (!child.stdin) throw new CommandError('pg_restore could not be started.');
    // When it stops reading, what it says of the reason is worth more than the broken pipe.
    await pipeline(dumpOf(file), child.stdin).catch(() => {});
    await ended;
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

/** The accounts' own keys, as they are now: whoever was erased since has none, and what was sealed for them stays closed. */
async function bringDataKeys(file: string, { postgres }: Manifest, url: string): Promise<void> {
  await readManifest(file);
  const program = await findTool('pg_restore', postgres);
  const words = ['--single-transaction', '--no-owner', '--data-only'];
  const { child, ended } = startTool(program, url, words, { input: 'pipe', output: 'ignore' });
  if (!child.stdin) throw new CommandError('pg_restore could not be started.');
  await pipeline(dumpOf(file), child.stdin).catch(() => {});
  await ended;
}

/** The server's major version, when the database has nothing of anybody. */
async function emptyServer(client: pg.Client, name: string): Promise<number> {
  const { rows } = await client.query<{ version: string; full: boolean }>(`
    select current_setting('server_version_num') as version,
      exists (select from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public'))
      or exists (select from pg_class where relnamespace = to_regnamespace('public')) as full`);
  if (rows[0]?.full !== false)
    throw new CommandError(
      `The database ${name} is not empty; a backup is only brought back into an empty one.`,
    );
  return Math.floor(Number(rows[0].version) / 10_000);
}

/** Roles belong to the server and not to the copy; the rights in it are given to them (migrations/0001). */
const roles = `do $$
  declare face text;
  begin
    foreach face in array array['goid_sso', 'goid_portal', 'goid_console', 'goid_employer', 'goid_api', 'goid_worker'] loop
      if not exists (select from pg_roles where rolname = face) then execute format('create role %I nologin', face); end if;
    end loop;
  end $$`;

async function tellProofs(
  { config, options }: CommandInput,
  manifest: Manifest,
  url: string,
  keys: KeyRing,
): Promise<ExitCode> {
  const applied = await installSchema(url);
  const found = `${manifest.schema}, and ${applied.length} migrations since`;
  const proofs: Proof[] = [{ check: 'schema', proven: true, found }];
  const database = openDatabase({
    url,
    poolSize: 2,
    statementTimeoutSeconds: 0,
    applicationName: 'goid restore',
  });
  try {
    const heads = headsFile(config);
    const proving = {
      database,
      keys,
      now: systemClock.now(),
      heads: heads && existsSync(heads) ? readHeadsFile(heads) : [],
      signIn: () => signInToCopy(config, keys, url),
    };
    for await (const proof of proveCopy(proving)) proofs.push(proof);
  } finally {
    await database.close();
  }
  const whole = proofs.every(({ proven }) => proven);
  const lines = proofs.map(
    ({ check, proven, found }) => `${proven ? 'proven    ' : 'NOT PROVEN'}  ${check}: ${found}`,
  );
  process.stdout.write(
    options['json']
      ? `${JSON.stringify({ takenAt: manifest.takenAt, proven: whole, proofs }, null, 2)}\n`
      : `${[...lines, `The copy is of ${manifest.takenAt}.`].join('\n')}\n`,
  );
  return whole ? exitCodes.ok : exitCodes.differences;
}
