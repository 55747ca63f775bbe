import { createHash } from 'node:crypto';
import { describeSchemaBy, migrationFiles } from '#platform';
import pg from 'pg';
import { z } from 'zod';
import { CommandError } from './exit-codes.ts';

const contentsShape = z.object({
  /** What made the schema, in order. */
  migrations: z.array(z.object({ number: z.int(), name: z.string(), sha256: z.string() })),
  /** Every table with rows of its own (a partition, not what it is part of), with the columns that are written. */
  tables: z.array(z.object({ table: z.string(), columns: z.array(z.string()) })),
  sequences: z.array(z.object({ sequence: z.string(), value: z.string(), called: z.boolean() })),
  /** The schema as text, to compare what came back with. */
  schema: z.array(z.string()),
});

export type Contents = z.infer<typeof contentsShape>;
export type CopiedTable = Contents['tables'][number];

export const parseContents = (payload: Buffer): Contents =>
  contentsShape.parse(JSON.parse(payload.toString('utf8')));

const everybodys = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

/** All tables of everybody in the database, in a fixed order. Names come quoted, ready for SQL. */
export async function tablesIn(client: pg.Client): Promise<CopiedTable[]> {
  const { rows } = await client.query<CopiedTable>(`
    select format('%I.%I', n.nspname, c.relname) as "table", array(
      select quote_ident(a.attname) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence <> 't' and ${everybodys} order by n.nspname, c.relname`);
  return rows;
}

export async function sequencesIn(client: pg.Client): Promise<Contents['sequences']> {
  const { rows: names } = await client.query<{ sequence: string }>(`
    select format('%I.%I', n.nspname, c.relname) as sequence from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${everybodys} order by 1`);
  const found: Contents['sequences'] = [];
  for (const { sequence } of names) {
    const { rows } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${sequence}`,
    );
    if (rows[0]) found.push({ sequence, ...rows[0] });
  }
  return found;
}

/**
 * The migrations that the database has, each with the hash of this program's file. Throws CommandError when the database
 * has one that this program does not know: what is needed to bring the schema back would not be at hand.
 */
export async function migrationsIn(client: pg.Client): Promise<Contents['migrations']> {
  const { rows } = await client
    .query<{ number: number; name: string }>('select number, name from platform.migration order by number')
    .catch((error: unknown) => {
      if ((error as { code?: string }).code !== '42P01') throw error;
      throw new CommandError('There is no Go ID in this database. Check DATABASE_URL.');
    });
  const known = migrationHashes();
  return rows.map(({ number, name }) => {
    const sha256 = known.get(number);
    if (sha256 === undefined)
      throw new CommandError(
        `The database has migration ${name}, which this program does not know. Back it up with the program that it belongs to.`,
      );
    return { number, name, sha256 };
  });
}

export function migrationHashes(): Map<number, string> {
  return new Map(
    migrationFiles().map(({ number, text }) => [number, createHash('sha256').update(text).digest('hex')]),
  );
}

/** What describeSchema leaves out, and a copy has to have as well. */
const more = `
  select format('table %s.%s: %s columns, row security %s, triggers off %s', n.nspname, c.relname,
    (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    c.relrowsecurity, (select count(*) from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'O')) as line
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and ${everybodys}
  union all
  select format('part %s of %s %s', c.oid::regclass, i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_inherits i on i.inhrelid = c.oid
  where c.relkind in ('r', 'p') and c.relispartition and ${everybodys}
  union all
  select format('%s %s.%s (%s) %s', c.relkind, n.nspname, c.relname, (select string_agg(format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
    from pg_attribute a where c.relkind <> 'S' and a.attrelid = c.oid and a.attnum > 0), c.reloptions)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm', 'S') and ${everybodys}
  union all
  select format('body of %s.%s(%s) %s%s', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid),
    case when p.prosecdef then 'security definer ' end, encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex'))
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${everybodys}
  union all
  select format('%s on %s to %s', string_agg(g.privilege_type, ', ' order by g.privilege_type), o.name, g.grantee::regrole)
  from (select 'schema ' || n.nspname as name, n.nspacl as acl from pg_namespace n where ${everybodys} and n.nspname <> 'public'
    union all select 'function ' || p.oid::regprocedure, p.proacl from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${everybodys}
    union all select 'relation ' || c.oid::regclass, c.relacl from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${everybodys}
    union all select format('column %s.%s', c.oid::regclass, a.attname), a.attacl from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace where ${everybodys}) o, aclexplode(o.acl) g
  where g.grantee::regrole::text like 'goid\\_%' group by o.name, g.grantee
  order by 1`;

/** The whole schema as lines: tables, columns, constraints, indexes, triggers, functions, rights, partitions and so on. */
export async function schemaLines(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin transaction isolation level repeatable read, read only');
    return await schemaLinesIn(client);
  } finally {
    await client.end();
  }
}

/** The same as the client's transaction sees it, so that it is the schema of the very snapshot that rows are read from. */
export async function schemaLinesIn(client: pg.Client): Promise<string[]> {
  const described = (await describeSchemaBy(client)).split('\n');
  await client.query('set local search_path = pg_catalog');
  const { rows } = await client.query<{ line: string }>(more);
  await client.query('set local search_path to default');
  return [...described, ...rows.map(({ line }) => line)];
}
