import type { TimeZoneName } from '#kernel';
import { type Executor, type Language, type LanguageChoice, sql } from '#platform';
import type { SecondFactorMethod } from './strength.ts';
import type { MustChange, Role } from './types.ts';

export type ProfileRow = {
  readonly account_id: string;
  readonly subject: string;
  readonly person_id: string | null;
  readonly display_name: Buffer;
  readonly email_id: string | null;
  readonly email: Buffer | null;
  readonly phone_id: string | null;
  readonly phone: Buffer | null;
  readonly language: Language;
  readonly language_chosen_at: Date | null;
  readonly time_zone: TimeZoneName;
  readonly roles: Role[];
};

const profile = sql`
  select account.account_id, subject, person_id, display_name, language, language_chosen_at, time_zone, email.contact_id as email_id, email.address as email,
    phone.contact_id as phone_id, phone.address as phone,
    array(select role from accounts.account_role as held where held.account_id = account.account_id order by role) as roles
  from accounts.account
  left join lateral (select contact_id, address from accounts.contact
    where contact.account_id = account.account_id and channel = 'email' order by contact_id limit 1) as email on true
  left join lateral (select contact_id, address from accounts.contact
    where contact.account_id = account.account_id and channel = 'sms' order by contact_id limit 1) as phone on true`;

export function profileBySubject(executor: Executor, subject: string): Promise<ProfileRow | undefined> {
  return executor.maybe<ProfileRow>(sql`${profile} where subject = ${subject} and state = 'open'`);
}

export function profileById(executor: Executor, accountId: string): Promise<ProfileRow | undefined> {
  return executor.maybe<ProfileRow>(
    sql`${profile} where account.account_id = ${accountId} and state = 'open'`,
  );
}

export function chooseLanguage(
  executor: Executor,
  accountId: string,
  choice: LanguageChoice,
): Promise<number> {
  return executor.run(sql`
    update accounts.account set language = ${choice.language}, language_chosen_at = ${choice.chosenAt}
    where account_id = ${accountId} and ${choice.chosenAt}::timestamptz > coalesce(language_chosen_at, 'epoch')`);
}

export async function newestAccountId(executor: Executor): Promise<string | undefined> {
  const row = await executor.maybe<{ readonly account_id: string }>(sql`
    select account_id from accounts.account where state = 'open' order by account_id desc limit 1`);
  return row?.account_id;
}

export async function rolesOf(executor: Executor, subject: string): Promise<Role[] | undefined> {
  const row = await executor.maybe<{ readonly roles: Role[] }>(sql`
    select array(select role from accounts.account_role as held where held.account_id = account.account_id order by role) as roles
    from accounts.account where subject = ${subject} and state = 'open'`);
  return row?.roles;
}

export function timeZoneBySubject(
  executor: Executor,
  subject: string,
): Promise<Pick<ProfileRow, 'account_id' | 'person_id' | 'time_zone'> | undefined> {
  return executor.maybe(sql`
    select account_id, person_id, time_zone from accounts.account where subject = ${subject} and state = 'open'`);
}

/** WIB for nobody, and while nobody knows better. */
export async function timeZoneOf(executor: Executor, accountId: string): Promise<TimeZoneName> {
  const row = await executor.maybe<Pick<ProfileRow, 'time_zone'>>(
    sql`select time_zone from accounts.account where account_id = ${accountId}`,
  );
  return row?.time_zone ?? 'WIB';
}

export function keepTimeZone(executor: Executor, accountId: string, zone: TimeZoneName): Promise<number> {
  return executor.run(sql`update accounts.account set time_zone = ${zone} where account_id = ${accountId}`);
}

export type SignInRow = {
  readonly account_id: string;
  /** Null with its key while the account has a foreign password. */
  /** How often the desk has lifted the lock. */
  readonly lifted: number;
  readonly hash: string | null;
  readonly pepper_key_id: string | null;
  readonly foreign_sealed: Buffer | null;
  /** Too many wrong passwords from unknown devices: none from such a device is looked at any more. */
  readonly disabled: boolean;
  /** Why the password may not be kept. */
  readonly must_change: MustChange | null;
  /** The device that the browser's cookie proves to this account. */
  readonly device_id: string | null;
  /** A new password can be had by mail, or by a phone that is the member's alone. */
  readonly can_reset: boolean;
  readonly methods: SecondFactorMethod[];
  readonly state: 'open' | 'frozen';
};

type SignInSearch = {
  readonly identifierHashes: readonly Buffer[];
  readonly personId: string | undefined;
  readonly presentedDevices: readonly Buffer[];
  /** One that stands still too: it is told so when its password was right. */
  readonly frozenToo: boolean;
  readonly now: Date;
};

/** The account behind one of the identifiers, the first one first, or behind the person; with its password. */
export function findSignInAccount(
  executor: Executor,
  { identifierHashes, personId, presentedDevices, frozenToo, now }: SignInSearch,
): Promise<SignInRow | undefined> {
  return executor.maybe<SignInRow>(sql`
    select account.account_id, state, hash, coalesce(lifted, 0) as lifted, pepper_key_id, sealed as foreign_sealed,
      disabled_at is not null as disabled, must_change,
      (select device_id from accounts.known_device as device
        where device.account_id = account.account_id and token_hash = any(${presentedDevices}::bytea[]) and expires_at > ${now}
        order by last_used_at desc limit 1) as device_id,
      exists (select from accounts.contact as own where own.account_id = account.account_id
        and (channel = 'email' or not exists (select from accounts.contact as other
          where other.address_hash = own.address_hash and other.account_id <> own.account_id))) as can_reset,
      array(select method from accounts.authenticator as bound
        where bound.account_id = account.account_id and coalesce(bound_at < disowned_from, true) order by position) as methods
    from accounts.account left join accounts.password using (account_id)
    left join accounts.foreign_password using (account_id)
    where (state = 'open' or ${frozenToo}::boolean) and account.account_id = coalesce(
      (select account_id from accounts.identifier where identifier_hash = any(${identifierHashes}::bytea[])
        order by array_position(${identifierHashes}::bytea[], identifier_hash) limit 1),
      (select account_id from accounts.account where person_id = ${personId ?? null}::uuid))`);
}

export async function isIdentifierTaken(executor: Executor, hashes: readonly Buffer[]): Promise<boolean> {
  const rows = await executor.many(sql`
    select 1 from accounts.identifier join accounts.account using (account_id)
    where state = 'open' and identifier_hash = any(${hashes}::bytea[]) limit 1`);
  return rows.length > 0;
}

export function passwordOf(
  executor: Executor,
  accountId: string,
): Promise<{ readonly hash: string; readonly pepper_key_id: string } | undefined> {
  return executor.maybe<{ readonly hash: string; readonly pepper_key_id: string }>(
    sql`select hash, pepper_key_id from accounts.password where account_id = ${accountId} and hash is not null`,
  );
}

export function replaceHash(
  tx: Executor,
  accountId: string,
  from: string,
  to: { readonly hash: string; readonly pepperKeyId: string },
): Promise<number> {
  return tx.run(sql`
    update accounts.password set hash = ${to.hash}, pepper_key_id = ${to.pepperKeyId}
    where account_id = ${accountId} and hash = ${from}`);
}

/** Puts a hash of ours in the place of a foreign one, if that is still the one; a trigger forgets the foreign one. */
export function replaceForeignHash(
  tx: Executor,
  accountId: string,
  from: Buffer,
  to: { readonly hash: string; readonly pepperKeyId: string },
): Promise<number> {
  return tx.run(sql`
    update accounts.password set hash = ${to.hash}, pepper_key_id = ${to.pepperKeyId}
    from accounts.foreign_password as replaced
    where password.account_id = ${accountId} and hash is null
      and replaced.account_id = password.account_id and sealed = ${from}`);
}

/** The notations and costs that are still there; a step in the index for each, however many accounts have it. */
export async function foreignCosts(executor: Executor): Promise<string[]> {
  const rows = await executor.many<{ readonly cost: string }>(sql`
    with recursive found as (
      (select cost from accounts.foreign_password order by cost limit 1)
      union all
      select (select cost from accounts.foreign_password as next where next.cost > found.cost order by cost limit 1)
      from found where found.cost is not null
    )
    select cost from found where cost is not null limit 1000`);
  return rows.map(({ cost }) => cost);
}

export type NewAccountRow = {
  readonly accountId: string;
  readonly subject: string;
  readonly personId: string | undefined;
  readonly displayName: Buffer;
  readonly hash: string;
  readonly pepperKeyId: string;
  readonly now: Date;
};

export function insertAccount(tx: Executor, row: NewAccountRow): Promise<number> {
  return tx.run(sql`
    with created as (
      insert into accounts.account (account_id, subject, person_id, display_name, created_at)
      values (${row.accountId}, ${row.subject}, ${row.personId ?? null}, ${row.displayName}, ${row.now}) returning account_id
    )
    insert into accounts.password (account_id, hash, pepper_key_id, changed_at)
    select account_id, ${row.hash}, ${row.pepperKeyId}, ${row.now} from created`);
}

export function insertRoles(tx: Executor, accountId: string, roles: readonly Role[]): Promise<number> {
  return tx.run(sql`
    insert into accounts.account_role (account_id, role) select ${accountId}, role from unnest(${roles}::text[]) as role`);
}

/** The one role that the sign-in face may give. */
export function giveMemberRole(tx: Executor, accountId: string): Promise<number> {
  return tx.run(sql`select accounts.give_member_role(${accountId})`);
}

export function insertIdentifiers(
  tx: Executor,
  accountId: string,
  identifiers: readonly { readonly kind: string; readonly hash: Buffer }[],
): Promise<number> {
  return tx.run(sql`
    insert into accounts.identifier (identifier_hash, account_id, kind)
    select hash, ${accountId}, kind
    from unnest(${identifiers.map(({ hash }) => hash)}::bytea[], ${identifiers.map(({ kind }) => kind)}::text[]) as typed (hash, kind)`);
}

export type ContactRow = {
  readonly contact_id: string;
  readonly channel: 'email' | 'sms';
  readonly address: Buffer;
};

export function insertContacts(
  tx: Executor,
  accountId: string,
  contacts: readonly (ContactRow & { readonly address_hash: Buffer })[],
  now: Date,
): Promise<number> {
  return tx.run(sql`
    insert into accounts.contact (account_id, contact_id, channel, address, address_hash, confirmed_at)
    select ${accountId}, contact_id, channel, address, address_hash, ${now}
    from unnest(${contacts.map((contact) => contact.contact_id)}::uuid[], ${contacts.map(({ channel }) => channel)}::text[],
      ${contacts.map(({ address }) => address)}::bytea[], ${contacts.map((contact) => contact.address_hash)}::bytea[])
      as contact (contact_id, channel, address, address_hash)`);
}

/** More than an account is ever given; so that nobody can make a page or a notice go to thousands. */
const mostContacts = 20;

/** How messages to the account's owner read. */
type Reader = { readonly language: Language; readonly time_zone: TimeZoneName };

export function contactsOf(executor: Executor, accountId: string): Promise<(ContactRow & Reader)[]> {
  return executor.many<ContactRow & Reader>(sql`
    select contact_id, channel, address, language, time_zone
    from accounts.contact join accounts.account using (account_id)
    where account_id = ${accountId} order by channel, contact_id limit ${mostContacts}`);
}

export type AuthenticatorRow = {
  readonly authenticator_id: string;
  readonly method: SecondFactorMethod;
  readonly contact_id: string | null;
  readonly address: Buffer | null;
  readonly seed: Buffer | null;
};

export function insertAuthenticators(
  tx: Executor,
  accountId: string,
  rows: readonly Omit<AuthenticatorRow, 'address'>[],
  now: Date,
): Promise<number> {
  return tx.run(sql`
    insert into accounts.authenticator (account_id, authenticator_id, method, position, contact_id, seed, bound_at)
    select ${accountId}, authenticator_id, method, position, contact_id, seed, ${now}
    from unnest(${rows.map((row) => row.authenticator_id)}::uuid[], ${rows.map(({ method }) => method)}::text[],
      ${rows.map((row) => row.contact_id)}::uuid[], ${rows.map(({ seed }) => seed)}::bytea[])
      with ordinality as bound (authenticator_id, method, contact_id, seed, position)`);
}

export function renameAccount(tx: Executor, accountId: string, displayName: Buffer): Promise<number> {
  return tx.run(sql`
    update accounts.account set display_name = ${displayName} where account_id = ${accountId}::uuid`);
}
