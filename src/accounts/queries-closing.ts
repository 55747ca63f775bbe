import { type Executor, sql } from '#platform';
import type { Role } from './types.ts';

export async function beginClosing(tx: Executor, accountId: string, waitDays: number): Promise<boolean> {
  const { until } = await tx.one<{ readonly until: Date | null }>(
    sql`select accounts.begin_closing(${accountId}, ${waitDays}) as until`,
  );
  return until !== null;
}

/** Nothing any more once the account was closed. */
export function deleteClosing(tx: Executor, accountId: string): Promise<number> {
  return tx.run(sql`delete from accounts.closing where account_id = ${accountId} and closed_at is null`);
}

/** The sessions that it ended; undefined when nothing was closed. */
export async function closeAccount(
  tx: Executor,
  accountId: string,
  now: Date,
): Promise<readonly string[] | undefined> {
  const { ended } = await tx.one<{ readonly ended: string[] | null }>(
    sql`select accounts.close_account(${accountId}, ${now}) as ended`,
  );
  return ended ?? undefined;
}

export async function eraseAccount(tx: Executor, accountId: string): Promise<boolean> {
  const row = await tx.one<{ readonly erased: boolean }>(
    sql`select accounts.erase_account(${accountId}) as erased`,
  );
  return row.erased;
}

export type ClosingRow = {
  readonly accountId: string;
  readonly eraseAfter: Date;
  readonly closedAt: Date | null;
};

export function closingOf(executor: Executor, accountId: string): Promise<ClosingRow | undefined> {
  return executor.maybe<ClosingRow>(sql`
    select account_id as "accountId", erase_after as "eraseAfter", closed_at as "closedAt"
    from accounts.closing where account_id = ${accountId}`);
}

export async function closingAmong(executor: Executor, accountIds: readonly string[]): Promise<string[]> {
  const rows = await executor.many<{ readonly id: string }>(
    sql`select account_id as id from accounts.closing where account_id = any(${accountIds}::uuid[])`,
  );
  return rows.map(({ id }) => id);
}

export function dueClosings(executor: Executor, now: Date, limit: number): Promise<ClosingRow[]> {
  return executor.many<ClosingRow>(sql`
    select account_id as "accountId", erase_after as "eraseAfter", closed_at as "closedAt" from accounts.closing
    where erase_after <= ${now} order by erase_after limit ${limit}`);
}

export function setLimited(tx: Executor, accountId: string, at: Date | null): Promise<number> {
  return tx.run(sql`update accounts.account set limited_at = ${at} where account_id = ${accountId}`);
}

export async function limitedAt(executor: Executor, accountId: string): Promise<Date | undefined> {
  const row = await executor.maybe<{ readonly at: Date | null }>(
    sql`select limited_at as at from accounts.account where account_id = ${accountId}`,
  );
  return row?.at ?? undefined;
}

export async function contactsFrozen(executor: Executor, accountId: string, now: Date): Promise<boolean> {
  const row = await executor.maybe<{ readonly frozen: boolean | null }>(sql`
    select contacts_frozen_until > ${now} as frozen from accounts.account where account_id = ${accountId}`);
  return row?.frozen ?? false;
}

export async function subjectOf(executor: Executor, accountId: string): Promise<string | undefined> {
  const row = await executor.maybe<{ readonly subject: string }>(
    sql`select subject from accounts.account where account_id = ${accountId}`,
  );
  return row?.subject;
}

export async function rolesOfAccount(executor: Executor, accountId: string): Promise<Role[]> {
  const rows = await executor.many<{ readonly role: Role }>(
    sql`select role from accounts.account_role where account_id = ${accountId} order by role`,
  );
  return rows.map(({ role }) => role);
}
