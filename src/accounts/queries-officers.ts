import { type Executor, sql } from '#platform';
import type { Role } from './types.ts';

export type EnrolmentRow = {
  readonly enrolment_id: string;
  readonly username: Buffer;
  readonly username_hash: Buffer;
  readonly display_name: Buffer;
  readonly roles: Role[];
  readonly seed: Buffer;
};

type NewEnrolment = {
  readonly enrolmentId: string;
  readonly tokenHash: Buffer;
  readonly username: Buffer;
  readonly usernameHash: Buffer;
  readonly displayName: Buffer;
  readonly roles: readonly Role[];
  readonly ownPersonId: string | undefined;
  readonly seed: Buffer;
  readonly now: Date;
  readonly expiresAt: Date;
};

export function insertEnrolment(executor: Executor, row: NewEnrolment): Promise<number> {
  return executor.run(sql`
    insert into accounts.officer_enrolment (enrolment_id, token_hash, username, username_hash, display_name, roles,
      own_person_id, seed, made_at, expires_at)
    values (${row.enrolmentId}, ${row.tokenHash}, ${row.username}, ${row.usernameHash}, ${row.displayName}, ${row.roles},
      ${row.ownPersonId ?? null}, ${row.seed}, ${row.now}, ${row.expiresAt})`);
}

export type WithdrawnEnrolment = { readonly enrolment_id: string; readonly roles: Role[] };

/**
 * Ends the living links for this username. They end with the instant at which they were made: whoever had begun before
 * they were taken back, on a machine whose clock may be late, cannot use them either.
 */
export function withdrawEnrolments(
  tx: Executor,
  usernameHash: Buffer,
  now: Date,
): Promise<WithdrawnEnrolment[]> {
  return tx.many<WithdrawnEnrolment>(sql`
    update accounts.officer_enrolment set expires_at = made_at
    where username_hash = ${usernameHash} and consumed_at is null and expires_at > ${now}
    returning enrolment_id, roles`);
}

export type OpenEnrolmentRow = {
  readonly enrolment_id: string;
  readonly username: Buffer;
  readonly display_name: Buffer;
  readonly roles: Role[];
  readonly made_at: Date;
  readonly expires_at: Date;
};

export function openEnrolments(
  executor: Executor,
  mostTries: number,
  now: Date,
): Promise<OpenEnrolmentRow[]> {
  return executor.many<OpenEnrolmentRow>(sql`
    select enrolment_id, username, display_name, roles, made_at, expires_at from accounts.officer_enrolment
    where consumed_at is null and expires_at > ${now} and tries < ${mostTries}
    order by made_at, enrolment_id limit 1000`);
}

export function livingEnrolment(
  executor: Executor,
  tokenHash: Buffer,
  mostTries: number,
  now: Date,
): Promise<EnrolmentRow | undefined> {
  return executor.maybe<EnrolmentRow>(sql`
    select enrolment_id, username, username_hash, display_name, roles, seed from accounts.officer_enrolment
    where token_hash = ${tokenHash} and consumed_at is null and expires_at > ${now} and tries < ${mostTries}`);
}

export function countEnrolmentTry(executor: Executor, enrolmentId: string): Promise<number> {
  return executor.run(sql`
    update accounts.officer_enrolment set tries = tries + 1 where enrolment_id = ${enrolmentId}`);
}

/** Uses the link up in one statement, and gives the account its roles with it. Null when it was used before. */
export async function useEnrolment(
  tx: Executor,
  tokenHash: Buffer,
  accountId: string,
  now: Date,
): Promise<boolean> {
  const { used } = await tx.one<{ readonly used: string | null }>(sql`
    select accounts.use_officer_enrolment(${tokenHash}, ${accountId}, ${now}) as used`);
  return used !== null;
}

export type OfficerRow = {
  readonly account_id: string;
  readonly display_name: Buffer;
  readonly username: Buffer | null;
  readonly enrolment_id: string | null;
  readonly roles: Role[];
  readonly created_at: Date;
  readonly removed_at: Date | null;
};

export function officers(executor: Executor, officerRoles: readonly Role[]): Promise<OfficerRow[]> {
  return executor.many<OfficerRow>(sql`
    select account.account_id, display_name, officer.username, officer.enrolment_id, created_at, removed_at,
      array(select role from accounts.account_role as held where held.account_id = account.account_id order by role) as roles
    from accounts.account left join accounts.officer using (account_id)
    where officer.account_id is not null or exists (select from accounts.account_role as held
      where held.account_id = account.account_id and role = any(${officerRoles}::text[]))
    order by created_at, account.account_id limit 1000`);
}

export async function officerByUsername(
  tx: Executor,
  usernameHash: Buffer,
  officerRoles: readonly Role[],
): Promise<string | undefined> {
  const row = await tx.maybe<{ readonly account_id: string }>(sql`
    select account_id from accounts.account join accounts.identifier using (account_id)
    where identifier_hash = ${usernameHash} and (exists (select from accounts.officer
        where officer.account_id = account.account_id and removed_at is null)
      or exists (select from accounts.account_role as held
        where held.account_id = account.account_id and role = any(${officerRoles}::text[])))
    for update of account`);
  return row?.account_id;
}

/** For an officer without a row: one who came by no link. */
export function insertOfficerName(
  executor: Executor,
  officer: { readonly usernameHash: Buffer; readonly username: Buffer; readonly sealedFor: string },
  officerRoles: readonly Role[],
): Promise<number> {
  return executor.run(sql`
    insert into accounts.officer (account_id, enrolment_id, username, enrolled_at)
    select account_id, ${officer.sealedFor}, ${officer.username}, created_at
    from accounts.account join accounts.identifier using (account_id)
    where identifier_hash = ${officer.usernameHash} and exists (select from accounts.account_role as held
      where held.account_id = account.account_id and role = any(${officerRoles}::text[]))
    on conflict do nothing`);
}

/** Of the roles of officers exactly these; a member's or a clerk's stays. */
export function replaceOfficerRoles(
  tx: Executor,
  accountId: string,
  officerRoles: readonly Role[],
  roles: readonly Role[],
): Promise<number> {
  return tx.run(sql`
    with gone as (
      delete from accounts.account_role
      where account_id = ${accountId} and role = any(${officerRoles}::text[]) and role <> all(${roles}::text[])
    )
    insert into accounts.account_role (account_id, role)
    select ${accountId}::uuid, unnest(${roles}::text[]) on conflict do nothing`);
}

/** Closes the account for good; its username may be given to a new one, such as the same officer's after a lost app. */
export function closeOfficer(tx: Executor, accountId: string, now: Date): Promise<number> {
  return tx.run(sql`
    with officer as (
      update accounts.officer set removed_at = ${now} where account_id = ${accountId}
    ), username as (
      delete from accounts.identifier where account_id = ${accountId} and kind = 'username'
    )
    update accounts.account set state = 'frozen' where account_id = ${accountId}`);
}
