import { type Executor, sql } from '#platform';
import type { ContactChannel } from './queries-contacts.ts';
import type { SecondFactorMethod } from './strength.ts';

export type StopRow = {
  readonly stop_id: string;
  readonly change: 'added' | 'changed' | 'removed';
  readonly channel: ContactChannel;
  readonly old_contact_id: string | null;
  readonly old_address: Buffer | null;
  readonly old_address_hash: Buffer | null;
  readonly old_confirmed_at: Date | null;
  readonly new_contact_id: string | null;
  readonly changed_at: Date;
  readonly session_id: string | null;
};

export function insertStops(
  tx: Executor,
  accountId: string,
  tokenHashes: readonly Buffer[],
  row: StopRow,
  expiresAt: Date,
): Promise<number> {
  return tx.run(sql`
    insert into accounts.contact_stop (token_hash, stop_id, account_id, change, channel, old_contact_id, old_address,
      old_address_hash, old_confirmed_at, new_contact_id, changed_at, session_id, expires_at)
    select token_hash, ${row.stop_id}, ${accountId}, ${row.change}, ${row.channel}, ${row.old_contact_id}::uuid,
      ${row.old_address}::bytea, ${row.old_address_hash}::bytea, ${row.old_confirmed_at}::timestamptz,
      ${row.new_contact_id}::uuid, ${row.changed_at}, ${row.session_id}::uuid, ${expiresAt}
    from unnest(${tokenHashes}::bytea[]) as token_hash`);
}

type FoundStop = Pick<StopRow, 'stop_id' | 'change' | 'channel' | 'changed_at'> & {
  readonly account_id: string;
  /** When the session was opened that made the change; the change itself where none is known. */
  readonly began_at: Date;
};

/** What a token would stop; it is not used up by the look. */
export function findStop(executor: Executor, tokenHash: Buffer, now: Date): Promise<FoundStop | undefined> {
  return executor.maybe<FoundStop>(sql`
    select stop_id, stop.account_id, change, channel, changed_at, least(authenticated_at, changed_at) as began_at
    from accounts.contact_stop as stop
      left join accounts.session on session.session_id = stop.session_id and session.account_id = stop.account_id
    where token_hash = ${tokenHash} and stop.expires_at > ${now}`);
}

/** Takes every change of contacts since an instant that can still be stopped, with all its tokens, once; the newest first. */
export function takeChangesSince(tx: Executor, accountId: string, since: Date): Promise<StopRow[]> {
  return tx.many<StopRow>(sql`
    with taken as (
      delete from accounts.contact_stop where account_id = ${accountId} and changed_at >= ${since} returning *
    )
    select distinct stop_id, change, channel, old_contact_id, old_address, old_address_hash, old_confirmed_at,
      new_contact_id, changed_at, session_id
    from taken order by changed_at desc, stop_id desc`);
}

/** The contact with its identifier and the ways that send codes there; answers with these ways. */
export async function dropContact(
  tx: Executor,
  accountId: string,
  contactId: string,
): Promise<{ readonly gone: boolean; readonly methods: readonly SecondFactorMethod[] }> {
  return tx.one<{ gone: boolean; methods: SecondFactorMethod[] }>(sql`
    with unbound as (
      delete from accounts.authenticator where account_id = ${accountId} and contact_id = ${contactId} returning method
    ), dropped as (
      delete from accounts.contact where account_id = ${accountId} and contact_id = ${contactId} returning address_hash
    ), unnamed as (
      delete from accounts.identifier using dropped
      where identifier_hash = dropped.address_hash and identifier.account_id = ${accountId}
    )
    select exists (select from dropped) as gone, array(select method from unbound) as methods`);
}

/**
 * Takes every way that was bound since an instant, or sends to an address that is younger, each passkey made since, and
 * an app that waits for its first code; but nothing of the kept instants. A way of passkeys goes with the last of them. Call it holding `lockAccount`.
 */
export async function dropFactorsSince(
  tx: Executor,
  accountId: string,
  since: Date,
  kept: readonly Date[],
): Promise<SecondFactorMethod[]> {
  const rows = await tx.many<{ readonly method: SecondFactorMethod }>(sql`
    with passkeys as (
      delete from accounts.credential where account_id = ${accountId} and created_at >= ${since}
        and created_at <> all(${kept}::timestamptz[]) returning 1
    ), unbound as (
      delete from accounts.authenticator as bound where account_id = ${accountId} and (
        (method <> 'passkey' and bound_at >= ${since} and bound_at <> all(${kept}::timestamptz[]))
        or (method = 'passkey' and not exists (select from accounts.credential as older
          where older.account_id = bound.account_id and (older.created_at < ${since} or older.created_at = any(${kept}::timestamptz[]))))
        or exists (select from accounts.contact as young where young.account_id = bound.account_id
          and young.contact_id = bound.contact_id and young.confirmed_at >= ${since}))
      returning method
    ), codes as (
      delete from accounts.recovery_code
      where account_id = ${accountId} and exists (select from unbound where method = 'recovery')
    ), setup as (
      delete from accounts.authenticator_setup where account_id = ${accountId}
    )
    select method from unbound union select 'passkey' where exists (select from passkeys)`);
  return rows.map(({ method }) => method);
}

/**
 * Passkeys made since are a second step after the password and nothing alone. They are not taken away, because whoever has
 * an old address can stop a change, and so could take away what its owner set up against just that.
 */
export function distrustPasskeysSince(tx: Executor, accountId: string, since: Date): Promise<number> {
  return tx.run(sql`
    update accounts.credential set second_only = true where account_id = ${accountId} and created_at >= ${since}`);
}

/** When a session of the account was opened. */
export async function sessionOpenedAt(
  executor: Executor,
  accountId: string,
  sessionId: string,
): Promise<Date | undefined> {
  const row = await executor.maybe<{ readonly authenticated_at: Date }>(sql`
    select authenticated_at from accounts.session where account_id = ${accountId} and session_id = ${sessionId}`);
  return row?.authenticated_at;
}

/**
 * The password is worth nothing by itself any more. Second factors that were bound since `from` do not show that the owner
 * is there; of two such instants the earlier one holds, and without any all of them count.
 */
export function demandNewPassword(tx: Executor, accountId: string, from: Date | undefined): Promise<number> {
  return tx.run(sql`
    update accounts.password set must_change = 'not_me', disowned_from = least(disowned_from, ${from ?? null}::timestamptz)
    where account_id = ${accountId}`);
}
