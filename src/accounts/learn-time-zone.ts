import { timeZoneOf } from '#kernel';
import { provinceOf } from '#members';
import type { Executor, KeyRing } from '#platform';
import { accountBySubject } from './accounts.ts';
import * as queries from './queries.ts';

/**
 * Keeps the time zone of the province on the register with the account, where the faces that may not read the register
 * find it too. Called when a member comes in at the portal; without a province what is known stays.
 */
export async function learnTimeZone(executor: Executor, keys: KeyRing, subject: string): Promise<void> {
  const account = await accountBySubject(executor, keys, subject);
  if (!account?.personId) return;
  const province = await provinceOf(executor, account.personId);
  const zone = timeZoneOf(province);
  if (province !== undefined && zone !== account.timeZone)
    await queries.keepTimeZone(executor, account.accountId, zone);
}
