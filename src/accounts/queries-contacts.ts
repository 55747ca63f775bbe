import { type Executor, sql } from '#platform';
import type { ChallengeRow } from './queries-challenges.ts';

export type ContactChannel = 'email' | 'sms';
export type WholeContactRow = {
  readonly contact_id: string;
  readonly channel: ContactChannel;
  readonly address: Buffer;
  readonly confirmed_at: Date;
  readonly last_used_at: Date | null;
  /** Another account has the same address. */
  readonly shared: boolean;
  /** Codes of the second factor go there. */
  readonly factor: boolean;
};

export function wholeContacts(executor: Executor, accountId: string): Promise<WholeContactRow[]> {
  return executor.many<WholeContactRow>(sql`
    select contact_id, channel, address, confirmed_at, last_used_at,
      exists (select from accounts.contact as other where other.address_hash = contact.address_hash
        and other.account_id <> contact.account_id) as shared,
      exists (select from accounts.authenticator as bound where bound.account_id = contact.account_id
        and bound.contact_id = contact.contact_id) as factor
    from accounts.contact where account_id = ${accountId} order by channel, contact_id limit 20`);
}

/** Holds other changes of the account back until this one is through. */
export function lockAccount(tx: Executor, accountId: string): Promise<number> {
  return tx.run(sql`select 1 from accounts.account where account_id = ${accountId} for update`);
}

type CodeColumns = Pick<
  ChallengeRow,
  'key_id' | 'last_number' | 'expires_at' | 'previous_expires_at' | 'tries'
>;

export type NewChangeRow = Omit<CodeColumns, 'previous_expires_at' | 'tries'> & {
  readonly changeId: string;
  readonly accountId: string;
  readonly channel: ContactChannel;
  readonly address: Buffer;
  readonly addressHash: Buffer;
  readonly replaces: string | undefined;
  readonly now: Date;
};

export function insertChange(tx: Executor, row: NewChangeRow): Promise<number> {
  return tx.run(sql`
    insert into accounts.contact_change (change_id, account_id, channel, address, address_hash, replaces, key_id, last_number,
      sent_at, expires_at)
    values (${row.changeId}, ${row.accountId}, ${row.channel}, ${row.address}, ${row.addressHash},
      ${row.replaces ?? null}, ${row.key_id}, ${row.last_number}, ${row.now}, ${row.expires_at})`);
}

/** It holds its one code itself. */
export type ChangeRow = ChallengeRow & {
  readonly change_id: string;
  readonly channel: ContactChannel;
  readonly address: Buffer;
  readonly address_hash: Buffer;
  readonly replaces: string | null;
  readonly sent_at: Date;
  readonly message_id: string | null;
};

const changeColumns = sql`change_id, account_id, change_id as challenge_id, channel, address, address_hash, replaces, key_id,
  last_number, previous_expires_at, tries, sent_at, expires_at, taken_at as consumed_at, message_id`;

export function waitingChange(
  executor: Executor,
  accountId: string,
  changeId: string,
  now: Date,
): Promise<ChangeRow | undefined> {
  return executor.maybe<ChangeRow>(sql`
    select ${changeColumns} from accounts.contact_change
    where change_id = ${changeId} and account_id = ${accountId} and taken_at is null and expires_at > ${now}`);
}

/** Counts a try before the code is looked at, and answers with the change while tries are left; one statement. */
export function tryChange(
  executor: Executor,
  accountId: string,
  changeId: string,
  most: number,
  now: Date,
): Promise<ChangeRow | undefined> {
  return executor.maybe<ChangeRow>(sql`
    update accounts.contact_change set tries = tries + 1
    where change_id = ${changeId} and account_id = ${accountId} and taken_at is null and expires_at > ${now} and tries < ${most}
    returning ${changeColumns}`);
}

/** Takes a confirmed change, once. */
export function takeChange(tx: Executor, changeId: string, now: Date): Promise<number> {
  return tx.run(
    sql`update accounts.contact_change set taken_at = ${now} where change_id = ${changeId} and taken_at is null`,
  );
}

export function resendChange(tx: Executor, changeId: string, code: CodeColumns, now: Date): Promise<number> {
  return tx.run(sql`
    update accounts.contact_change set sent_at = ${now}, key_id = ${code.key_id}, last_number = ${code.last_number},
      expires_at = ${code.expires_at}, previous_expires_at = ${code.previous_expires_at}, tries = ${code.tries}
    where change_id = ${changeId} and taken_at is null`);
}

export function noteChangeMessage(tx: Executor, changeId: string, messageId: string): Promise<number> {
  return tx.run(
    sql`update accounts.contact_change set message_id = ${messageId} where change_id = ${changeId}`,
  );
}

export type PutContact = {
  readonly accountId: string;
  readonly contactId: string;
  readonly channel: ContactChannel;
  readonly address: Buffer;
  readonly addressHash: Buffer;
  /** Of an address that is put back; now when it is not given. */
  readonly confirmedAt?: Date;
  readonly now: Date;
};

/** The contact, and with it the identifier unless another account has it; answers whether one can sign in with it. */
export async function putContact(tx: Executor, row: PutContact): Promise<boolean> {
  const { identified } = await tx.one<{ identified: boolean }>(sql`
    with put as (
      insert into accounts.contact (account_id, contact_id, channel, address, address_hash, confirmed_at, last_used_at)
      values (${row.accountId}, ${row.contactId}, ${row.channel}, ${row.address}, ${row.addressHash},
        ${row.confirmedAt ?? row.now}, ${row.now})
    ), named as (
      insert into accounts.identifier (identifier_hash, account_id, kind)
      values (${row.addressHash}, ${row.accountId}, ${row.channel === 'sms' ? 'phone' : 'email'})
      on conflict do nothing returning 1
    )
    select exists (select from named) as identified`);
  return identified;
}

export function isTakenByAnother(
  executor: Executor,
  accountId: string,
  addressHash: Buffer,
): Promise<{ taken: boolean }> {
  return executor.one<{ taken: boolean }>(sql`
    select exists (select from accounts.identifier
      where identifier_hash = ${addressHash} and account_id <> ${accountId}) as taken`);
}

/** The authenticator that used the old contact uses the new one. */
export function moveAuthenticator(
  tx: Executor,
  accountId: string,
  from: string,
  to: string,
): Promise<number> {
  return tx.run(sql`
    update accounts.authenticator set contact_id = ${to} where account_id = ${accountId} and contact_id = ${from}`);
}

type GoneContactRow = {
  readonly channel: ContactChannel;
  readonly address: Buffer;
  readonly address_hash: Buffer;
  readonly confirmed_at: Date;
};

/** The contact with its identifier, unless codes go there; answers with what it was. */
export function deleteContact(
  tx: Executor,
  accountId: string,
  contactId: string,
): Promise<GoneContactRow | undefined> {
  return tx.maybe<GoneContactRow>(sql`
    with gone as (
      delete from accounts.contact where account_id = ${accountId} and contact_id = ${contactId}
        and not exists (select from accounts.authenticator where authenticator.account_id = ${accountId}
          and authenticator.contact_id = ${contactId})
      returning channel, address, address_hash, confirmed_at
    ), unnamed as (
      delete from accounts.identifier using gone
      where identifier_hash = gone.address_hash and identifier.account_id = ${accountId}
    )
    select channel, address, address_hash, confirmed_at from gone`);
}

export async function deleteOldChanges(executor: Executor, before: Date, now: Date): Promise<number> {
  const changes = await executor.run(sql`delete from accounts.contact_change where expires_at < ${before}`);
  return changes + (await executor.run(sql`delete from accounts.contact_stop where expires_at < ${now}`));
}

/** The contact that a code was right for is its holder's for another while. */
export function touchContact(tx: Executor, accountId: string, contactId: string, now: Date): Promise<number> {
  return tx.run(sql`
    update accounts.contact set last_used_at = ${now} where account_id = ${accountId} and contact_id = ${contactId}`);
}
