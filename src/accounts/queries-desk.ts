import { type Executor, isLanguage, type Language, sql } from '#platform';
import type { SecondFactorMethod } from './strength.ts';

export async function liftLock(tx: Executor, accountId: string, withCap: boolean): Promise<boolean> {
  const { lifted } = await tx.one<{ readonly lifted: boolean }>(
    sql`select accounts.lift_lock(${accountId}::uuid, ${withCap}::boolean) as lifted`,
  );
  return lifted;
}

export async function dropLostFactors(
  tx: Executor,
  accountId: string,
  one: string | undefined,
  mayBeLast: boolean,
): Promise<readonly SecondFactorMethod[]> {
  const { methods } = await tx.one<{ readonly methods: SecondFactorMethod[] }>(sql`
    select accounts.drop_lost_factors(${accountId}::uuid, ${one ?? null}::uuid, ${mayBeLast}::boolean) as methods`);
  return methods;
}

export async function languageOf(executor: Executor, accountId: string): Promise<Language | undefined> {
  const row = await executor.maybe<{ readonly language: string | null }>(
    sql`select language from accounts.account where account_id = ${accountId}`,
  );
  return row?.language && isLanguage(row.language) ? row.language : undefined;
}

export type NewSlip = {
  readonly slipId: string;
  readonly accountId: string;
  readonly codeHash: Buffer;
  readonly proposalId: string;
  readonly printedBy: string;
  readonly now: Date;
  readonly expiresAt: Date;
};

export function insertSlip(tx: Executor, row: NewSlip): Promise<number> {
  return tx.run(sql`
    insert into accounts.slip (slip_id, account_id, code_hash, proposal_id, printed_by, printed_at, expires_at)
    values (${row.slipId}, ${row.accountId}, ${row.codeHash}, ${row.proposalId}, ${row.printedBy}, ${row.now}, ${row.expiresAt})
    on conflict on constraint slip_once do nothing`);
}

const alive = (codeHash: Buffer, tries: number, now: Date) => sql`
  code_hash = ${codeHash} and consumed_at is null and expires_at > ${now} and tries < ${tries}
    and exists (select from accounts.account where account.account_id = slip.account_id and state = 'open')`;

export function livingSlip(
  executor: Executor,
  codeHash: Buffer,
  tries: number,
  now: Date,
): Promise<{ readonly account_id: string } | undefined> {
  return executor.maybe<{ account_id: string }>(
    sql`select account_id from accounts.slip where ${alive(codeHash, tries, now)}`,
  );
}

export function countSlipTry(executor: Executor, codeHash: Buffer): Promise<number> {
  return executor.run(sql`update accounts.slip set tries = tries + 1 where code_hash = ${codeHash}`);
}

/** Uses the slip up, in one statement. */
export function consumeSlip(
  tx: Executor,
  codeHash: Buffer,
  tries: number,
  now: Date,
): Promise<{ readonly account_id: string } | undefined> {
  return tx.maybe<{ account_id: string }>(sql`
    update accounts.slip set consumed_at = ${now} where ${alive(codeHash, tries, now)} returning account_id`);
}

/** By the view that hides seeds: what the console's role may know. */
export function deskFactors(
  executor: Executor,
  accountId: string,
): Promise<
  {
    readonly authenticator_id: string;
    readonly method: SecondFactorMethod;
    readonly bound_at: Date;
    readonly last_used_at: Date | null;
  }[]
> {
  return executor.many(sql`
    select authenticator_id, method, bound_at, last_used_at from accounts.factor_state
    where account_id = ${accountId} order by position, method limit 20`);
}

export async function isPasswordDisabled(executor: Executor, accountId: string): Promise<boolean> {
  const rows = await executor.many(sql`
    select from accounts.password_state where account_id = ${accountId} and disabled_at is not null`);
  return rows.length > 0;
}
