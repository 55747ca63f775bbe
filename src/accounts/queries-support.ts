import { type Executor, sql } from '#platform';

/** What the console's role may read of accounts: never a hash, a seed or a token. */
export async function accountsBehind(executor: Executor, hashes: readonly Buffer[]): Promise<string[]> {
  const rows = await executor.many<{ readonly account_id: string }>(sql`
    select account_id from accounts.identifier where identifier_hash = any(${hashes}::bytea[])
    union select account_id from accounts.contact where address_hash = any(${hashes}::bytea[]) limit 2`);
  return rows.map(({ account_id: accountId }) => accountId);
}

export function supportProfile(
  executor: Executor,
  accountId: string,
): Promise<
  | {
      readonly person_id: string | null;
      readonly display_name: Buffer;
      readonly state: 'open' | 'frozen';
      readonly created_at: Date;
    }
  | undefined
> {
  return executor.maybe(sql`
    select person_id, display_name, state, created_at from accounts.account where account_id = ${accountId}`);
}

export function supportContacts(
  executor: Executor,
  accountId: string,
): Promise<
  {
    readonly contact_id: string;
    readonly channel: 'email' | 'sms';
    readonly address: Buffer;
    readonly confirmed_at: Date;
  }[]
> {
  return executor.many(sql`
    select contact_id, channel, address, confirmed_at from accounts.contact
    where account_id = ${accountId} order by channel, contact_id limit 20`);
}

export async function ownPersonOf(executor: Executor, officerId: string): Promise<string | undefined> {
  const row = await executor.maybe<{ readonly own_person_id: string | null }>(sql`
    select own_person_id from accounts.officer where account_id = ${officerId}`);
  return row?.own_person_id ?? undefined;
}
