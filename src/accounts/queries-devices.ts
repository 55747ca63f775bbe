import { type Database, type Executor, sql, withoutWaitingForDisk } from '#platform';

/** More than a person has; the one used longest ago makes room for a new one. */
const mostDevices = 20;

type NewDevice = {
  readonly accountId: string;
  /** What the browser's cookie may prove; one of them may be this account's. */
  readonly presented: readonly Buffer[];
  readonly deviceId: string;
  readonly tokenHash: Buffer;
  readonly userAgent: string;
  readonly now: Date;
  readonly expiresAt: Date;
};

/** Renews the device that the cookie proves; answers with its hash, or undefined when it proves none. */
export function renewDevice(
  database: Database,
  device: NewDevice,
): Promise<{ readonly token_hash: Buffer } | undefined> {
  return database.maybe<{ readonly token_hash: Buffer }>(sql`
    update accounts.known_device set last_used_at = ${device.now}, expires_at = ${device.expiresAt}, user_agent = ${device.userAgent}
    from ${withoutWaitingForDisk()}
    where account_id = ${device.accountId} and token_hash = any(${device.presented}::bytea[]) and expires_at > ${device.now}::timestamptz
    returning token_hash`);
}

/** Adds a device; when the account has too many, the one used longest ago goes. */
export function addDevice(tx: Executor, device: NewDevice): Promise<number> {
  return tx.run(sql`
    with crowded_out as (
      delete from accounts.known_device where account_id = ${device.accountId}
        and device_id in (select device_id from accounts.known_device where account_id = ${device.accountId}
          order by last_used_at desc offset ${mostDevices - 1})
    )
    insert into accounts.known_device (account_id, device_id, token_hash, user_agent, created_at, last_used_at, expires_at)
    values (${device.accountId}, ${device.deviceId}, ${device.tokenHash}, ${device.userAgent}, ${device.now}, ${device.now},
      ${device.expiresAt})`);
}

/** Nothing to tell of: the first session of an account that was opened here. */
export async function isFirstSignIn(
  executor: Executor,
  accountId: string,
  sessionId: string,
): Promise<boolean> {
  const { first } = await executor.one<{ readonly first: boolean }>(sql`
    select not exists (select from accounts.session where account_id = ${accountId} and session_id <> ${sessionId})
      and not exists (select from accounts.imported_account where account_id = ${accountId}) as first`);
  return first;
}

export type DeviceRow = {
  readonly device_id: string;
  readonly token_hash: Buffer;
  readonly user_agent: string;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
};

export function knownDevices(executor: Executor, accountId: string, now: Date): Promise<DeviceRow[]> {
  return executor.many<DeviceRow>(sql`
    select device_id, token_hash, user_agent, created_at, last_used_at, expires_at from accounts.known_device
    where account_id = ${accountId} and expires_at > ${now} order by last_used_at desc limit ${mostDevices}`);
}

/** One device of the account, or all. */
export function forgetDevices(
  tx: Executor,
  accountId: string,
  deviceId: string | undefined,
): Promise<number> {
  return tx.run(sql`
    delete from accounts.known_device
    where account_id = ${accountId} and (${deviceId ?? null}::uuid is null or device_id = ${deviceId ?? null}::uuid)`);
}

export function deviceIdOf(
  executor: Executor,
  accountId: string,
  presented: readonly Buffer[],
  now: Date,
): Promise<{ readonly device_id: string } | undefined> {
  return executor.maybe<{ readonly device_id: string }>(sql`
    select device_id from accounts.known_device
    where account_id = ${accountId} and token_hash = any(${presented}::bytea[]) and expires_at > ${now}
    order by last_used_at desc limit 1`);
}
