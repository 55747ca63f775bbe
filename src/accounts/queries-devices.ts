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

/** Renews the device that the cookie proves, or adds a new one; answers with the hash that holds from now on. */
export function rememberDevice(
  database: Database,
  device: NewDevice,
): Promise<{ readonly token_hash: Buffer; readonly renewed: boolean }> {
  return database.one<{ readonly token_hash: Buffer; readonly renewed: boolean }>(sql`
    with renewed as (
      update accounts.known_device set last_used_at = ${device.now}, expires_at = ${device.expiresAt}, user_agent = ${device.userAgent}
      where account_id = ${device.accountId} and token_hash = any(${device.presented}::bytea[]) and expires_at > ${device.now}::timestamptz
      returning token_hash
    ), added as (
      insert into accounts.known_device (account_id, device_id, token_hash, user_agent, created_at, last_used_at, expires_at)
      select ${device.accountId}::uuid, ${device.deviceId}::uuid, ${device.tokenHash}::bytea, ${device.userAgent}::text,
        ${device.now}::timestamptz, ${device.now}::timestamptz, ${device.expiresAt}::timestamptz
      where not exists (select from renewed)
      returning token_hash
    ), crowded_out as (
      delete from accounts.known_device where account_id = ${device.accountId} and exists (select from added)
        and device_id in (select device_id from accounts.known_device where account_id = ${device.accountId}
          order by last_used_at desc offset ${mostDevices - 1})
    )
    select known.* from ${withoutWaitingForDisk()},
      (select token_hash, true as renewed from renewed union all select token_hash, false from added limit 1) as known`);
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
