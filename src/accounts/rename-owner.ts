import type { KeyRing, Transaction } from '#platform';
import * as queries from './queries.ts';
import { sealDisplayName } from './sealing.ts';

/** The register was corrected: the account is greeted, and known to services, by the name that stands there now. */
export async function renameOwner(
  tx: Transaction,
  keys: KeyRing,
  accountId: string,
  fullName: string,
): Promise<void> {
  await queries.renameAccount(tx, accountId, sealDisplayName(keys, accountId, fullName));
}
