import { type Executor, sql } from '#platform';
import type { AlertReach } from './alert-reach.ts';

type ReachRow = Omit<AlertReach, 'address'> & { readonly contactId: string; readonly address: Buffer };

export function alertReach(executor: Executor, accountIds: readonly string[]): Promise<ReachRow[]> {
  return executor.many<ReachRow>(sql`
    select distinct on (account_id, channel) account_id as "accountId", person_id as "personId", channel,
      contact_id as "contactId", address, language, time_zone as "timeZone"
    from accounts.account join accounts.contact using (account_id)
    where account_id = any(${accountIds}::uuid[]) and state = 'open' and limited_at is null and person_id is not null
      and not exists (select from accounts.closing where closing.account_id = account.account_id)
    order by account_id, channel, confirmed_at, contact_id`);
}
