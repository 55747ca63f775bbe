import { type Executor, sql } from '#platform';
import type { EndReason } from './end-reasons.ts';
import type { Acr } from './strength.ts';
import type { MustChange } from './types.ts';

export type SessionListRow = {
  readonly session_id: string;
  readonly user_agent: string;
  readonly address: string;
  readonly shared: boolean;
  readonly acr: Acr;
  readonly authenticated_at: Date;
  readonly last_seen_at: Date;
};

const mostListed = 100;

export function liveSessions(executor: Executor, accountId: string, now: Date): Promise<SessionListRow[]> {
  return executor.many<SessionListRow>(sql`
    select session_id, user_agent, address, shared, acr, authenticated_at, last_seen_at
    from accounts.session
    where account_id = ${accountId} and ended_at is null and expires_at > ${now}::timestamptz
      and last_seen_at + make_interval(secs => idle_seconds) > ${now}::timestamptz
    order by last_seen_at desc, session_id desc limit ${mostListed}`);
}

/** Which sessions of an account: one of them, or all but one. */
export type WhichSessions = { readonly only: string } | { readonly except: string | undefined };

/** Ends them in one statement; answers with those that were open until now. */
export async function endSessions(
  tx: Executor,
  accountId: string,
  which: WhichSessions,
  reason: EndReason,
  now: Date,
): Promise<string[]> {
  const only = 'only' in which ? which.only : null;
  const except = 'except' in which ? (which.except ?? null) : null;
  const rows = await tx.many<{ session_id: string }>(sql`
    update accounts.session set ended_at = ${now}, end_reason = ${reason}
    where account_id = ${accountId} and ended_at is null
      and (${only}::uuid is null or session_id = ${only}::uuid)
      and session_id is distinct from ${except}::uuid
    returning session_id`);
  return rows.map(({ session_id: sessionId }) => sessionId);
}

export type RememberedRow = {
  readonly user_agent: string;
  readonly created_at: Date;
  readonly expires_at: Date;
};

export function rememberedBrowsers(
  executor: Executor,
  accountId: string,
  now: Date,
): Promise<RememberedRow[]> {
  return executor.many<RememberedRow>(sql`
    select user_agent, created_at, expires_at from accounts.remembered_browser
    where account_id = ${accountId} and expires_at > ${now} order by created_at desc limit ${mostListed}`);
}

/** All of them, or those that were remembered before an instant. */
export function forgetRememberedBrowsers(tx: Executor, accountId: string, before?: Date): Promise<number> {
  return tx.run(sql`
    delete from accounts.remembered_browser
    where account_id = ${accountId} and (${before ?? null}::timestamptz is null or created_at < ${before ?? null}::timestamptz)`);
}

/** A freeze that lasts longer already stays. */
export function freezeContacts(tx: Executor, accountId: string, until: Date): Promise<number> {
  return tx.run(sql`
    update accounts.account set contacts_frozen_until = greatest(contacts_frozen_until, ${until}::timestamptz)
    where account_id = ${accountId}`);
}

/** After "this was not me", or while a recovery is open: then until it could be finished at the latest. */
export function contactsFrozenUntil(
  executor: Executor,
  accountId: string,
  readySeconds: number,
): Promise<{ contacts_frozen_until: Date | null } | undefined> {
  return executor.maybe<{ contacts_frozen_until: Date | null }>(sql`
    select greatest(contacts_frozen_until, (select ends_at + make_interval(secs => ${readySeconds}::float8)
      from accounts.recovery where recovery.account_id = account.account_id and closed_at is null)) as contacts_frozen_until
    from accounts.account where account_id = ${accountId}`);
}

/** Marks the password that was just found among leaked ones, if it still stands and nothing graver is said of it. */
export function markBreached(tx: Executor, accountId: string, hash: string | null): Promise<number> {
  return tx.run(sql`
    update accounts.password set must_change = 'breached'
    where account_id = ${accountId} and (must_change is null or must_change = 'old') and hash is not distinct from ${hash}::text`);
}

/** Marks a password that was chosen before `bound`, unless something graver is said of it. */
export function markOld(executor: Executor, accountId: string, bound: Date): Promise<number> {
  return executor.run(sql`
    update accounts.password set must_change = 'old'
    where account_id = ${accountId} and must_change is null and changed_at < ${bound}`);
}

/** Why the password of an account may not be kept; null when it may. */
export async function mustChangeOf(executor: Executor, accountId: string): Promise<MustChange | null> {
  const row = await executor.maybe<{ readonly must_change: MustChange | null }>(sql`
    select must_change from accounts.password where account_id = ${accountId}`);
  return row?.must_change ?? null;
}
