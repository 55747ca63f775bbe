import { timeZoneOf } from '#kernel';
import { provinceOf } from '#members';
import type { Executor } from '#platform';
import * as queries from './queries.ts';

/**
 * Keeps the time zone of the province on the register with the account, where the faces that may not read the register
 * find it too. Called when a member comes in at the portal; without a province what is known stays.
 */
export async function learnTimeZone(executor: Executor, subject: string): Promise<void> {
  const account = await queries.timeZoneBySubject(executor, subject);
  if (!account?.person_id) return;
  const province = await provinceOf(executor, account.person_id);
  const zone = timeZoneOf(province);
  if (province !== undefined && zone !== account.time_zone)
    await queries.keepTimeZone(executor, account.account_id, zone);
}
