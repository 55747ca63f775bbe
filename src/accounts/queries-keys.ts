import { type Executor, sql } from '#platform';

export type KeyNeed = { readonly what: string; readonly key_id: string; readonly count: number };

/**
 * What names its key itself and cannot be made anew by the program: passwords and sets of recovery codes until their
 * owner signs in or makes new ones, codes until they end. `base`: the key of recovery codes that name none.
 */
export function namedKeys(executor: Executor, base: string, now: Date): Promise<KeyNeed[]> {
  return executor.many<KeyNeed>(sql`
    select what, key_id, count(*)::float8 as count from (
      select 'passwords' as what, pepper_key_id as key_id from accounts.password where pepper_key_id is not null
      union all select 'recovery codes', coalesce(key_id, ${base}) from accounts.recovery_code where used_at is null
      union all select 'codes', key_id from accounts.challenge where expires_at > ${now}::timestamptz
      union all select 'codes', key_id from accounts.contact_change where expires_at > ${now}::timestamptz
      union all select 'codes', key_id from accounts.claim where code_expires_at > ${now}::timestamptz
      union all select 'codes', key_id from accounts.claim_contact where code_expires_at > ${now}::timestamptz
      union all select 'codes', code_key_id from accounts.reset_request where code_expires_at > ${now}::timestamptz
      union all select 'codes', code_key_id from accounts.recovery where code_expires_at > ${now}::timestamptz
    ) as named where key_id is not null group by what, key_id order by what, key_id limit 200`);
}
