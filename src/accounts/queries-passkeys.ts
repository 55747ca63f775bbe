import { type Executor, sql } from '#platform';

/** The account's user handle; the one handed in when it has none yet. */
export async function userHandleOf(executor: Executor, accountId: string, fresh: Buffer): Promise<Buffer> {
  const { user_handle: handle } = await executor.one<{ readonly user_handle: Buffer }>(sql`
    update accounts.account set user_handle = coalesce(user_handle, ${fresh}) where account_id = ${accountId}
    returning user_handle`);
  return handle;
}

export type CredentialRow = {
  readonly account_id: string;
  readonly passkey_id: string;
  readonly credential_id: Buffer;
  readonly public_key: Buffer;
  readonly user_handle: Buffer;
  /** Made since the owner said that somebody else was in: it shows nothing before a new password is chosen. */
  readonly disowned: boolean;
  /** It opens nothing without the password. */
  readonly second_only: boolean;
  readonly state: 'open' | 'frozen';
};

/** The passkey of an account, of a frozen one too, by the id that its authenticator gave it. */
export function credentialById(executor: Executor, credentialId: Buffer): Promise<CredentialRow | undefined> {
  return executor.maybe<CredentialRow>(sql`
    select account_id, passkey_id, credential_id, public_key, user_handle, second_only, state,
      coalesce(credential.created_at >= disowned_from, false) as disowned
    from accounts.credential join accounts.account using (account_id) left join accounts.password using (account_id)
    where credential_id = ${credentialId}`);
}

export type PasskeyRow = {
  readonly passkey_id: string;
  readonly credential_id: Buffer;
  readonly transports: string[];
  readonly name: Buffer;
  readonly backup_eligible: boolean;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
};

export const mostPasskeys = 20;

/** The account's passkeys, the oldest first. */
export function passkeysOf(executor: Executor, accountId: string): Promise<PasskeyRow[]> {
  return executor.many<PasskeyRow>(sql`
    select passkey_id, credential_id, transports, name, backup_eligible, created_at, last_used_at
    from accounts.credential where account_id = ${accountId} order by passkey_id limit ${mostPasskeys}`);
}

/** Uses up a challenge; 0 when it was used before. */
export function useChallenge(tx: Executor, challengeHash: Buffer, expiresAt: Date): Promise<number> {
  return tx.run(sql`
    insert into accounts.used_challenge (challenge_hash, expires_at) values (${challengeHash}, ${expiresAt})
    on conflict (challenge_hash) do nothing`);
}

/** Notes a use, unless the counter went back; 0 then, and when the passkey is gone. */
export function useCredential(
  tx: Executor,
  accountId: string,
  passkeyId: string,
  shown: { readonly counter: number; readonly backedUp: boolean; readonly now: Date },
): Promise<number> {
  return tx.run(sql`
    update accounts.credential
    set counter = ${shown.counter}, backed_up = ${shown.backedUp}, last_used_at = ${shown.now}
    where account_id = ${accountId} and passkey_id = ${passkeyId}
      and (counter < ${shown.counter} or (counter = 0 and ${shown.counter}::bigint = 0))`);
}

export type NewCredential = {
  readonly passkeyId: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: Buffer;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
};

/** Adds a passkey to the account's way of this name; 0 when some account has it already. Call it holding `lockAccount`. */
export function insertCredential(
  tx: Executor,
  accountId: string,
  credential: NewCredential,
  now: Date,
): Promise<number> {
  return tx.run(sql`
    insert into accounts.credential (account_id, passkey_id, authenticator_id, credential_id, public_key, counter,
      transports, name, backup_eligible, backed_up, created_at)
    select account_id, ${credential.passkeyId}::uuid, authenticator_id, ${credential.credentialId}::bytea,
      ${credential.publicKey}::bytea, ${credential.counter}::bigint, ${credential.transports}::text[], ${credential.name}::bytea,
      ${credential.backupEligible}::boolean, ${credential.backedUp}::boolean, ${now}::timestamptz
    from accounts.authenticator where account_id = ${accountId} and method = 'passkey'
    on conflict (credential_id) do nothing`);
}

export function renameCredential(
  tx: Executor,
  accountId: string,
  passkeyId: string,
  name: Buffer,
): Promise<number> {
  return tx.run(sql`
    update accounts.credential set name = ${name} where account_id = ${accountId} and passkey_id = ${passkeyId}`);
}

/** Takes one passkey away; yields the way that it belonged to. */
export function deleteCredential(
  tx: Executor,
  accountId: string,
  passkeyId: string,
): Promise<{ readonly authenticator_id: string } | undefined> {
  return tx.maybe<{ readonly authenticator_id: string }>(sql`
    delete from accounts.credential where account_id = ${accountId} and passkey_id = ${passkeyId}
    returning authenticator_id`);
}
