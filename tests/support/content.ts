import { createHash } from 'node:crypto';
import { type Database, sql, Statement } from '#platform';

/** Every table of every schema with its rows as text; bytes stand in it as hexadecimal. */
export async function rowsOfAllTables(database: Database): Promise<Map<string, string[]>> {
  const tables = await database.many<{ name: string }>(sql`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
    order by 1`);
  const all = new Map<string, string[]>();
  for (const { name } of tables) {
    const rows = await database.many<{ row: string }>(
      new Statement([`select t::text as row from ${name} t order by 1`], []),
    );
    all.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return all;
}

/** A sum over each table: equal before and after means that nothing changed. */
export async function sumsOfAllTables(database: Database): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const [name, rows] of await rowsOfAllTables(database))
    sums[name] =
      `${rows.length} rows, ${createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16)}`;
  return sums;
}

/** Which tables hold one of the values in plain, as text, as bytes or as base64. */
export async function tablesHolding(
  database: Database,
  values: Readonly<Record<string, string>>,
): Promise<string[]> {
  const found: string[] = [];
  for (const [table, rows] of await rowsOfAllTables(database)) {
    const text = rows.join('\n').toLowerCase();
    for (const [what, value] of Object.entries(values))
      if (formsOf(value).some((form) => text.includes(form))) found.push(`${table} holds the ${what}`);
  }
  return found;
}

/** How a value could stand somewhere without protection. */
export function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    bytes.toString('hex'),
    bytes.toString('base64').replaceAll('=', ''),
    encodeURIComponent(value),
  ].map((form) => form.toLowerCase());
}
