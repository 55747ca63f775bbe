import { record } from '#activity';
import { newId, newToken } from '#kernel';
import type { Config, Database, Executor, Transaction } from '#platform';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { tokenHash } from './tokens.ts';

/** A browser may be used by several people; the account signed in to longest ago makes room. */
const mostAccounts = 8;
const tokenShape = /^[\w-]{43}$/;

/** The cookie holds a token for each account that knows the browser, the newest sign-in first. */
function tokensOf(cookie: string | undefined): readonly string[] {
  return (cookie ?? '')
    .split('.')
    .filter((token) => tokenShape.test(token))
    .slice(0, mostAccounts);
}

const hashOf = (token: string) => tokenHash('known-device', token);

/** What the browser may prove; each account knows another token, so that none tells two accounts apart or together. */
export function presentedDevices({ device }: Origin): readonly Buffer[] {
  return tokensOf(device).map(hashOf);
}

/** Whether the browser is one that this very account signed in with before; one statement. */
export async function isKnownDevice(
  executor: Executor,
  origin: Origin,
  accountId: string,
  now: Date,
): Promise<boolean> {
  return (await queries.deviceIdOf(executor, accountId, presentedDevices(origin), now)) !== undefined;
}

/**
 * After a sign-in that is not shared. An account's token is its own, drawn at its first sign-in in this browser: whoever
 * read the cookie before, on a computer that others use too, is not known to accounts that sign in later. It is not
 * exchanged at later sign-ins, because an answer lost on the way would make the owner's own browser unknown. What is to
 * happen when the browser is new happens with that, or not at all.
 */
export async function rememberDevice(
  database: Database,
  config: Config,
  { accountId, origin, now }: { readonly accountId: string; readonly origin: Origin; readonly now: Date },
  whenNew: (tx: Transaction) => Promise<void> = async () => {},
): Promise<{ readonly cookie: string; readonly isNew: boolean }> {
  const presented = tokensOf(origin.device);
  const fresh = newToken();
  const device = {
    accountId,
    presented: presented.map(hashOf),
    deviceId: newId(now),
    tokenHash: hashOf(fresh),
    userAgent: origin.userAgent.slice(0, 300),
    now,
    expiresAt: new Date(now.getTime() + config.KNOWN_DEVICE_DAYS * 86_400_000),
  };
  const renewed = await queries.renewDevice(database, device);
  if (!renewed)
    await database.transaction(async (tx) => {
      await queries.addDevice(tx, device);
      await whenNew(tx);
    });
  const own = presented.find((token) => renewed && hashOf(token).equals(renewed.token_hash)) ?? fresh;
  const others = presented.filter((token) => token !== own);
  return { cookie: [own, ...others].slice(0, mostAccounts).join('.'), isNew: !renewed };
}

export type KnownDevice = {
  readonly deviceId: string;
  readonly userAgent: string;
  readonly firstUsedAt: Date;
  readonly lastUsedAt: Date;
  readonly until: Date;
  /** The browser that asks. */
  readonly isThisOne: boolean;
};

/** The browsers that an account knows, the one used last first; at most 20. */
export async function knownDevicesOf(
  executor: Executor,
  accountId: string,
  now: Date,
  origin?: Origin,
): Promise<KnownDevice[]> {
  const presented = origin ? presentedDevices(origin) : [];
  const rows = await queries.knownDevices(executor, accountId, now);
  return rows.map((row) => ({
    deviceId: row.device_id,
    userAgent: row.user_agent,
    firstUsedAt: row.created_at,
    lastUsedAt: row.last_used_at,
    until: row.expires_at,
    isThisOne: presented.some((hash) => hash.equals(row.token_hash)),
  }));
}

export type ForgottenBy = { readonly accountId: string; readonly origin: Origin; readonly now: Date };

/** The holder forgets one of the account's devices; another account's id forgets nothing. Answers how many. */
export function forgetKnownDevice(tx: Transaction, by: ForgottenBy, deviceId: string): Promise<number> {
  return forget(tx, by, deviceId);
}

/** Every browser is unknown to the account from now on. Answers how many there were. */
export function forgetAllKnownDevices(tx: Transaction, by: ForgottenBy): Promise<number> {
  return forget(tx, by, undefined);
}

async function forget(
  tx: Transaction,
  { accountId, origin, now }: ForgottenBy,
  deviceId: string | undefined,
): Promise<number> {
  const count = await queries.forgetDevices(tx, accountId, deviceId);
  if (count > 0)
    await record(tx, {
      event: 'device_forgotten',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
      details: { count },
    });
  return count;
}
