import type { RowRefusal } from '#members';
import { type Transaction, sql } from '#platform';

/** One import of accounts at a time; the next one waits, after reading its file, and then sees what the first wrote. */
export async function lockImports(tx: Transaction): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(4711, 12)`);
}

export async function createAccountRow(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table account_row (row_number int, account_id uuid, subject text, member_number text, index bytea,
      username_hash bytea, email_hash bytea, email_id uuid, email bytea, phone_hash bytea, phone_id uuid, phone bytea,
      foreign_sealed bytea, cost text, row_hash bytea, person_id uuid, full_name text,
      unchanged boolean not null default false, refused_column text, refusal text) on commit drop`);
  await tx.run(sql`create temp table account_name (row_number int, display_name bytea) on commit drop`);
}

/** After the rows were checked, for what goes through them piece by piece: without it each piece reads all of them. */
export async function indexAccountRows(tx: Transaction): Promise<void> {
  await tx.run(sql`create index account_row_number on pg_temp.account_row (row_number)`);
}

export const copyAccountRow = `copy pg_temp.account_row (row_number, account_id, subject, member_number, index, username_hash,
  email_hash, email_id, email, phone_hash, phone_id, phone, foreign_sealed, cost, row_hash) from stdin`;

export async function requestPersons(tx: Transaction): Promise<void> {
  await tx.run(sql`analyze pg_temp.account_row`);
  await tx.run(sql`
    insert into pg_temp.person_request (row_number, member_number, index)
    select row_number, member_number, index from pg_temp.account_row`);
  await tx.run(sql`analyze pg_temp.person_request`);
}

export async function takePersons(tx: Transaction): Promise<void> {
  await tx.run(sql`analyze pg_temp.person_resolved`);
  await tx.run(sql`
    update pg_temp.account_row r set person_id = p.person_id, full_name = p.full_name, refusal = p.refusal,
      refused_column = case when p.refusal = 'person_unknown' then 'nik' when p.refusal is not null then 'kpj' end
    from pg_temp.person_resolved p where p.row_number = r.row_number`);
  await tx.run(sql`analyze pg_temp.account_row`);
}

/** Rows that made an account before are left alone; then everything that stands in the way of a new one. */
export async function checkAccountRows(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.account_row r set unchanged = true
    from accounts.account a join accounts.imported_account i using (account_id)
    where r.refusal is null and a.person_id = r.person_id and i.row_hash = r.row_hash`);
  await tx.run(sql`
    update pg_temp.account_row r set refusal = 'person_has_account', refused_column = 'kpj'
    where r.refusal is null and not r.unchanged
      and exists (select from accounts.account a where a.person_id = r.person_id)`);
  await tx.run(sql`
    update pg_temp.account_row r set unchanged = false, refused_column = 'kpj',
      refusal = case when r.row_hash = f.row_hash then 'row_repeated' else 'person_has_account' end
    from (select distinct on (person_id) person_id, row_hash, row_number from pg_temp.account_row
          where refusal is null order by person_id, row_number) f
    where r.refusal is null and r.person_id = f.person_id and r.row_number > f.row_number`);
  await tx.run(sql`
    update pg_temp.account_row r set refusal = 'username_taken', refused_column = 'username'
    where r.refusal is null and not r.unchanged
      and exists (select from accounts.identifier i where i.identifier_hash = r.username_hash)`);
  await tx.run(sql`
    update pg_temp.account_row r set refusal = 'username_taken', refused_column = 'username'
    from (select username_hash, min(row_number) as row_number from pg_temp.account_row
          where refusal is null and not unchanged and username_hash is not null group by username_hash) f
    where r.refusal is null and not r.unchanged and r.username_hash = f.username_hash and r.row_number > f.row_number`);
}

export async function countAccountRows(
  tx: Transaction,
): Promise<{ readonly fresh: number; readonly unchanged: number; readonly refused: number }> {
  return tx.one(sql`
    select (count(*) filter (where refusal is null and not unchanged))::int as fresh,
      (count(*) filter (where refusal is null and unchanged))::int as unchanged,
      (count(*) filter (where refusal is not null))::int as refused from pg_temp.account_row`);
}

export type FreshRow = {
  readonly row: number;
  readonly account_id: string;
  readonly person_id: string;
  readonly full_name: string;
};

export function freshRows(tx: Transaction, after: number, limit: number): Promise<FreshRow[]> {
  return tx.many<FreshRow>(sql`
    select row_number as row, account_id, person_id, full_name from pg_temp.account_row
    where refusal is null and not unchanged and row_number > ${after}::int order by row_number limit ${limit}::int`);
}

export function putDisplayNames(
  tx: Transaction,
  names: readonly { readonly row: number; readonly displayName: Buffer }[],
): Promise<number> {
  return tx.run(sql`
    insert into pg_temp.account_name (row_number, display_name)
    select * from unnest(${names.map(({ row }) => row)}::int[], ${names.map(({ displayName }) => displayName)}::bytea[])`);
}

/** When a contact that was taken over was last used; nobody knows, so its holder has yet to show that it still is theirs. */
const never = new Date(0);

/** Accounts with all that belongs to them; an address that two rows share finds the account of the first. */
export async function insertImported(tx: Transaction, now: Date): Promise<void> {
  const fresh = sql`pg_temp.account_row where refusal is null and not unchanged`;
  await tx.run(sql`analyze pg_temp.account_name`);
  await tx.run(sql`
    insert into accounts.account (account_id, subject, person_id, display_name, created_at)
    select account_id, subject, person_id, display_name, ${now}::timestamptz
    from pg_temp.account_row join pg_temp.account_name using (row_number) order by account_id`);
  await tx.run(sql`
    insert into accounts.account_role (account_id, role) select account_id, 'member' from ${fresh}`);
  await tx.run(sql`
    insert into accounts.identifier (identifier_hash, account_id, kind)
    select username_hash, account_id, 'username' from ${fresh} and username_hash is not null`);
  await tx.run(sql`
    insert into accounts.identifier (identifier_hash, account_id, kind)
    select hash, account_id, kind from (
      select row_number, account_id, 'email' as kind, email_hash as hash from ${fresh} and email_hash is not null
      union all select row_number, account_id, 'phone', phone_hash from ${fresh} and phone_hash is not null) named
    order by row_number on conflict do nothing`);
  await tx.run(sql`
    insert into accounts.contact (account_id, contact_id, channel, address, address_hash, confirmed_at, last_used_at)
    select account_id, email_id, 'email', email, email_hash, ${now}::timestamptz, ${never}::timestamptz from ${fresh} and email_id is not null
    union all
    select account_id, phone_id, 'sms', phone, phone_hash, ${now}::timestamptz, ${never}::timestamptz from ${fresh} and phone_id is not null`);
  await tx.run(sql`
    insert into accounts.password (account_id, changed_at) select account_id, ${now}::timestamptz from ${fresh}`);
  await tx.run(sql`
    insert into accounts.foreign_password (account_id, sealed, cost, imported_at)
    select account_id, foreign_sealed, cost, ${now}::timestamptz from ${fresh}`);
  await tx.run(sql`
    insert into accounts.imported_account (account_id, row_hash) select account_id, row_hash from ${fresh}`);
}

/** The next refused rows after a line; what stands in them is sealed or hashed, so it is not told. */
export function refusedAccountRows(tx: Transaction, after: number, limit: number): Promise<RowRefusal[]> {
  return tx.many<RowRefusal>(sql`
    select row_number as row, refused_column as column, '' as value, refusal as reason
    from pg_temp.account_row where refusal is not null and row_number > ${after}::int order by row_number limit ${limit}::int`);
}
