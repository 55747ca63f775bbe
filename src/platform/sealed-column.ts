import type { Database, Executor } from './database.ts';
import { hashSteps, type KeyPurpose, seal, sealedBy, unseal } from './crypto.ts';
import type { KeyRing } from './key-ring.ts';
import { Statement, sql } from './sql.ts';

/** A column of sealed values, as its room names it. All are names and expressions of SQL, never values. */
export type SealedColumn = {
  readonly table: string;
  readonly column: string;
  readonly purpose: KeyPurpose;
  /** What the place of a value is made of, as an expression over the row. */
  readonly of: string;
  readonly place: (of: string) => string;
};

/** A column of hashes that rows are found by, or compared with. */
export type HashedColumn = {
  readonly table: string;
  readonly column: string;
  readonly purpose: KeyPurpose;
};

/** The names in a SealedColumn or a HashedColumn come from the program's own text alone. */
const named = (text: string) => new Statement([text], []);

/** How many values each key has sealed in the column. */
export async function sealedByKey(
  executor: Executor,
  { table, column }: SealedColumn,
): Promise<ReadonlyMap<string, number>> {
  const name = named(column);
  const rows = await executor.many<{ id: string; count: number }>(sql`
    select convert_from(substring(${name} from 2 for get_byte(${name}, 0)), 'UTF8') as id, count(*)::float8 as count
    from ${named(table)} where length(${name}) > 0 group by 1 order by 1 limit 100`);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Of a table: so many of its pages are looked at in one statement, each with some tens of rows. */
export const pagesAtOnce = 100;

export async function pagesOf(executor: Executor, { table }: { readonly table: string }): Promise<number> {
  const { pages } = await executor.one<{ pages: number }>(sql`
    select (pg_relation_size(${table}::regclass) / current_setting('block_size')::int)::float8 as pages`);
  return pages;
}

/** For a WHERE clause: the rows that stand in the pages from this one on. */
export const pageRange = (from: number): Statement =>
  sql`ctid >= ${`(${from},0)`}::tid and ctid < ${`(${from + pagesAtOnce},0)`}::tid`;

type SealedRow = { readonly ctid: string; readonly of: string; readonly sealed: Buffer };

/**
 * Seals what stands in these pages with the key that is in use. A value that somebody else writes meanwhile is left
 * alone: it is sealed with that key anyway, or found at the next pass. Returns how many it sealed.
 */
export async function resealPages(
  database: Database,
  keys: KeyRing,
  spec: SealedColumn,
  from: number,
): Promise<number> {
  const [table, column] = [named(spec.table), named(spec.column)];
  const mark = sealedBy(keys.currentId);
  const rows = await database.many<SealedRow>(sql`
    select ctid::text as ctid, (${named(spec.of)})::text as of, ${column} as sealed from ${table}
    where ${pageRange(from)} and length(${column}) > 0 and substring(${column} from 1 for ${mark.length}) <> ${mark}::bytea`);
  if (rows.length === 0) return 0;
  const sealed = rows.map((row) => {
    const place = spec.place(row.of);
    return seal(keys, spec.purpose, place, unseal(keys, spec.purpose, place, row.sealed));
  });
  return database.run(sql`
    update ${table} as kept set ${column} = fresh.sealed
    from unnest(${rows.map(({ ctid }) => ctid)}::tid[], ${rows.map((row) => row.sealed)}::bytea[], ${sealed}::bytea[])
      as fresh (at, before, sealed)
    where kept.ctid = fresh.at and kept.${column} = fresh.before`);
}

/** How many rows of the column are not with the key yet that look-ups are being brought to. */
export async function hashesLeft(executor: Executor, spec: HashedColumn, to: string): Promise<number> {
  const { left } = await executor.one<{ left: number }>(sql`
    select count(*)::float8 as left from ${named(spec.table)}
    where ${named(spec.column)} is not null and index_key_id is distinct from ${to}`);
  return left;
}

/**
 * Brings what stands in these pages to the next key, all of the table's columns at once. Returns how many rows it brought.
 */
export async function rehashPages(
  database: Database,
  keys: KeyRing,
  specs: readonly [HashedColumn, ...HashedColumn[]],
  to: string,
  from: number,
): Promise<number> {
  const table = named(specs[0].table);
  const columns = specs.map(({ column }) => column);
  const rows = await database.many<{ ctid: string } & Record<string, Buffer | null | string>>(sql`
    select ctid::text as ctid, ${named(columns.join(', '))} from ${table}
    where ${pageRange(from)} and index_key_id is distinct from ${to} and num_nonnulls(${named(columns.join(', '))}) > 0`);
  if (rows.length === 0) return 0;
  const at = rows.map(({ ctid }) => ctid);
  const fresh = specs.map(({ column, purpose }) =>
    rows.map((row) => {
      const hash = row[column];
      return hash instanceof Uint8Array ? hashSteps(keys, purpose, [to], Buffer.from(hash)) : null;
    }),
  );
  const sets = columns.map((column, index) => `${column} = fresh.value${index}`).join(', ');
  const arrays = fresh.map((values) => sql`${values}::bytea[]`);
  const names = columns.map((_, index) => `value${index}`).join(', ');
  return database.run(sql`
    update ${table} as kept set ${named(sets)}, index_key_id = ${to}
    from unnest(${at}::tid[], ${commas(arrays)}) as fresh (at, ${named(names)})
    where kept.ctid = fresh.at and kept.index_key_id is distinct from ${to}`);
}

const commas = ([first = sql``, ...rest]: readonly Statement[]) =>
  rest.reduce((whole, next) => sql`${whole}, ${next}`, first);
