import type { TimeZoneName } from '#kernel';
import { type Executor, sql } from '#platform';
import type { SecondFactorMethod } from './strength.ts';
import type { MustChange } from './types.ts';

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
    readonly last_used_at: Date | null;
  }[]
> {
  return executor.many(sql`
    select contact_id, channel, address, confirmed_at, last_used_at from accounts.contact
    where account_id = ${accountId} order by channel, contact_id limit 20`);
}

export async function ownPersonOf(executor: Executor, officerId: string): Promise<string | undefined> {
  const row = await executor.maybe<{ readonly own_person_id: string | null }>(sql`
    select own_person_id from accounts.officer where account_id = ${officerId}`);
  return row?.own_person_id ?? undefined;
}

export type StandingRow = {
  readonly time_zone: TimeZoneName;
  readonly state: 'open' | 'frozen';
  readonly person_id: string | null;
  readonly version: string;
  readonly changed_at: Date;
  readonly disabled_at: Date | null;
  readonly must_change: MustChange | null;
  readonly contacts_frozen_until: Date | null;
  readonly mailbox_used_at: Date | null;
  readonly passkeys: number;
  readonly recovery_codes_left: number;
  readonly recovery_kind: 'password' | 'factor' | null;
  readonly recovery_ends_at: Date | null;
};

export function standingOf(
  executor: Executor,
  accountId: string,
  readySeconds: number,
): Promise<StandingRow | undefined> {
  return executor.maybe<StandingRow>(sql`
    select account.state, time_zone, person_id, version, changed_at, disabled_at, must_change, mailbox_used_at,
      greatest(contacts_frozen_until, ends_at + make_interval(secs => ${readySeconds}::float8)) as contacts_frozen_until,
      (select count(*)::int from accounts.credential as own where own.account_id = account.account_id) as passkeys,
      coalesce((select codes_left from accounts.recovery_code_state as own where own.account_id = account.account_id), 0)
        as recovery_codes_left,
      recovery.kind as recovery_kind, ends_at as recovery_ends_at
    from accounts.account join accounts.password_state using (account_id)
    left join accounts.recovery on recovery.account_id = account.account_id and closed_at is null
    where account.account_id = ${accountId}`);
}

export type SupportDeviceRow = {
  readonly device_id: string;
  readonly user_agent: string;
  readonly last_used_at: Date;
};

export function devicesForSupport(
  executor: Executor,
  accountId: string,
  now: Date,
): Promise<SupportDeviceRow[]> {
  return executor.many<SupportDeviceRow>(sql`
    select device_id, user_agent, last_used_at from accounts.known_device
    where account_id = ${accountId} and expires_at > ${now} order by last_used_at desc limit 20`);
}

export function identifiersForSupport(
  executor: Executor,
  accountId: string,
): Promise<{ readonly kind: string; readonly identifier_hash: Buffer }[]> {
  return executor.many(sql`
    select kind, identifier_hash from accounts.identifier where account_id = ${accountId} order by kind limit 20`);
}

export function factorsForSupport(
  executor: Executor,
  accountId: string,
): Promise<{ readonly method: SecondFactorMethod; readonly last_used_at: Date | null }[]> {
  return executor.many(sql`
    select method, last_used_at from accounts.factor_state
    where account_id = ${accountId} order by method = 'recovery', position, bound_at limit 20`);
}

export function codesForSupport(
  executor: Executor,
  accountId: string,
): Promise<
  {
    readonly method: string;
    readonly message_id: string;
    readonly sent_at: Date;
    readonly expires_at: Date;
    readonly tries: number;
    readonly consumed_at: Date | null;
  }[]
> {
  return executor.many(sql`
    select method, message_id, sent_at, expires_at, tries, consumed_at from accounts.code_state
    where account_id = ${accountId} order by sent_at desc limit 10`);
}

export function namesOfAccounts(
  executor: Executor,
  accountIds: readonly string[],
): Promise<{ readonly account_id: string; readonly display_name: Buffer }[]> {
  return executor.many(sql`
    select account_id, display_name from accounts.account where account_id = any(${accountIds}::uuid[]) limit 200`);
}
