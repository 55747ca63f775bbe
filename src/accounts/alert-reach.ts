import type { TimeZoneName } from '#kernel';
import type { Executor, KeyRing, Language } from '#platform';
import { alertReach as selectReach } from './queries-alerts.ts';
import { openContact } from './sealing.ts';

export type AlertReach = {
  readonly accountId: string;
  readonly personId: string;
  readonly channel: 'email' | 'sms';
  readonly address: string;
  readonly language: Language;
  readonly timeZone: TimeZoneName;
};

/**
 * Where messages that nobody has to get may go: the oldest confirmed address of each channel, of accounts that are open, are
 * not being deleted, and whose holder has not limited the processing of data (UU 27/2022 article 41). Others are left out.
 */
export async function alertReach(
  executor: Executor,
  keys: KeyRing,
  accountIds: readonly string[],
): Promise<AlertReach[]> {
  const rows = accountIds.length === 0 ? [] : await selectReach(executor, accountIds);
  return rows.map(({ contactId, address, ...rest }) => ({
    ...rest,
    address: openContact(keys, contactId, address),
  }));
}
