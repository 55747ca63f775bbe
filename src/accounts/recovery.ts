import { record } from '#activity';
import { newId, newToken, spokenCharacters } from '#kernel';
import { type KeyRing, type Transaction, formatInstant, hashWith } from '#platform';
import { cleanCode } from './clean-code.ts';
import { notifyOwner } from './notify-owner.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { recoveryStep, recoveryWaits } from './recovery-journey.ts';
import { type RecoveryView, viewOf } from './recovery-view.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

/** Computed, so that each daily notice can carry it and none is stored. */
function cancelToken(key: Buffer, recoveryId: string): string {
  return hashWith(key, 'recovery-stop', recoveryId).toString('base64url');
}

const cancelHash = (token: string) => tokenHash('recovery-stop', token);

const cancelCodeLength = 12;

/** The same for a notice by SMS, which holds no link: 24^12, about 55 bits, typed by hand behind a limit. */
function cancelCode(key: Buffer, recoveryId: string): string {
  const bytes = hashWith(key, 'recovery-stop-code', recoveryId).subarray(0, cancelCodeLength);
  return Array.from(bytes, (byte) => spokenCharacters.charAt(byte % spokenCharacters.length)).join('');
}

const cancelCodeHash = (code: string) => tokenHash('recovery-stop-code', code);

/** The key of the links of a recovery that begins now. */
export const newLinkKey = (keys: KeyRing) => keys.key('link', keys.inUse('cookie'));

/** The key that the links of an open recovery were made with: the row keeps the hash of what one of the ring's makes. */
export function linkKeyOf(
  keys: KeyRing,
  row: Pick<queries.RecoveryRow, 'recovery_id' | 'cancel_hash'>,
): Buffer {
  const ring = keys.ids.map((id) => keys.key('link', id));
  return (
    ring.find((key) => cancelHash(cancelToken(key, row.recovery_id)).equals(row.cancel_hash)) ??
    newLinkKey(keys)
  );
}

/** The hashes of what stops it, as the row keeps them. */
export const cancelWays = (key: Buffer, recoveryId: string) => ({
  cancelHash: cancelHash(cancelToken(key, recoveryId)),
  cancelCodeHash: cancelCodeHash(cancelCode(key, recoveryId)),
});

type Beginning = {
  readonly accountId: string;
  readonly kind: queries.ResetPurpose;
  readonly origin: Origin;
  readonly now: Date;
};

/**
 * Begins the wait and tells every address; an open one of the same kind goes on. Answers with the cookie that shows it;
 * undefined while one of the other kind is open.
 */
export async function beginRecovery(
  services: AccountServices,
  tx: Transaction,
  { accountId, kind, origin, now }: Beginning,
): Promise<string | undefined> {
  const { config, keys } = services;
  const recoveryId = newId(now);
  const token = newToken();
  const seconds = config[recoveryWaits[kind]];
  const row = await queries.putRecovery(tx, {
    recovery_id: recoveryId,
    account_id: accountId,
    kind,
    ends_at: new Date(now.getTime() + seconds * 1000),
    tokenHash: tokenHash('recovery', token),
    ...cancelWays(newLinkKey(keys), recoveryId),
    step: recoveryStep('proven'),
    now,
  });
  if (!row) return undefined;
  if (row.recovery_id !== recoveryId) return token;
  await record(tx, {
    event: 'recovery_started',
    actor: { kind: 'unknown' },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { purpose: kind },
  });
  await noticeWaiting(services, tx, row, now);
  return token;
}

/** Tells every address until when the owner can stop it, and how. */
export async function noticeWaiting(
  services: AccountServices,
  tx: Transaction,
  row: queries.RecoveryRow,
  now: Date,
): Promise<void> {
  await notifyOwner(services, tx, {
    accountId: row.account_id,
    template: 'recovery_waiting',
    parameters: (language, zone) => ({
      until: formatInstant(row.ends_at, language, zone),
      token: cancelToken(linkKeyOf(services.keys, row), row.recovery_id),
      stop: cancelCode(linkKeyOf(services.keys, row), row.recovery_id),
    }),
    now,
  });
}

type Stopping = {
  readonly origin: Origin;
  readonly actor: 'member' | 'unknown';
  readonly now: Date;
};

/** Stops an open recovery, in one statement. False when it was stopped or finished before. */
export async function stopRecovery(
  services: AccountServices,
  recoveryId: string,
  origin: Origin,
  actor: 'member' | 'unknown',
): Promise<boolean> {
  const now = services.clock.now();
  return services.database.transaction((tx) => stopIn(services, tx, recoveryId, { origin, actor, now }));
}

/** Stops the one that is open, if any, in the transaction of an owner who says "this was not me". */
export async function stopOpenRecovery(
  services: AccountServices,
  tx: Transaction,
  accountId: string,
  stopping: Stopping,
): Promise<void> {
  const open = await queries.newestRecovery(tx, accountId, stopping.now);
  if (open && !open.closed_at) await stopIn(services, tx, open.recovery_id, stopping);
}

async function stopIn(
  services: AccountServices,
  tx: Transaction,
  recoveryId: string,
  { origin, actor, now }: Stopping,
): Promise<boolean> {
  const stopped = await queries.moveRecovery(tx, recoveryId, recoveryStep('stopped'), now);
  if (!stopped) return false;
  const accountId = stopped.account_id;
  await record(tx, {
    event: 'recovery_cancelled',
    actor: actor === 'member' ? { kind: 'member', accountId } : { kind: 'unknown' },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
  });
  await notifyOwner(services, tx, {
    accountId,
    template: 'recovery_cancelled',
    parameters: (language, zone) => ({ at: formatInstant(now, language, zone) }),
    now,
  });
  return true;
}

/** The recovery behind the token of a stop link, whatever its state. Looking stops nothing. */
export async function recoveryOfStopLink(
  services: AccountServices,
  token: string,
): Promise<RecoveryView | undefined> {
  const row = await queries.recoveryByCancelHash(services.database, cancelHash(token));
  return row && viewOf(services, row);
}

/**
 * The token of the stop link for a code that a notice by SMS told; undefined for one that is made up. Whoever asks takes
 * a try of `contact_stop_address` first: `takeStopTry`.
 */
export async function stopTokenOfCode(
  { database, keys }: AccountServices,
  typed: string,
): Promise<string | undefined> {
  const row = await queries.recoveryByCancelCode(database, cancelCodeHash(cleanCode(typed)));
  return row && cancelToken(linkKeyOf(keys, row), row.recovery_id);
}
