import { type AccountServices, isFullyConfirmed, isHeldBack, type LiveSession, notifyOwner } from '#accounts';
import { record } from '#activity';
import { ok, refused, type Result } from '#kernel';
import { type AddressRefusal, changeAddress, type HomeAddress } from '#members';
import { take } from '#throttle';
import type { AskingMember } from './correction-draft.ts';

export const shortestAddress = 5;
export const longestAddress = 500;

export type HomeRefusal =
  | AddressRefusal
  /** Too short, too long, or with characters that no address has. */
  | 'address'
  /** Neither empty nor two digits. */
  | 'province'
  /** The holder of the session has to show again who they are. */
  | 'confirm'
  /** So many times within a day; every one costs messages. */
  | 'too-many'
  /** A recovery of the account waits, or its contacts are frozen: nobody has proven enough. */
  | 'read-only';

/**
 * The member gives a new home address (G21). Asks for a session that confirmed recently who holds it, like everything that changes
 * the register; recorded, and told at every contact without the address. Goes on while processing is limited, because it is the
 * member's own wish (`goesOnWhileLimited`).
 */
export async function changeHomeAddress(
  services: AccountServices,
  member: AskingMember,
  session: LiveSession,
  to: HomeAddress,
): Promise<Result<undefined, HomeRefusal>> {
  const { database, clock } = services;
  const { accountId, personId, address, userAgent } = member;
  const now = clock.now();
  if (await isHeldBack(database, accountId, now)) return refused('read-only');
  const fault = faultOf(to);
  if (fault) return refused(fault);
  if (!(await isFullyConfirmed(services, session))) return refused('confirm');
  const taken = await take(database, services, 'address_changes_day', accountId, now);
  if (!taken.allowed) return refused('too-many');
  return database.transaction(async (tx): Promise<Result<undefined, HomeRefusal>> => {
    const changed = await changeAddress(tx, personId, to, now);
    if (!changed.ok) return changed;
    await record(tx, {
      event: 'address_changed',
      actor: { kind: 'member', accountId },
      accountId,
      personId,
      at: now,
      address,
      userAgent,
    });
    await notifyOwner(services, tx, { accountId, template: 'address_changed', now });
    return ok(undefined);
  });
}

function faultOf({ address, provinceCode }: HomeAddress): 'address' | 'province' | undefined {
  const isAddress =
    address.trim().length >= shortestAddress &&
    address.length <= longestAddress &&
    !/[\p{Cf}<>]|(?!\n)\p{Cc}/u.test(address);
  if (!isAddress) return 'address';
  return provinceCode === undefined || /^\d{2}$/.test(provinceCode) ? undefined : 'province';
}
