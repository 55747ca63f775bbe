import { type Executor, type Language, sql, type Statement } from '#platform';
import type { EndReason } from './end-reasons.ts';
import type { Step } from './journey.ts';
import type { AttemptRow } from './queries-attempts.ts';
import type { Acr } from './strength.ts';
import type { Role } from './types.ts';

type Limits = { readonly idleSeconds: number; readonly expiresAt: Date };
type NewSession = {
  readonly interactionUid: string;
  readonly step: Step;
  readonly sessionId: string;
  readonly address: string;
  readonly userAgent: string;
  readonly language: Language;
  readonly languageChosenAt: Date | undefined;
  readonly now: Date;
  readonly own: Limits;
  readonly officer: Limits;
  readonly officerRoles: readonly Role[];
  readonly shared: Limits;
  /** The strengths that show another factor than a mailbox: with one of them a code may go by e-mail again. */
  readonly otherThanMailbox: readonly Acr[];
  /** What a passkey leaves among the ways that were shown. */
  readonly passkeyMark: string;
  /** The insert that records it, for the rows of a query with the columns account_id and details. */
  readonly recording: (changed: Statement) => Statement;
};

/**
 * Takes a finished attempt, once, opens its session and records that, in one statement. No session comes of a password
 * that may not be kept, however the attempt came to its end.
 */
export function takeAttempt(
  tx: Executor,
  session: NewSession,
): Promise<(AttemptRow & { readonly subject: string }) | undefined> {
  const { now, own, officer, shared, language, languageChosenAt = null } = session;
  return tx.maybe<AttemptRow & { readonly subject: string }>(sql`
    with attempt as (
      update accounts.sign_in_attempt set state = ${session.step.to}
      where interaction_uid = ${session.interactionUid} and state = any(${session.step.from}) and expires_at > ${now} returning *
    ), spoken as (
      update accounts.account set
        language = case when ${languageChosenAt}::timestamptz > coalesce(language_chosen_at, 'epoch') then ${language} else language end,
        language_chosen_at = greatest(language_chosen_at, ${languageChosenAt}::timestamptz),
        mailbox_used_at = case when attempt.acr = any (${session.otherThanMailbox}::text[]) then null else mailbox_used_at end
      from attempt
      where account.account_id = attempt.account_id and (mailbox_used_at is not null
        or ${languageChosenAt}::timestamptz > coalesce(account.language_chosen_at, 'epoch'))
    ), finished as (
      select attempt.*, account.subject, exists (select from accounts.account_role as held
        where held.account_id = account.account_id and held.role = any (${session.officerRoles}::text[])) as officer
      from attempt join accounts.account using (account_id) where account.state = 'open'
        -- A mark that was set meanwhile: the sign-in begins anew and comes to the gate.
        and not ('pwd' = any (attempt.amr) and exists (select from accounts.password as marked
          where marked.account_id = account.account_id and marked.must_change is not null))
    ), opened as (
      insert into accounts.session (session_id, account_id, acr, amr, shared, address, user_agent, authenticated_at,
        last_seen_at, idle_seconds, expires_at)
      select ${session.sessionId}::uuid, account_id, acr, amr, shared, ${session.address}::text, ${session.userAgent}::text,
        authenticated_at, ${now}::timestamptz,
        case when shared then ${shared.idleSeconds}::int when officer then ${officer.idleSeconds}::int else ${own.idleSeconds}::int end,
        case when shared then ${shared.expiresAt}::timestamptz when officer then ${officer.expiresAt}::timestamptz else ${own.expiresAt}::timestamptz end
      from finished
    ), recorded as (
      ${session.recording(sql`select account_id, jsonb_strip_nulls(jsonb_build_object('acr', acr, 'session', ${session.sessionId}::text,
        'method', case when ${session.passkeyMark}::text = any (amr) then 'passkey' end)) as details from finished`)}
    )
    select * from finished`);
}

export type SessionRow = {
  readonly session_id: string;
  readonly account_id: string;
  readonly acr: Acr;
  readonly amr: readonly string[];
  readonly shared: boolean;
  readonly authenticated_at: Date;
  readonly confirmed_at: Date;
  readonly ends_at: Date;
};

const touchAfter = sql`interval '1 minute'`;

function useSessionWhere(executor: Executor, which: ReturnType<typeof sql>, now: Date) {
  return executor.maybe<SessionRow>(sql`
    with live as (
      select session_id, account_id, acr, amr, shared, authenticated_at, coalesce(confirmed_at, authenticated_at) as confirmed_at,
        expires_at, idle_seconds, last_seen_at,
        last_seen_at + ${touchAfter} <= ${now}::timestamptz as due
      from accounts.session join accounts.account using (account_id)
      where ${which} and state = 'open' and ended_at is null and expires_at > ${now}::timestamptz
        and last_seen_at + make_interval(secs => idle_seconds) > ${now}::timestamptz
    ), touched as (
      update accounts.session set last_seen_at = ${now}::timestamptz from live
      where session.session_id = live.session_id and live.due and session.ended_at is null
        and session.last_seen_at < ${now}::timestamptz
    )
    select session_id, account_id, acr, amr, shared, authenticated_at, confirmed_at, least(expires_at,
      (case when due then ${now}::timestamptz else last_seen_at end) + make_interval(secs => idle_seconds)) as ends_at
    from live`);
}

export function useSession(
  executor: Executor,
  sessionId: string,
  now: Date,
): Promise<SessionRow | undefined> {
  return useSessionWhere(executor, sql`session_id = ${sessionId}`, now);
}

export function useFaceSession(
  executor: Executor,
  face: string,
  tokenHash: Buffer,
  now: Date,
): Promise<SessionRow | undefined> {
  return useSessionWhere(
    executor,
    sql`session_id = (select session_id from accounts.face_session where token_hash = ${tokenHash} and face = ${face})`,
    now,
  );
}

/** The session's id if it lives, without touching it. */
export async function peekSession(
  executor: Executor,
  which: { readonly sessionId: string } | { readonly face: string; readonly tokenHash: Buffer },
  now: Date,
): Promise<string | undefined> {
  const where =
    'face' in which
      ? sql`(select session_id from accounts.face_session where token_hash = ${which.tokenHash} and face = ${which.face})`
      : sql`${which.sessionId}`;
  const row = await executor.maybe<{ readonly session_id: string }>(sql`
    select session_id from accounts.session join accounts.account using (account_id)
    where session_id = ${where} and state = 'open' and ended_at is null and expires_at > ${now}::timestamptz
      and last_seen_at + make_interval(secs => idle_seconds) > ${now}::timestamptz`);
  return row?.session_id;
}

export type SessionEndRow = {
  readonly ended_at: Date | null;
  readonly end_reason: string | null;
  readonly idle_seconds: number;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
};

/** What a cookie's session came to, dead or alive. */
export function faceSessionEnd(
  executor: Executor,
  face: string,
  tokenHash: Buffer,
): Promise<SessionEndRow | undefined> {
  return executor.maybe<SessionEndRow>(sql`
    select ended_at, end_reason, idle_seconds, last_seen_at, expires_at
    from accounts.session join accounts.face_session using (session_id)
    where token_hash = ${tokenHash} and face = ${face}`);
}

/** The holder has shown who they are; `reached` when by something that reaches the strongest level, which stays. */
export function confirmSession(
  tx: Executor,
  sessionId: string,
  now: Date,
  reached?: { readonly acr: '2'; readonly amr: readonly string[] },
): Promise<number> {
  const { acr = null, amr = null } = reached ?? {};
  return tx.run(sql`
    update accounts.session set confirmed_at = ${now}, acr = coalesce(${acr}::text, acr),
      amr = case when acr = coalesce(${acr}::text, acr) then amr else ${amr}::text[] end
    where session_id = ${sessionId} and ended_at is null`);
}

export function endSession(
  tx: Executor,
  sessionId: string,
  reason: EndReason,
  now: Date,
): Promise<{ readonly account_id: string; readonly shared: boolean } | undefined> {
  return tx.maybe<{ readonly account_id: string; readonly shared: boolean }>(sql`
    update accounts.session set ended_at = ${now}, end_reason = ${reason}
    where session_id = ${sessionId} and ended_at is null returning account_id, shared`);
}

/** Ends at most so many live sessions of one account, or of any. */
export function revokeSessions(
  tx: Executor,
  which: { readonly accountId: string | undefined; readonly now: Date; readonly atOnce: number },
): Promise<{ readonly session_id: string; readonly account_id: string }[]> {
  return tx.many<{ readonly session_id: string; readonly account_id: string }>(sql`
    update accounts.session set ended_at = ${which.now}, end_reason = 'revoked'
    where session_id in (select session_id from accounts.session
      where ended_at is null and expires_at > ${which.now}
        and (account_id = ${which.accountId ?? null}::uuid or ${which.accountId ?? null}::uuid is null)
      order by session_id limit ${which.atOnce} for update)
    returning session_id, account_id`);
}

export function insertFaceSession(
  executor: Executor,
  row: { readonly tokenHash: Buffer; readonly face: string; readonly sessionId: string; readonly now: Date },
): Promise<number> {
  return executor.run(sql`
    insert into accounts.face_session (token_hash, face, session_id, opened_at)
    values (${row.tokenHash}, ${row.face}, ${row.sessionId}, ${row.now})`);
}

export function insertRememberedBrowser(
  tx: Executor,
  row: {
    readonly accountId: string;
    readonly tokenHash: Buffer;
    readonly userAgent: string;
    readonly now: Date;
    readonly expiresAt: Date;
  },
): Promise<number> {
  return tx.run(sql`
    insert into accounts.remembered_browser (account_id, token_hash, user_agent, created_at, expires_at)
    values (${row.accountId}, ${row.tokenHash}, ${row.userAgent}, ${row.now}, ${row.expiresAt})`);
}

export async function isRememberedBrowser(
  executor: Executor,
  accountId: string,
  tokenHash: Buffer,
  now: Date,
): Promise<boolean> {
  const rows = await executor.many(sql`
    select 1 from accounts.remembered_browser
    where account_id = ${accountId} and token_hash = ${tokenHash} and expires_at > ${now}`);
  return rows.length > 0;
}
