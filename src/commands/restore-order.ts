import type pg from 'pg';

/** What is taken down before rows come, and put up again behind them: cheaper than keeping it right row by row. */
export type TakenDown = readonly { readonly down: string; readonly up: string }[];

const everybodys = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

/**
 * Constraints that look at other rows, and indexes; keys last of what goes and first of what comes. Those of a partition
 * come and go with what it is part of.
 */
const movable = `
  select format('alter table %s drop constraint %I', o.conrelid::regclass, o.conname) as down,
    format('alter table %s add constraint %I %s', o.conrelid::regclass, o.conname, pg_get_constraintdef(o.oid)) as up,
    case o.contype when 'f' then 3 else 1 end as rank, o.conrelid::regclass::text as sorted
  from pg_constraint o join pg_namespace n on n.oid = o.connamespace
  where o.contype in ('p', 'u', 'x', 'f') and o.conparentid = 0 and o.conrelid <> 0 and ${everybodys}
  union all
  select format('drop index %s', i.indexrelid::regclass), replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '), 2, i.indrelid::regclass::text
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
  where not c.relispartition and not exists (select from pg_constraint o where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x'))
    and ${everybodys}
  order by rank, sorted, down`;

const triggered = `
  select distinct c.oid::regclass::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where not t.tgisinternal and ${everybodys} order by 1`;

/** Takes down what stands in the way of rows in any order. Yields what puts it up again, which proves every key anew. */
export async function takeDown(client: pg.Client): Promise<TakenDown> {
  const { rows } = await client.query<{ down: string; up: string }>(movable);
  for (const { down } of rows.toReversed()) await client.query(down);
  for (const name of await tablesWithTriggers(client))
    await client.query(`alter table ${name} disable trigger user`);
  return rows;
}

export async function putUp(
  client: pg.Client,
  taken: TakenDown,
  tell: (done: number) => void,
): Promise<void> {
  for (const [done, { up }] of taken.entries()) {
    tell(done);
    await client.query(up);
  }
  for (const name of await tablesWithTriggers(client))
    await client.query(`alter table ${name} enable trigger user`);
}

async function tablesWithTriggers(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(triggered);
  return rows.map(({ name }) => name);
}
