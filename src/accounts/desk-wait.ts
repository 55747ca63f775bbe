import { record } from '#activity';
import { newId, spokenCharacters } from '#kernel';
import { type Transaction, formatInstant, hashWith } from '#platform';
import { cleanCode } from './clean-code.ts';
import { outboxOf } from './neighbours.ts';
import { notifyOwner } from './notify-owner.ts';
import * as queries from './queries.ts';
import { cancelWays, linkKeyOf, newLinkKey, noticeWaiting } from './recovery.ts';
import { recoveryStep } from './recovery-journey.ts';
import { openNewAddress, sealNewAddress } from './sealing.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices, ContactAddress } from './types.ts';

/** Computed, so that each notice to the new address can carry it and none is stored. */
const deskToken = (key: Buffer, recoveryId: string) =>
  hashWith(key, 'recovery-desk', recoveryId).toString('base64url');

const codeLength = 12;

/** The same for an SMS, which holds no link: 24^12, about 55 bits, typed by hand behind a limit. */
function deskCode(key: Buffer, recoveryId: string): string {
  const bytes = hashWith(key, 'recovery-desk-code', recoveryId).subarray(0, codeLength);
  return Array.from(bytes, (byte) => spokenCharacters.charAt(byte % spokenCharacters.length)).join('');
}

const deskCodeHash = (code: string) => tokenHash('recovery-desk-code', code);

export type DeskWait = {
  readonly accountId: string;
  /** `factor`: a new address takes the place of the old ways to sign in. */
  readonly kind: 'factor' | 'desk_factor' | 'desk_lock';
  readonly newAddress: ContactAddress | undefined;
  readonly now: Date;
};

/**
 * Begins to wait with what two officers decided: every address is told, the old and the new, with a way to stop it, and
 * the account is read-only meanwhile. `other-open`: a recovery of the account waits already.
 */
export async function beginDeskWait(
  services: AccountServices,
  tx: Transaction,
  { accountId, kind, newAddress, now }: DeskWait,
): Promise<'done' | 'other-open'> {
  const { config, keys } = services;
  const id = newId(now);
  const linkKey = newLinkKey(keys);
  const row = await queries.putDeskWait(tx, {
    recovery_id: id,
    account_id: accountId,
    kind,
    ends_at: new Date(now.getTime() + config.DESK_WAIT_SECONDS * 1000),
    tokenHash: tokenHash('recovery', deskToken(linkKey, id)),
    ...cancelWays(linkKey, id),
    step: recoveryStep('proven'),
    deskCodeHash: newAddress ? deskCodeHash(deskCode(linkKey, id)) : null,
    newChannel: newAddress?.channel ?? null,
    newAddress: newAddress ? sealNewAddress(keys, id, newAddress.address) : null,
    now,
  });
  if (!row) return 'other-open';
  await record(tx, {
    event: 'recovery_started',
    actor: { kind: 'system' },
    accountId,
    at: now,
    details: { purpose: kind, by: 'desk' },
  });
  await noticeWaiting(services, tx, row, now);
  await noticeNewAddress(services, tx, row, now);
  return 'done';
}

/** Tells the address that is to become the account's: until when it waits, how to go on then, and how to stop it. */
export async function noticeNewAddress(
  services: AccountServices,
  tx: Transaction,
  row: queries.RecoveryRow,
  now: Date,
): Promise<void> {
  const { keys } = services;
  const { account_id: accountId, recovery_id: id, new_channel: channel, new_address: sealed } = row;
  if (!row.by_desk || !channel || !sealed) return;
  const language = (await queries.languageOf(tx, accountId)) ?? 'id';
  await outboxOf(services).send(tx, keys, {
    template: 'desk_new_address',
    channel,
    to: openNewAddress(keys, id, sealed),
    language,
    parameters: {
      until: formatInstant(row.ends_at, language, await queries.timeZoneOf(tx, accountId)),
      go_on: channel === 'email' ? deskToken(linkKeyOf(keys, row), id) : deskCode(linkKeyOf(keys, row), id),
    },
    accountId,
    now,
  });
}

/** The cookie with which whoever has the new address goes on, for the code of an SMS; undefined for one that is made up. */
export async function recoveryTokenOfDeskCode(
  { database, keys }: AccountServices,
  typed: string,
): Promise<string | undefined> {
  const row = await queries.recoveryByDeskCode(database, deskCodeHash(cleanCode(typed)));
  return row && deskToken(linkKeyOf(keys, row), row.recovery_id);
}

/** When the wait of what needs nobody to finish it is over: it is done. Of several at once one does it. */
export async function finishDeskWait(
  services: AccountServices,
  tx: Transaction,
  row: queries.RecoveryRow,
  now: Date,
): Promise<void> {
  const { account_id: accountId, kind } = row;
  if (!(await queries.moveRecovery(tx, row.recovery_id, recoveryStep('finished'), now))) return;
  if (kind === 'desk_lock') await liftLock(services, tx, { accountId, withCap: true, now });
  else await dropLostFactors(services, tx, { accountId, one: undefined, mayBeLast: true, now });
}

/** Wrong passwords are counted anew; with the cap also a password that was disabled works again. The owner is told. */
export async function liftLock(
  services: AccountServices,
  tx: Transaction,
  { accountId, withCap, now }: { readonly accountId: string; readonly withCap: boolean; readonly now: Date },
): Promise<'done' | 'nothing'> {
  if (!(await queries.liftLock(tx, accountId, withCap))) return 'nothing';
  await record(tx, { event: 'lock_lifted', actor: { kind: 'system' }, accountId, at: now });
  await notifyOwner(services, tx, {
    accountId,
    template: 'lock_lifted',
    parameters: (language, zone) => ({ at: formatInstant(now, language, zone) }),
    now,
  });
  return 'done';
}

export type LostFactors = {
  readonly accountId: string;
  /** One way, or all of them. */
  readonly one: string | undefined;
  readonly mayBeLast: boolean;
  readonly now: Date;
};

/** Takes lost ways away, with what only stood in for them; the last one only where that was decided. */
export async function dropLostFactors(
  services: AccountServices,
  tx: Transaction,
  { accountId, one, mayBeLast, now }: LostFactors,
): Promise<'done' | 'nothing'> {
  const methods = await queries.dropLostFactors(tx, accountId, one, mayBeLast);
  for (const method of methods)
    await record(tx, {
      event: 'factor_removed',
      actor: { kind: 'system' },
      accountId,
      at: now,
      details: { method, by: 'desk' },
    });
  if (methods.length === 0) return 'nothing';
  await notifyOwner(services, tx, {
    accountId,
    template: 'desk_factors_removed',
    parameters: (language, zone) => ({ at: formatInstant(now, language, zone) }),
    now,
  });
  return 'done';
}
