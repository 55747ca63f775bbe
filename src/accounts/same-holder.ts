import type { Executor } from '#platform';
import * as queries from './queries.ts';

export type HolderComparison = {
  /**
   * One person stands behind both, as far as is known: the same person of the register; or one address, an e-mail or a
   * number, that both confirmed, unless the register names two persons, because a family may share a phone.
   */
  readonly sameHolder: boolean;
  /** What both have in common, for whoever looks into it later; an office shares its network, so that proves nothing. */
  readonly signs: readonly ('person' | 'contact' | 'device')[];
};

/**
 * Compares two accounts where a rule wants two persons. `device`: both signed in from one network address with the same
 * browser. One statement.
 */
export async function compareHolders(
  executor: Executor,
  accountId: string,
  otherId: string,
): Promise<HolderComparison> {
  const { person, twoPersons, contact, device } = await queries.holdersInCommon(executor, accountId, otherId);
  const signs = [person && 'person', contact && 'contact', device && 'device'] as const;
  return { sameHolder: person || (contact && !twoPersons), signs: signs.filter((sign) => sign !== false) };
}
