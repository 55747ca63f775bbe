import { identifierHashes } from './identifier.ts';
import * as queries from './queries.ts';
import type { AccountServices } from './types.ts';

/** Whether another account has this phone number too; then it is nobody's proof alone (G9). */
export async function isSharedNumber(
  { database, keys }: AccountServices,
  accountId: string,
  phone: string,
): Promise<boolean> {
  const hashes = identifierHashes(keys, { kind: 'phone', value: phone });
  return (await queries.isContactElsewhere(database, accountId, hashes)).elsewhere;
}
