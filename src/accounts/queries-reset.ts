import { type Executor, type Language, sql } from '#platform';
import type { ChallengeRow } from './queries-challenges.ts';

export type ResetPurpose = 'password' | 'factor';
export type ResetVia = 'email' | 'sms';

export type ResetRequestRow = {
  readonly request_id: string;
  readonly purpose: ResetPurpose;
  readonly account_id: string | null;
  readonly typed: Buffer;
  readonly typed_kind: 'email' | 'other';
  readonly limit_subject: string;
  readonly language: Language;
  readonly address: string;
  readonly user_agent: string;
  readonly asked_at: Date;
  readonly sent_at: Date | null;
  readonly message_id: string | null;
  readonly code_key_id: string | null;
  readonly code_number: number;
  readonly code_expires_at: Date | null;
  readonly code_previous_expires_at: Date | null;
  readonly code_tries: number;
  readonly code_consumed_at: Date | null;
  readonly number_confirmed_at: Date | null;
  readonly case_number: string | null;
};

const requestColumns = sql`request_id, purpose, account_id, typed, typed_kind, limit_subject, language, address, user_agent,
  asked_at, sent_at, message_id, code_key_id, code_number, code_expires_at, code_previous_expires_at, code_tries, code_consumed_at, number_confirmed_at, case_number`;

type NewRequest = Pick<
  ResetRequestRow,
  | 'request_id'
  | 'purpose'
  | 'account_id'
  | 'typed'
  | 'typed_kind'
  | 'limit_subject'
  | 'language'
  | 'address'
  | 'user_agent'
> & { readonly tokenHash: Buffer; readonly now: Date; readonly expiresAt: Date };

export function insertResetRequest(tx: Executor, row: NewRequest): Promise<number> {
  return tx.run(sql`
    insert into accounts.reset_request (request_id, token_hash, purpose, account_id, typed, typed_kind, limit_subject,
      language, address, user_agent, asked_at, expires_at)
    values (${row.request_id}, ${row.tokenHash}, ${row.purpose}, ${row.account_id}, ${row.typed}, ${row.typed_kind},
      ${row.limit_subject}, ${row.language}, ${row.address}, ${row.user_agent}, ${row.now}, ${row.expiresAt})`);
}

export function resetRequestByToken(
  executor: Executor,
  tokenHash: Buffer,
  now: Date,
): Promise<ResetRequestRow | undefined> {
  return executor.maybe<ResetRequestRow>(sql`
    select ${requestColumns} from accounts.reset_request where token_hash = ${tokenHash} and expires_at > ${now}`);
}

/** The same request once more; the row is sent again by its job. */
export function askResetAgain(tx: Executor, requestId: string, now: Date, expiresAt: Date): Promise<number> {
  return tx.run(sql`
    update accounts.reset_request set asked_at = ${now}, sent_at = null, expires_at = ${expiresAt}
    where request_id = ${requestId}`);
}

/** Takes a request that waits to be sent, once: a job that runs twice sends once. */
export function takeResetRequest(
  tx: Executor,
  requestId: string,
  now: Date,
): Promise<ResetRequestRow | undefined> {
  return tx.maybe<ResetRequestRow>(sql`
    update accounts.reset_request set sent_at = ${now} where request_id = ${requestId} and sent_at is null
    returning ${requestColumns}`);
}

export function noteResetMessage(tx: Executor, requestId: string, messageId: string): Promise<number> {
  return tx.run(
    sql`update accounts.reset_request set message_id = ${messageId} where request_id = ${requestId}`,
  );
}

export function putResetCode(
  tx: Executor,
  requestId: string,
  code: Omit<ChallengeRow, 'account_id' | 'challenge_id' | 'consumed_at'>,
): Promise<number> {
  return tx.run(sql`
    update accounts.reset_request set code_key_id = ${code.key_id}, code_number = ${code.last_number},
      code_expires_at = ${code.expires_at}, code_previous_expires_at = ${code.previous_expires_at}, code_tries = ${code.tries}
    where request_id = ${requestId}`);
}

/**
 * One try at the code of a request: counts it, and consumes it when it is right, in one statement. No row when nothing
 * can be tried any more. A request without a code counts its tries just the same.
 */
export function tryResetCode(
  tx: Executor,
  requestId: string,
  right: boolean,
  tries: number,
  now: Date,
): Promise<{ readonly consumed: boolean } | undefined> {
  return tx.maybe<{ readonly consumed: boolean }>(sql`
    update accounts.reset_request set code_tries = code_tries + 1,
      code_consumed_at = case when ${right}::boolean and code_expires_at > ${now}::timestamptz then ${now}::timestamptz end
    where request_id = ${requestId} and code_consumed_at is null and code_tries < ${tries}
    returning code_consumed_at is not null as consumed`);
}

/** After a right code: the number that it went to was confirmed, once. */
export function confirmResetNumber(tx: Executor, requestId: string, now: Date): Promise<number> {
  return tx.run(sql`
    update accounts.reset_request set number_confirmed_at = ${now}
    where request_id = ${requestId} and code_consumed_at is not null and number_confirmed_at is null`);
}

/** Holds the request until the transaction ends, if nobody has opened a case for it. */
export function lockRequestWithoutCase(tx: Executor, requestId: string): Promise<number> {
  return tx.run(sql`
    select from accounts.reset_request where request_id = ${requestId} and case_number is null for update`);
}

export function setResetCase(tx: Executor, requestId: string, caseNumber: string): Promise<number> {
  return tx.run(sql`
    update accounts.reset_request set case_number = ${caseNumber}
    where request_id = ${requestId} and case_number is null`);
}

type NewLink = {
  readonly accountId: string;
  readonly purpose: ResetPurpose;
  readonly tokenHash: Buffer;
  readonly via: ResetVia;
  readonly now: Date;
  readonly expiresAt: Date;
};

/** The account's one link that is alive; one before it is worth nothing from now on. */
export function putResetLink(tx: Executor, link: NewLink): Promise<number> {
  return tx.run(sql`
    insert into accounts.reset_link (account_id, purpose, token_hash, via, made_at, expires_at)
    values (${link.accountId}, ${link.purpose}, ${link.tokenHash}, ${link.via}, ${link.now}, ${link.expiresAt})
    on conflict (account_id, purpose) do update set token_hash = excluded.token_hash, via = excluded.via,
      made_at = excluded.made_at, expires_at = excluded.expires_at, consumed_at = null`);
}

export type ResetLinkRow = { readonly account_id: string; readonly via: ResetVia };

/** A link that was made before the password was last chosen is worth nothing either. */
const alive = (purpose: ResetPurpose, tokenHash: Buffer, now: Date) => sql`
  token_hash = ${tokenHash} and purpose = ${purpose} and consumed_at is null and expires_at > ${now}
    and exists (select from accounts.account join accounts.password using (account_id)
      where account.account_id = reset_link.account_id and state = 'open'
        and (purpose = 'factor' or changed_at <= made_at))`;

export function livingResetLink(
  executor: Executor,
  purpose: ResetPurpose,
  tokenHash: Buffer,
  now: Date,
): Promise<ResetLinkRow | undefined> {
  return executor.maybe<ResetLinkRow>(
    sql`select account_id, via from accounts.reset_link where ${alive(purpose, tokenHash, now)}`,
  );
}

/** Uses the link up, in one statement. */
export function consumeResetLink(
  tx: Executor,
  purpose: ResetPurpose,
  tokenHash: Buffer,
  now: Date,
): Promise<ResetLinkRow | undefined> {
  return tx.maybe<ResetLinkRow>(sql`
    update accounts.reset_link set consumed_at = ${now} where ${alive(purpose, tokenHash, now)}
    returning account_id, via`);
}

/** Links that are out are worth nothing from now on, whichever mailbox they lie in. */
export function endResetLinks(tx: Executor, accountId: string, now: Date): Promise<number> {
  return tx.run(sql`
    update accounts.reset_link set consumed_at = ${now} where account_id = ${accountId} and consumed_at is null`);
}

export function isContactElsewhere(
  executor: Executor,
  accountId: string | undefined,
  addressHashes: readonly Buffer[],
): Promise<{ readonly elsewhere: boolean }> {
  return executor.one<{ readonly elsewhere: boolean }>(sql`
    select exists (select from accounts.contact
      where address_hash = any(${addressHashes}::bytea[]) and account_id is distinct from ${accountId ?? null}::uuid)
      as elsewhere`);
}

export function setMailboxUsed(tx: Executor, accountId: string, at: Date | undefined): Promise<number> {
  return tx.run(sql`
    update accounts.account set mailbox_used_at = ${at ?? null}
    where account_id = ${accountId} and mailbox_used_at is distinct from ${at ?? null}::timestamptz`);
}

/** Sign-ins that have come half way with the old password, or to the old factor, begin anew; all but one. */
export function endAttempts(tx: Executor, accountId: string, now: Date, except?: string): Promise<number> {
  return tx.run(sql`
    update accounts.sign_in_attempt set expires_at = ${now}
    where account_id = ${accountId} and expires_at > ${now} and interaction_uid is distinct from ${except ?? null}::text`);
}

export function deleteOldResets(executor: Executor, before: Date): Promise<number> {
  return executor.run(sql`
    with link as (delete from accounts.reset_link where expires_at < ${before})
    delete from accounts.reset_request where expires_at < ${before}`);
}
