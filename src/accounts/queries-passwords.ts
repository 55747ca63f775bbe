import { type Executor, sql } from '#platform';

/** A new password makes every demand for one, and every closing of the old one, a thing of the past. */
export function putPassword(
  tx: Executor,
  accountId: string,
  stored: { readonly hash: string; readonly pepperKeyId: string },
  now: Date,
): Promise<number> {
  return tx.run(sql`
    update accounts.password set hash = ${stored.hash}, pepper_key_id = ${stored.pepperKeyId}, changed_at = ${now}, must_change = null,
      disowned_from = null, disabled_at = null
    where account_id = ${accountId}`);
}

type CheckUpRow = {
  readonly created_at: Date;
  readonly checked_up_at: Date | null;
  readonly check_up_later_at: Date | null;
};

export function checkUpOf(executor: Executor, accountId: string): Promise<CheckUpRow | undefined> {
  return executor.maybe<CheckUpRow>(sql`
    select created_at, checked_up_at, check_up_later_at from accounts.account where account_id = ${accountId}`);
}

export function markCheckUp(
  tx: Executor,
  accountId: string,
  what: 'done' | 'later',
  now: Date,
): Promise<number> {
  return what === 'done'
    ? tx.run(sql`update accounts.account set checked_up_at = ${now} where account_id = ${accountId}`)
    : tx.run(sql`update accounts.account set check_up_later_at = ${now} where account_id = ${accountId}`);
}
