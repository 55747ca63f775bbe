import type { Executor } from '#platform';
import { sql, withoutWaitingForDisk } from '#platform';

/** What the library stores; the plain id is never part of it. */
export type Payload = Readonly<Record<string, unknown>>;

type PayloadRow = { readonly payload: Payload };

export async function findInteraction(
  executor: Executor,
  id: Buffer,
  now: Date,
): Promise<Payload | undefined> {
  const row = await executor.maybe<PayloadRow>(
    sql`select payload from sso.interaction where id_hash = ${id} and expires_at > ${now}`,
  );
  return row?.payload;
}

export async function saveInteraction(executor: Executor, id: Buffer, payload: Payload, expiresAt: Date) {
  await executor.run(sql`
    insert into sso.interaction (id_hash, payload, expires_at) values (${id}, ${JSON.stringify(payload)}, ${expiresAt})
    on conflict (id_hash) do update set payload = excluded.payload, expires_at = excluded.expires_at`);
}

export async function deleteInteraction(executor: Executor, id: Buffer): Promise<void> {
  await executor.run(sql`delete from sso.interaction where id_hash = ${id}`);
}

export async function saveCode(
  executor: Executor,
  id: Buffer,
  grantId: string,
  payload: Payload,
  expiresAt: Date,
): Promise<void> {
  await executor.run(sql`
    insert into sso.authorization_code (id_hash, grant_id, payload, expires_at)
    values (${id}, ${grantId}, ${JSON.stringify(payload)}, ${expiresAt})`);
}

/** A code that waits, or the mark of one that was redeemed. */
export async function findCode(
  executor: Executor,
  id: Buffer,
): Promise<{ readonly payload: Payload; readonly consumedAt: Date | null } | undefined> {
  return executor.maybe(sql`
    select payload, null::timestamptz as "consumedAt" from sso.authorization_code where id_hash = ${id}
    union all
    select payload, consumed_at from sso.consumed_code where id_hash = ${id}
    limit 1`);
}

/**
 * True for the one caller who redeems it: the row can be deleted only once. A crash of the database that takes the
 * mark along takes the codes themselves too.
 */
export async function consumeCode(
  executor: Executor,
  id: Buffer,
  now: Date,
  markUntil: Date,
): Promise<boolean> {
  const marked = await executor.run(sql`
    with redeemed as (delete from sso.authorization_code where id_hash = ${id} returning payload)
    insert into sso.consumed_code (id_hash, payload, consumed_at, expires_at)
    select ${id}, payload, ${now}, ${markUntil}::timestamptz from redeemed, ${withoutWaitingForDisk()}`);
  return marked === 1;
}

export async function deleteCode(executor: Executor, id: Buffer): Promise<void> {
  await executor.run(sql`delete from sso.authorization_code where id_hash = ${id}`);
}

export async function deleteCodesOfGrant(executor: Executor, grantId: string): Promise<void> {
  await executor.run(sql`delete from sso.authorization_code where grant_id = ${grantId}`);
}

export async function findSession(executor: Executor, id: Buffer, now: Date): Promise<Payload | undefined> {
  const row = await executor.maybe<PayloadRow>(
    sql`select payload from sso.provider_session where id_hash = ${id} and expires_at > ${now}`,
  );
  return row?.payload;
}

export async function findSessionByUid(
  executor: Executor,
  uid: string,
  now: Date,
): Promise<Payload | undefined> {
  const row = await executor.maybe<PayloadRow>(
    sql`select payload from sso.provider_session where uid = ${uid} and expires_at > ${now}
      order by expires_at desc limit 1`,
  );
  return row?.payload;
}

/** A crash may take the last writes along: then the person signs in again. What ends a session is accounts' own row. */
export async function saveSession(
  executor: Executor,
  id: Buffer,
  uid: string,
  payload: Payload,
  expiresAt: Date,
): Promise<void> {
  await executor.run(sql`
    insert into sso.provider_session (id_hash, uid, payload, expires_at)
    select ${id}::bytea, ${uid}::text, ${JSON.stringify(payload)}::json, ${expiresAt}::timestamptz
    from ${withoutWaitingForDisk()}
    on conflict (id_hash) do update set uid = excluded.uid, payload = excluded.payload, expires_at = excluded.expires_at`);
}

/** As it stands there, dead or alive. */
export async function storedSession(executor: Executor, id: Buffer): Promise<Payload | undefined> {
  const row = await executor.maybe<PayloadRow>(
    sql`select payload from sso.provider_session where id_hash = ${id}`,
  );
  return row?.payload;
}

/** The session that was there, dead or alive. */
export async function deleteSession(executor: Executor, id: Buffer): Promise<Payload | undefined> {
  const row = await executor.maybe<PayloadRow>(
    sql`delete from sso.provider_session where id_hash = ${id} returning payload`,
  );
  return row?.payload;
}

/** The provider's session over this session of accounts, dead or alive. */
export async function sessionOf(executor: Executor, uid: string): Promise<Payload | undefined> {
  const row = await executor.maybe<PayloadRow>(sql`
    select payload from sso.provider_session where uid = ${uid} order by expires_at desc limit 1`);
  return row?.payload;
}

export function deleteSessionsByUid(executor: Executor, uid: string): Promise<number> {
  return executor.run(sql`delete from sso.provider_session where uid = ${uid}`);
}

export async function findGrant(executor: Executor, id: string, now: Date): Promise<Payload | undefined> {
  const row = await executor.maybe<PayloadRow>(
    sql`select payload from sso.client_grant where id = ${id} and expires_at > ${now}`,
  );
  return row?.payload;
}

/** The newest grant that a member gave a service and that still holds. */
export async function findGrantOf(
  executor: Executor,
  subject: string,
  clientId: string,
  now: Date,
): Promise<string | undefined> {
  const row = await executor.maybe<{ id: string }>(sql`
    select id from sso.client_grant
    where subject = ${subject} and client_id = ${clientId} and expires_at > ${now}
    order by expires_at desc limit 1`);
  return row?.id;
}

export async function saveGrant(
  executor: Executor,
  grant: { readonly id: string; readonly subject: string; readonly clientId: string },
  payload: Payload,
  expiresAt: Date,
): Promise<void> {
  await executor.run(sql`
    insert into sso.client_grant (id, subject, client_id, payload, expires_at)
    values (${grant.id}, ${grant.subject}, ${grant.clientId}, ${JSON.stringify(payload)}, ${expiresAt})
    on conflict (id) do update set payload = excluded.payload, expires_at = excluded.expires_at`);
}

export async function deleteGrant(executor: Executor, id: string): Promise<void> {
  await executor.run(sql`delete from sso.client_grant where id = ${id}`);
}

export async function findToken(
  executor: Executor,
  kind: string,
  id: Buffer,
  now: Date,
): Promise<{ readonly payload: Payload; readonly consumedAt: Date | null } | undefined> {
  return executor.maybe(sql`
    select payload, consumed_at as "consumedAt" from sso.token
    where kind = ${kind} and id_hash = ${id} and expires_at > ${now}`);
}

type NewToken = {
  readonly kind: string;
  readonly id: Buffer;
  readonly grantId: string | undefined;
  readonly payload: Payload;
  readonly expiresAt: Date;
};

export async function saveToken(executor: Executor, token: NewToken): Promise<void> {
  await executor.run(sql`
    insert into sso.token (kind, id_hash, grant_id, payload, expires_at)
    values (${token.kind}, ${token.id}, ${token.grantId ?? null}, ${JSON.stringify(token.payload)}, ${token.expiresAt})
    on conflict (kind, id_hash) do update set payload = excluded.payload, expires_at = excluded.expires_at`);
}

/** True when it was not there yet; for identifiers that may be seen once. */
export async function insertToken(executor: Executor, token: NewToken): Promise<boolean> {
  const inserted = await executor.run(sql`
    insert into sso.token (kind, id_hash, payload, expires_at)
    values (${token.kind}, ${token.id}, ${JSON.stringify(token.payload)}, ${token.expiresAt})
    on conflict (kind, id_hash) do nothing`);
  return inserted === 1;
}

export async function consumeToken(
  executor: Executor,
  kind: string,
  id: Buffer,
  now: Date,
): Promise<boolean> {
  const consumed = await executor.run(sql`
    update sso.token set consumed_at = ${now}
    where kind = ${kind} and id_hash = ${id} and consumed_at is null`);
  return consumed === 1;
}

export async function deleteToken(executor: Executor, kind: string, id: Buffer): Promise<void> {
  await executor.run(sql`delete from sso.token where kind = ${kind} and id_hash = ${id}`);
}

export async function deleteTokensOfGrant(executor: Executor, kind: string, grantId: string): Promise<void> {
  await executor.run(sql`delete from sso.token where kind = ${kind} and grant_id = ${grantId}`);
}

export type ClientRow = {
  readonly clientId: string;
  readonly name: string;
  readonly secretHash: string | null;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | null;
  readonly firstParty: boolean;
  readonly public: boolean;
  readonly secretIn: 'header' | 'body';
  readonly createdAt: Date;
};

const clientColumns = sql`client_id as "clientId", name, secret_hash as "secretHash", redirect_uris as "redirectUris",
  post_logout_redirect_uris as "postLogoutRedirectUris", backchannel_logout_uri as "backchannelLogoutUri",
  first_party as "firstParty", public, secret_in as "secretIn", created_at as "createdAt"`;

export async function findClient(executor: Executor, clientId: string): Promise<ClientRow | undefined> {
  return executor.maybe(sql`select ${clientColumns} from sso.client where client_id = ${clientId}`);
}

export async function clients(executor: Executor): Promise<ClientRow[]> {
  return executor.many(sql`select ${clientColumns} from sso.client order by client_id limit 1000`);
}

export async function insertClient(executor: Executor, client: ClientRow): Promise<boolean> {
  const inserted = await executor.run(sql`
    insert into sso.client (client_id, name, secret_hash, redirect_uris, post_logout_redirect_uris,
      backchannel_logout_uri, first_party, public, secret_in, created_at)
    values (${client.clientId}, ${client.name}, ${client.secretHash}, ${client.redirectUris},
      ${client.postLogoutRedirectUris}, ${client.backchannelLogoutUri}, ${client.firstParty}, ${client.public}, ${client.secretIn},
      ${client.createdAt})
    on conflict (client_id) do nothing`);
  return inserted === 1;
}

/** Takes the client away with every grant and token that it holds. */
export async function deleteClient(executor: Executor, clientId: string): Promise<boolean> {
  const deleted = await executor.maybe<{ found: boolean }>(sql`
    with gone as (delete from sso.client where client_id = ${clientId} returning client_id),
      grants as (delete from sso.client_grant where client_id in (select client_id from gone) returning id),
      tokens as (delete from sso.token where payload ->> 'clientId' in (select client_id from gone))
    select true as found from gone`);
  return deleted !== undefined;
}

export type ProviderKeyRow = {
  readonly id: string;
  readonly use: string;
  readonly sealed: Buffer;
  readonly signsFrom: Date;
};

/** By when each begins to sign. */
export async function providerKeys(executor: Executor): Promise<ProviderKeyRow[]> {
  return executor.many(sql`
    select id, use, sealed, coalesce(signs_from, created_at) as "signsFrom" from sso.provider_key
    order by coalesce(signs_from, created_at), id limit 100`);
}

/** Takes away a key whose tokens are all over. */
export async function deleteProviderKey(executor: Executor, id: string): Promise<void> {
  await executor.run(sql`delete from sso.provider_key where id = ${id}`);
}

/** Holds other processes that start at the same time until the transaction ends. */
export async function lockProviderKeys(executor: Executor): Promise<void> {
  await executor.run(sql`select pg_advisory_xact_lock(4711, 8)`);
}

export async function insertProviderKey(executor: Executor, key: ProviderKeyRow, now: Date): Promise<void> {
  await executor.run(sql`
    insert into sso.provider_key (id, use, sealed, created_at, signs_from)
    values (${key.id}, ${key.use}, ${key.sealed}, ${now}, ${key.signsFrom})`);
}

export async function deleteExpired(executor: Executor, now: Date): Promise<number> {
  const row = await executor.one<{ gone: bigint }>(sql`
    with i as (delete from sso.interaction where expires_at < ${now} returning 1),
      c as (delete from sso.authorization_code where expires_at < ${now} returning 1),
      m as (delete from sso.consumed_code where expires_at < ${now} returning 1),
      s as (delete from sso.provider_session where expires_at < ${now} returning 1),
      g as (delete from sso.client_grant where expires_at < ${now} returning 1),
      t as (delete from sso.token where expires_at < ${now} returning 1)
    select (select count(*) from i) + (select count(*) from c) + (select count(*) from m) + (select count(*) from s)
      + (select count(*) from g) + (select count(*) from t) as gone`);
  return Number(row.gone);
}

export type ServiceRow = {
  readonly clientId: string;
  readonly name: string;
  readonly scopes: string;
  readonly since: Date;
};

export function servicesOf(executor: Executor, subject: string, now: Date): Promise<ServiceRow[]> {
  return executor.many<ServiceRow>(sql`
    select client_id as "clientId", name, scopes, since from sso.services_of(${subject}, ${now})`);
}

export async function withdrawService(
  executor: Executor,
  subject: string,
  clientId: string | null,
): Promise<boolean> {
  const row = await executor.one<{ readonly gone: boolean }>(
    sql`select sso.withdraw_service(${subject}, ${clientId}) as gone`,
  );
  return row.gone;
}
