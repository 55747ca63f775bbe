import { restoringMark } from '#platform';
import pg from 'pg';
import { CommandError } from './exit-codes.ts';

/** Where a backup is brought back to: a database of its own, held by one restore at a time. */
export type Place = { readonly client: pg.Client; readonly url: string };

/**
 * An empty database of that name, made when there is none, and marked as not whole until the restore is done: the program
 * refuses to work on it meanwhile, and a restore that was broken off begins anew. Throws CommandError.
 */
export async function openPlace(serverUrl: string, name: string): Promise<Place> {
  const address = new URL(serverUrl);
  address.pathname = `/${encodeURIComponent(name)}`;
  const url = address.href;
  const client = await connect(url).catch(async (error: unknown) => {
    if ((error as { code?: string }).code !== '3D000') throw error;
    await makeDatabase(serverUrl, name);
    return connect(url);
  });
  try {
    await hold(client, name);
    return { client, url };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString,
    application_name: 'goid restore',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // A lost connection is told to the statement that is being asked, or to the next.
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function makeDatabase(serverUrl: string, name: string): Promise<void> {
  const client = await connect(serverUrl);
  try {
    await client.query(`create database ${client.escapeIdentifier(name)} template template0 encoding 'UTF8'`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new CommandError(
      `There is no database ${name}, and this login may not make one. Make an empty one that it owns: createdb ${name}`,
    );
  } finally {
    await client.end();
  }
}

const foreignSchemas = `
  select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')`;

async function hold(client: pg.Client, name: string): Promise<void> {
  const { rows: locks } = await client.query<{ held: boolean }>('select pg_try_advisory_lock(4713) as held');
  if (!locks[0]?.held) throw new CommandError(`Another restore into the database ${name} is running.`);
  const { rows: schemas } = await client.query<{ name: string }>(foreignSchemas);
  const { rows: strays } = await client.query(
    "select from pg_class where relnamespace = to_regnamespace('public') limit 1",
  );
  const broken = schemas.some((schema) => schema.name === restoringMark);
  if (!broken && (schemas.length > 0 || strays.length > 0))
    throw new CommandError(
      `The database ${name} is not empty; a backup is only brought back into an empty one.`,
    );
  // What an earlier restore left is not anybody's; its mark goes last, and the new one stands from then on.
  for (const schema of schemas)
    if (schema.name !== restoringMark)
      await client.query(`drop schema ${client.escapeIdentifier(schema.name)} cascade`);
  await client.query(`create schema if not exists ${restoringMark}`);
}
