import { newId, ok, refused, type Result } from '#kernel';
import type { Transaction } from '#platform';
import * as queries from './queries-address.ts';

export type HomeAddress = {
  /** 5 to 500 characters, lines parted by a line feed. */
  readonly address: string;
  /** Two digits, or nothing for somebody who lives abroad. */
  readonly provinceCode: string | undefined;
};

/**
 * `unknown`: no such person; `same`: it stands so already; `busy`: the register takes a file at the moment, which could write over
 * what is said here.
 */
export type AddressRefusal = 'unknown' | 'same' | 'busy';

/**
 * Writes the home address that a person gives as the own one, and keeps what stood there before: a file that still tells that
 * one, or none, changes it no more (`keepOwnAddress`). Of two at once the later one stands, and both are kept.
 */
export async function changeAddress(
  tx: Transaction,
  personId: string,
  to: HomeAddress,
  now: Date,
): Promise<Result<undefined, AddressRefusal>> {
  if (!(await queries.registerIsFree(tx))) return refused('busy');
  const before = await queries.addressOf(tx, personId);
  if (!before) return refused('unknown');
  if (before.address === to.address && (before.provinceCode ?? undefined) === to.provinceCode)
    return refused('same');
  await queries.keepAddress(tx, { changeId: newId(now), personId, before, now });
  await queries.writeAddress(tx, personId, to);
  return ok(undefined);
}
