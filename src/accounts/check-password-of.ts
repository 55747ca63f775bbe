import { addressSubject } from '#throttle';
import { foreignFloorMs, noteForeignMs, waitUntil } from './foreign-time.ts';
import { type ForeignHash, matchesForeign, readForeignHash } from './foreign-hash.ts';
import { type StoredPassword, verifyPassword } from './password-hash.ts';
import type { SignInRow } from './queries.ts';
import { openForeignPassword } from './sealing.ts';
import type { AccountServices } from './types.ts';

/** What an account's password is checked against: a hash of ours, or one of another system that is replaced by one. */
export type CheckedAgainst = {
  readonly stored: StoredPassword | undefined;
  readonly foreign: { readonly hash: ForeignHash; readonly sealed: Buffer } | undefined;
};

export function checkedAgainst(services: AccountServices, account: SignInRow): CheckedAgainst {
  const { hash, pepper_key_id: pepperKeyId, foreign_sealed: sealed } = account;
  if (hash !== null && pepperKeyId !== null) return { stored: { hash, pepperKeyId }, foreign: undefined };
  const text = sealed && openForeignPassword(services.keys, account.account_id, sealed);
  const read = text ? readForeignHash(text) : undefined;
  return {
    stored: undefined,
    foreign: sealed && read?.ok ? { hash: read.value, sealed } : undefined,
  };
}

/**
 * The same hashing of ours for everybody, and then the foreign hash where there is one. A wrong password is answered
 * after the time that the slowest foreign hash needs, as long as there are any, so that the time says nothing about
 * whose it is. Only the work takes a slot of the pool; the waiting takes neither slot nor core.
 */
export async function checkPasswordOf(
  services: AccountServices,
  address: string,
  password: string,
  against: CheckedAgainst | undefined,
): Promise<boolean> {
  const floorMs = await foreignFloorMs(services.database);
  const { right, start } = await services.hashPool.run(addressSubject(address), async () => {
    const begun = performance.now();
    const own = await verifyPassword(services, password, against?.stored);
    const foreign = against?.foreign ? await timedForeign(services, against.foreign.hash, password) : false;
    return { right: own || foreign, start: begun };
  });
  if (!right && floorMs > 0) await waitUntil(start, floorMs);
  return right;
}

async function timedForeign(
  services: AccountServices,
  hash: ForeignHash,
  password: string,
): Promise<boolean> {
  const start = performance.now();
  const right = await matchesForeign(hash, password);
  await noteForeignMs(services.database, performance.now() - start);
  return right;
}
