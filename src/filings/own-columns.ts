import { record } from '#activity';
import { ok, refused, type Result } from '#kernel';
import type { Database, Executor } from '#platform';
import { ownColumns } from './columns.ts';
import { lockClerks } from './queries-clerks.ts';
import * as queries from './queries-columns.ts';
import type { Clerk, FilingKind, OwnColumns } from './types.ts';

/** In characters. */
export const longestColumnName = 60;

/** What this employer calls our columns in files of this kind; a column that is not named has its usual names. */
export async function ownColumnsOf(
  executor: Executor,
  employerId: string,
  kind: FilingKind,
): Promise<OwnColumns> {
  const rows = await queries.selectNames(executor, employerId, kind);
  return Object.fromEntries(rows.map(({ column, name }) => [column, name]));
}

export type NameRefusal =
  | 'not_allowed'
  /** Two columns of ours by one name. */
  | 'name_twice'
  | 'name_too_long';

/**
 * Says what the employer's files call our columns, in place of what was said before; an empty name means the usual ones.
 * It holds for files that come from now on. Recorded for the clerk.
 */
export function nameColumns(
  database: Database,
  named: {
    readonly clerk: Clerk;
    readonly npp: string;
    readonly kind: FilingKind;
    readonly names: OwnColumns;
    readonly now: Date;
  },
): Promise<Result<undefined, NameRefusal>> {
  const { clerk, npp, kind, now } = named;
  if (!clerk.mayFile) return Promise.resolve(refused('not_allowed'));
  const names = Object.fromEntries(
    ownColumns(kind).flatMap((column) => {
      const name = (named.names[column] ?? '').replaceAll(/\p{Cc}+/gu, ' ').trim();
      return name === '' ? [] : [[column, name]];
    }),
  );
  const given = Object.values(names);
  if (given.some((name) => name.length > longestColumnName)) return Promise.resolve(refused('name_too_long'));
  if (new Set(given.map((name) => name.toUpperCase())).size < given.length)
    return Promise.resolve(refused('name_twice'));
  return database.transaction(async (tx) => {
    await lockClerks(tx, clerk.employerId);
    await queries.replaceNames(tx, clerk, kind, names, now);
    await record(tx, {
      event: 'columns_named',
      actor: { kind: 'member', accountId: clerk.accountId },
      accountId: clerk.accountId,
      at: now,
      details: { npp, kind, count: given.length },
    });
    return ok(undefined);
  });
}
