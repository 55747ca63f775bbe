import { type Executor, sql } from '#platform';
import type { AuthenticatorRow } from './queries-accounts.ts';
import type { SecondFactorMethod } from './strength.ts';

/** Uses up a TOTP time step, and with it all earlier ones; 0 when it was used before. */
export function useTotpStep(
  executor: Executor,
  accountId: string,
  authenticatorId: string,
  step: number,
): Promise<number> {
  return executor.run(sql`
    update accounts.authenticator set last_used_step = ${step}
    where account_id = ${accountId} and authenticator_id = ${authenticatorId}
      and (last_used_step is null or last_used_step < ${step})`);
}

/** What the account's set of recovery codes was made with; undefined without one. */
export function recoverySet(
  executor: Executor,
  accountId: string,
): Promise<{ readonly salt: Buffer; readonly key_id: string | null } | undefined> {
  return executor.maybe(
    sql`select salt, key_id from accounts.recovery_code where account_id = ${accountId} limit 1`,
  );
}

/** Uses up one recovery code; 0 when it is none of the account's newest set or was used. */
export function useRecoveryCode(
  tx: Executor,
  accountId: string,
  codeHash: Buffer,
  now: Date,
): Promise<number> {
  return tx.run(sql`
    update accounts.recovery_code set used_at = ${now}
    where account_id = ${accountId} and code_hash = ${codeHash} and used_at is null`);
}

export async function recoveryCodesLeft(executor: Executor, accountId: string): Promise<number> {
  const { left } = await executor.one<{ readonly left: number }>(sql`
    select count(*)::int as left from accounts.recovery_code where account_id = ${accountId} and used_at is null`);
  return left;
}

export function markUsed(
  tx: Executor,
  accountId: string,
  method: SecondFactorMethod,
  now: Date,
): Promise<number> {
  return tx.run(sql`
    update accounts.authenticator set last_used_at = ${now} where account_id = ${accountId} and method = ${method}`);
}

export type FactorRow = AuthenticatorRow & { readonly bound_at: Date; readonly last_used_at: Date | null };

const mostFactors = 20;

/** What the account has on, in the order in which it is offered; recovery codes last. */
export function factorsOf(executor: Executor, accountId: string): Promise<FactorRow[]> {
  return executor.many<FactorRow>(sql`
    select authenticator_id, method, contact_id, address, seed, bound_at, bound.last_used_at
    from accounts.authenticator as bound left join accounts.contact using (account_id, contact_id)
    where account_id = ${accountId} order by method = 'recovery', position, bound_at limit ${mostFactors}`);
}

export type NewFactor = {
  readonly authenticatorId: string;
  readonly method: SecondFactorMethod;
  readonly contactId: string | null;
  readonly seed: Buffer | null;
};

/** Turns one way on, behind the others; 0 when the account has this way already. */
export function bindFactor(tx: Executor, accountId: string, factor: NewFactor, now: Date): Promise<number> {
  return tx.run(sql`
    insert into accounts.authenticator (account_id, authenticator_id, method, position, contact_id, seed, bound_at)
    select ${accountId}::uuid, ${factor.authenticatorId}::uuid, ${factor.method}::text, coalesce(max(position), 0) + 1,
      ${factor.contactId}::uuid, ${factor.seed}::bytea, ${now}::timestamptz
    from accounts.authenticator where account_id = ${accountId}
    on conflict (account_id, method) do nothing`);
}

/** Turns one way off; yields which it was, nothing when it is off already. */
export function unbindFactor(
  tx: Executor,
  accountId: string,
  authenticatorId: string,
): Promise<{ readonly method: SecondFactorMethod } | undefined> {
  return tx.maybe<{ readonly method: SecondFactorMethod }>(sql`
    delete from accounts.authenticator
    where account_id = ${accountId} and authenticator_id = ${authenticatorId} returning method`);
}

/** Puts one way before all others. */
export function preferFactor(tx: Executor, accountId: string, authenticatorId: string): Promise<number> {
  return tx.run(sql`
    update accounts.authenticator
    set position = (select min(position) - 1 from accounts.authenticator where account_id = ${accountId})
    where account_id = ${accountId} and authenticator_id = ${authenticatorId}`);
}

/** Recovery codes stand for a second factor; without any they are worth nothing and go with the last one. */
export function forgetRecoveryCodes(tx: Executor, accountId: string): Promise<number> {
  return tx.run(sql`
    with codes as (delete from accounts.recovery_code where account_id = ${accountId})
    delete from accounts.authenticator where account_id = ${accountId} and method = 'recovery'`);
}

/** Puts a new set of recovery codes in the place of the old one. Call it holding `lockAccount`. */
export async function replaceRecoveryCodes(
  tx: Executor,
  accountId: string,
  authenticatorId: string,
  codes: { readonly hashes: readonly Buffer[]; readonly salt: Buffer; readonly keyId: string },
  now: Date,
): Promise<void> {
  await forgetRecoveryCodes(tx, accountId);
  await tx.run(sql`
    with bound as (
      insert into accounts.authenticator (account_id, authenticator_id, method, position, bound_at)
      values (${accountId}, ${authenticatorId}, 'recovery', 0, ${now})
    )
    insert into accounts.recovery_code (account_id, code_hash, salt, key_id)
    select ${accountId}, code_hash, ${codes.salt}::bytea, ${codes.keyId} from unnest(${codes.hashes}::bytea[]) as made (code_hash)`);
}

export type SetupRow = { readonly authenticator_id: string; readonly seed: Buffer };

/** The seed that waits to be confirmed; a new one only when none lives, so that looking again shows the same picture. */
export async function setUpAuthenticator(
  executor: Executor,
  accountId: string,
  fresh: SetupRow,
  now: Date,
  expiresAt: Date,
): Promise<SetupRow | undefined> {
  const begun = await executor.maybe<SetupRow>(sql`
    insert into accounts.authenticator_setup as setup (account_id, authenticator_id, seed, expires_at)
    values (${accountId}, ${fresh.authenticator_id}, ${fresh.seed}, ${expiresAt})
    on conflict (account_id) do update set authenticator_id = excluded.authenticator_id, seed = excluded.seed,
      expires_at = excluded.expires_at
    where setup.expires_at <= ${now}
    returning authenticator_id, seed`);
  return begun ?? setupOf(executor, accountId, now);
}

export function setupOf(executor: Executor, accountId: string, now: Date): Promise<SetupRow | undefined> {
  return executor.maybe<SetupRow>(sql`
    select authenticator_id, seed from accounts.authenticator_setup
    where account_id = ${accountId} and expires_at > ${now}`);
}

/** Takes the setup out, once. */
export function takeSetup(tx: Executor, accountId: string, authenticatorId: string): Promise<number> {
  return tx.run(sql`
    delete from accounts.authenticator_setup
    where account_id = ${accountId} and authenticator_id = ${authenticatorId}`);
}

/** Of each second factor what it is and since when; faces that may not see more ask for this. */
export function methodsOf(
  executor: Executor,
  accountId: string,
): Promise<{ readonly method: FactorRow['method']; readonly bound_at: Date }[]> {
  return executor.many(sql`select method, bound_at from accounts.methods_of(${accountId}::uuid)`);
}
