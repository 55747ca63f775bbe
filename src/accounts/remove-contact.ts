import { type Result, ok, refused } from '#kernel';
import { addressesOf, tellOfChange } from './contact-stop.ts';
import { contactsFrozenUntil } from './disown.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import type { AccountServices, LiveSession } from './types.ts';

/** `factor`: codes go there; another way has to be set first. `last`: an account without an address could not be told anything. */
export type RemoveRefusal =
  | { readonly kind: 'unknown' | 'factor' | 'last' }
  | { readonly kind: 'frozen'; readonly until: Date };

/** Removes an address of the account; every address, this one too, is told and can stop it for seven days. */
export async function removeContact(
  services: AccountServices,
  { accountId }: LiveSession,
  contactId: string,
  origin: Origin,
): Promise<Result<void, RemoveRefusal>> {
  const now = services.clock.now();
  const frozen = await contactsFrozenUntil(services, accountId);
  if (frozen) return refused({ kind: 'frozen', until: frozen });
  return services.database.transaction(async (tx) => {
    // Two removals at once would each see the other's address as the one that stays.
    await queries.lockAccount(tx, accountId);
    const own = await queries.wholeContacts(tx, accountId);
    const chosen = own.find((row) => row.contact_id === contactId);
    if (!chosen) return refused({ kind: 'unknown' });
    if (chosen.factor) return refused({ kind: 'factor' });
    if (own.length === 1) return refused({ kind: 'last' });
    const tellAt = await addressesOf(services, tx, accountId);
    const gone = await queries.deleteContact(tx, accountId, contactId);
    if (!gone) return refused({ kind: 'factor' });
    await tellOfChange(services, tx, {
      accountId,
      what: 'removed',
      channel: gone.channel,
      old: {
        contactId,
        address: gone.address,
        addressHash: gone.address_hash,
        confirmedAt: gone.confirmed_at,
      },
      newContactId: undefined,
      tellAt,
      origin,
      now,
    });
    return ok(undefined);
  });
}
