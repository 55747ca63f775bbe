import pg from 'pg';

type Line = { readonly line: string };

/**
 * The schema as text, one fact a line in a fixed order, read from the catalogue: tables, columns with their class,
 * constraints, indexes, triggers, functions, rights and policies. migrations/schema.sql is this text, and a test compares them.
 */
export async function describeSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await describeSchemaBy(client);
  } finally {
    await client.end();
  }
}

/** The same as a connection sees it, in whatever transaction it is. */
export async function describeSchemaBy(client: pg.Client): Promise<string> {
  const sections: string[] = [];
  for (const [title, query] of Object.entries(catalogue)) {
    const { rows } = await client.query<Line>(query);
    sections.push(`-- ${title}`, ...rows.map(({ line }) => line), '');
  }
  return sections.join('\n');
}

const ours =
  "n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'public', 'graphile_worker') and n.nspname !~ '^pg_'";

const catalogue: Readonly<Record<string, string>> = {
  tables: `
    select format('%stable %s.%s (%s);', case c.relpersistence when 'u' then 'unlogged ' else '' end, n.nspname, c.relname,
      (select string_agg(format('%s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
        coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')), ', ' order by a.attnum)
       from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)) as line
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and ${ours} order by n.nspname, c.relname`,
  constraints: `
    select format('constraint %s on %s.%s %s;', o.conname, n.nspname, c.relname, pg_get_constraintdef(o.oid)) as line
    from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and o.contype <> 'n' order by n.nspname, c.relname, o.conname`,
  indexes: `
    select pg_get_indexdef(i.indexrelid) || ';' as line
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ours} order by n.nspname, c.relname, pg_get_indexdef(i.indexrelid)`,
  triggers: `
    select pg_get_triggerdef(t.oid) || ';' as line
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and ${ours} order by n.nspname, c.relname, t.tgname`,
  functions: `
    select format('function %s.%s(%s);', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as line
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ours} order by 1`,
  rights: `
    select format('grant %s on %s.%s to %s;', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type), n.nspname, c.relname, g.grantee::regrole) as line
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g
    where c.relkind in ('r', 'p') and ${ours} and g.grantee::regrole::text like 'goid\\_%'
    group by n.nspname, c.relname, g.grantee order by n.nspname, c.relname, g.grantee::regrole::text`,
  policies: `
    select format('policy %s on %s.%s to %s using (%s) with check (%s);', o.polname, n.nspname, c.relname,
      (select string_agg(role::regrole::text, ', ' order by role::regrole::text) from unnest(o.polroles) role),
      pg_get_expr(o.polqual, o.polrelid), pg_get_expr(o.polwithcheck, o.polrelid)) as line
    from pg_policy o join pg_class c on c.oid = o.polrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ours} order by n.nspname, c.relname, o.polname`,
};

/** A column with its comment, for the data dictionary and for the test that every column says what it is. */
export type ColumnNote = {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly comment: string | null;
};

export async function columnNotes(url: string): Promise<ColumnNote[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<ColumnNote>(`
      select n.nspname as schema, c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type,
        col_description(c.oid, a.attnum) as comment
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
      where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and ${ours}
      order by n.nspname, c.relname, a.attnum`);
    return rows;
  } finally {
    await client.end();
  }
}
