import type { Transaction } from '#platform';
import * as queries from './queries.ts';
import type { SecondFactorMethod } from './strength.ts';

/** Takes the way, and what only stood in for it; undefined when it is off already. Call it holding `lockAccount`. */
export async function dropFactor(
  tx: Transaction,
  accountId: string,
  authenticatorId: string,
): Promise<{ readonly method: SecondFactorMethod } | undefined> {
  const gone = await queries.unbindFactor(tx, accountId, authenticatorId);
  if (!gone) return undefined;
  const left = await queries.factorsOf(tx, accountId);
  if (gone.method === 'recovery' || left.every(({ method }) => method === 'recovery'))
    await queries.forgetRecoveryCodes(tx, accountId);
  return gone;
}
