import { type Executor, sql } from '#platform';
import type { AttemptState, Step } from './journey.ts';
import type { AuthenticatorRow } from './queries-accounts.ts';
import type { Acr, SecondFactorMethod } from './strength.ts';

export type AttemptRow = {
  readonly interaction_uid: string;
  readonly account_id: string;
  readonly state: AttemptState;
  readonly shared: boolean;
  readonly acr_needed: Acr | null;
  readonly acr: Acr;
  readonly amr: string[];
  readonly method: SecondFactorMethod | null;
  readonly authenticated_at: Date;
};
export type NewAttempt = {
  readonly interactionUid: string;
  readonly accountId: string;
  readonly step: Step;
  readonly shared: boolean;
  readonly acrNeeded: Acr | undefined;
  readonly acr: Acr;
  readonly amr: readonly string[];
  readonly now: Date;
  /** When the password was shown, if not now. */
  readonly authenticatedAt?: Date;
  readonly expiresAt: Date;
};

/** Begins an attempt, or begins it anew when the step leads on from where the one before stands; 0 when not. */
export function putAttempt(tx: Executor, attempt: NewAttempt): Promise<number> {
  return tx.run(sql`
    insert into accounts.sign_in_attempt
      (interaction_uid, account_id, state, shared, acr_needed, acr, amr, authenticated_at, expires_at)
    values (${attempt.interactionUid}, ${attempt.accountId}, ${attempt.step.to}, ${attempt.shared}, ${attempt.acrNeeded ?? null},
      ${attempt.acr}, ${attempt.amr}, ${attempt.authenticatedAt ?? attempt.now}, ${attempt.expiresAt})
    on conflict (interaction_uid) do update set account_id = excluded.account_id, state = excluded.state,
      shared = excluded.shared, acr_needed = excluded.acr_needed, acr = excluded.acr, amr = excluded.amr, method = null,
      authenticated_at = excluded.authenticated_at, expires_at = excluded.expires_at
    where sign_in_attempt.state = any(${attempt.step.from}) or sign_in_attempt.expires_at <= ${attempt.now}`);
}

export function liveAttempt(executor: Executor, uid: string, now: Date): Promise<AttemptRow | undefined> {
  return executor.maybe<AttemptRow>(sql`
    select interaction_uid, account_id, state, shared, acr_needed, acr, amr, method, authenticated_at
    from accounts.sign_in_attempt
    where interaction_uid = ${uid} and expires_at > ${now}`);
}

type WaitingRow = Omit<AttemptRow, 'method'> &
  AuthenticatorRow & { readonly chosen_method: AttemptRow['method']; readonly mailbox_used: boolean };

/** More ways than the code page could show. */
const mostAuthenticators = 20;

/**
 * The attempt that waits for a second factor, with all that its account has, in the account's order; after "this was not
 * me" only what was bound before.
 */
export async function waitingAttempt(
  executor: Executor,
  uid: string,
  now: Date,
): Promise<
  | {
      readonly attempt: AttemptRow;
      readonly authenticators: readonly AuthenticatorRow[];
      /** The password was reset by mail and no other factor was shown since. */
      readonly mailboxUsed: boolean;
    }
  | undefined
> {
  const rows = await executor.many<WaitingRow>(sql`
    select interaction_uid, attempt.account_id, attempt.state, shared, acr_needed, acr, amr, attempt.method as chosen_method,
      authenticated_at, authenticator_id, bound.method, bound.contact_id, address, seed,
      mailbox_used_at is not null as mailbox_used
    from accounts.sign_in_attempt as attempt
    join accounts.account using (account_id)
    join accounts.authenticator as bound using (account_id)
    left join accounts.contact using (account_id, contact_id)
    left join accounts.password using (account_id)
    where interaction_uid = ${uid} and expires_at > ${now} and attempt.state = 'second-factor'
      and coalesce(bound_at < disowned_from, true)
    order by bound.method = 'recovery', position, bound_at limit ${mostAuthenticators}`);
  const [first] = rows;
  return (
    first && {
      attempt: { ...first, method: first.chosen_method },
      authenticators: rows,
      mailboxUsed: first.mailbox_used,
    }
  );
}

/** Holds the attempt until the transaction ends, if it still waits for this account's second factor. */
export function lockAttempt(tx: Executor, uid: string, accountId: string): Promise<number> {
  return tx.run(sql`
    select from accounts.sign_in_attempt
    where interaction_uid = ${uid} and account_id = ${accountId} and state = 'second-factor' for update`);
}

export function chooseMethod(
  tx: Executor,
  uid: string,
  accountId: string,
  method: SecondFactorMethod,
): Promise<number> {
  return tx.run(sql`
    update accounts.sign_in_attempt set method = ${method}
    where interaction_uid = ${uid} and account_id = ${accountId} and state = 'second-factor'`);
}

export function finishAttempt(
  tx: Executor,
  uid: string,
  accountId: string,
  reached: {
    readonly step: Step;
    readonly acr: Acr;
    readonly amr: readonly string[];
    readonly now: Date;
  },
): Promise<number> {
  return tx.run(sql`
    update accounts.sign_in_attempt
    set state = ${reached.step.to}, acr = ${reached.acr}, amr = ${reached.amr}, authenticated_at = ${reached.now}
    where interaction_uid = ${uid} and account_id = ${accountId} and state = any(${reached.step.from})
      and expires_at > ${reached.now}`);
}

/** Moves an attempt of the account on, if it stands where the step begins; no other request moves it then. */
export function moveAttempt(
  tx: Executor,
  uid: string,
  accountId: string,
  step: Step,
  now: Date,
): Promise<number> {
  return tx.run(sql`
    update accounts.sign_in_attempt set state = ${step.to}
    where interaction_uid = ${uid} and account_id = ${accountId} and state = any(${step.from}) and expires_at > ${now}`);
}

export async function deleteOldSignIns(executor: Executor, before: Date): Promise<number> {
  const { gone } = await executor.one<{ readonly gone: number }>(sql`
    with attempt as (delete from accounts.sign_in_attempt where expires_at < ${before} returning 1),
      claim as (delete from accounts.claim where expires_at < ${before} returning 1),
      challenge as (delete from accounts.challenge where expires_at < ${before} returning 1),
      browser as (delete from accounts.remembered_browser where expires_at < ${before} returning 1),
      device as (delete from accounts.known_device where expires_at < ${before} returning 1),
      guess as (delete from accounts.wrong_password where forget_at < ${before}::timestamptz + interval '1 day' returning 1),
      setup as (delete from accounts.authenticator_setup where expires_at < ${before} returning 1),
      used as (delete from accounts.used_challenge where expires_at < ${before} returning 1),
      face as (delete from accounts.face_session using accounts.session
        where session.session_id = face_session.session_id and session.expires_at < ${before} returning 1)
    select ((select count(*) from attempt) + (select count(*) from claim) + (select count(*) from challenge) + (select count(*) from browser)
      + (select count(*) from device) + (select count(*) from guess) + (select count(*) from setup) + (select count(*) from used) + (select count(*) from face))::int as gone`);
  return gone;
}

/** When the first attempt or code that is still there ended. */
export async function oldestSignIn(executor: Executor): Promise<Date | undefined> {
  const { oldest } = await executor.one<{ readonly oldest: Date | null }>(sql`
    select least((select min(expires_at) from accounts.sign_in_attempt), (select min(expires_at) from accounts.challenge)) as oldest`);
  return oldest ?? undefined;
}
