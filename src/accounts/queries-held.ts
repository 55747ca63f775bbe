import { type Executor, type Language, sql } from '#platform';
import type { Role } from './types.ts';

export type HeldAccountRow = {
  readonly subject: string;
  readonly personId: string | null;
  readonly displayName: Buffer;
  readonly language: Language;
  readonly timeZone: string;
  readonly createdAt: Date;
  readonly checkedUpAt: Date | null;
  readonly limitedAt: Date | null;
  readonly passwordChangedAt: Date | null;
  readonly roles: Role[];
};

export function heldAccount(executor: Executor, accountId: string): Promise<HeldAccountRow | undefined> {
  return executor.maybe<HeldAccountRow>(sql`
    select subject, person_id as "personId", display_name as "displayName", language, time_zone as "timeZone", created_at as "createdAt",
      checked_up_at as "checkedUpAt", limited_at as "limitedAt", p.changed_at as "passwordChangedAt",
      array(select role from accounts.account_role r where r.account_id = a.account_id order by role) as roles
    from accounts.account a left join accounts.password_state p using (account_id) where a.account_id = ${accountId}`);
}

export function heldContacts(
  executor: Executor,
  accountId: string,
): Promise<
  {
    readonly contactId: string;
    readonly channel: string;
    readonly address: Buffer;
    readonly confirmedAt: Date;
  }[]
> {
  return executor.many(sql`
    select contact_id as "contactId", channel, address, confirmed_at as "confirmedAt" from accounts.contact
    where account_id = ${accountId} order by channel, contact_id`);
}

export function heldFactors(
  executor: Executor,
  accountId: string,
): Promise<{ readonly method: string; readonly boundAt: Date; readonly lastUsedAt: Date | null }[]> {
  return executor.many(sql`
    select method, bound_at as "boundAt", last_used_at as "lastUsedAt" from accounts.factor_state
    where account_id = ${accountId} order by position, bound_at`);
}

export function heldPasskeys(
  executor: Executor,
  accountId: string,
): Promise<
  {
    readonly passkeyId: string;
    readonly name: Buffer;
    readonly createdAt: Date;
    readonly lastUsedAt: Date | null;
  }[]
> {
  return executor.many(sql`
    select passkey_id as "passkeyId", name, created_at as "createdAt", last_used_at as "lastUsedAt"
    from accounts.credential where account_id = ${accountId} order by created_at`);
}

export type HeldSessionRow = {
  readonly address: string;
  readonly userAgent: string;
  readonly shared: boolean;
  readonly signedInAt: Date;
  readonly lastSeenAt: Date;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
};

export function heldSessions(executor: Executor, accountId: string): Promise<HeldSessionRow[]> {
  return executor.many<HeldSessionRow>(sql`
    select address, user_agent as "userAgent", shared, authenticated_at as "signedInAt", last_seen_at as "lastSeenAt",
      ended_at as "endedAt", end_reason as "endReason"
    from accounts.session where account_id = ${accountId} order by authenticated_at desc limit 5000`);
}

export type HeldDeviceRow = {
  readonly kind: 'known' | 'remembered';
  readonly userAgent: string;
  readonly since: Date;
  readonly until: Date;
};

export function heldDevices(executor: Executor, accountId: string): Promise<HeldDeviceRow[]> {
  return executor.many<HeldDeviceRow>(sql`
    select 'known' as kind, user_agent as "userAgent", created_at as since, expires_at as until
    from accounts.known_device where account_id = ${accountId}
    union all select 'remembered', user_agent, created_at, expires_at
    from accounts.remembered_browser where account_id = ${accountId} order by since desc limit 1000`);
}

export type HeldFreezeRow = {
  readonly frozenAt: Date;
  readonly objectedAt: Date | null;
  readonly liftedAt: Date | null;
};

/** The newest first, also those that were put on the person before there was an account. */
export function heldFreezes(
  executor: Executor,
  accountId: string,
  personId: string | null,
): Promise<HeldFreezeRow[]> {
  return executor.many<HeldFreezeRow>(sql`
    select frozen_at as "frozenAt", objected_at as "objectedAt", lifted_at as "liftedAt" from accounts.freeze
    where account_id = ${accountId} or person_id = ${personId}::uuid order by frozen_at desc`);
}
