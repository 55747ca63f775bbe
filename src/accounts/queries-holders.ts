import { type Executor, sql } from '#platform';

export type InCommon = {
  readonly person: boolean;
  /** The register names a person for each, and they differ. */
  readonly twoPersons: boolean;
  readonly contact: boolean;
  readonly device: boolean;
};

export function holdersInCommon(executor: Executor, accountId: string, otherId: string): Promise<InCommon> {
  return executor.one(sql`
    with one as (select person_id from accounts.account where account_id = ${accountId}::uuid),
    other as (select person_id from accounts.account where account_id = ${otherId}::uuid)
    select coalesce((select one.person_id = other.person_id from one, other), false) as person,
      coalesce((select one.person_id <> other.person_id from one, other), false) as "twoPersons",
      exists (select from accounts.contact c join accounts.contact o using (channel, address_hash)
        where c.account_id = ${accountId}::uuid and o.account_id = ${otherId}::uuid) as contact,
      exists (select from accounts.session s join accounts.session o using (address, user_agent)
        where s.account_id = ${accountId}::uuid and o.account_id = ${otherId}::uuid) as device`);
}
