import { sql, type Transaction } from '#platform';
import type { MergedAccount } from './merge-account.ts';

type Row = {
  readonly accountId: string | null;
  readonly became: MergedAccount['became'];
  readonly ended: readonly string[];
};

export function mergeAccount(tx: Transaction, gone: string, stays: string, now: Date): Promise<Row> {
  return tx.one<Row>(sql`
    select merged as "accountId", became, ended
    from accounts.merge_account(${gone}::uuid, ${stays}::uuid, ${now}::timestamptz)`);
}

export async function lockAccounts(tx: Transaction, accountIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    select from accounts.account where account_id = any(${accountIds}::uuid[]) order by account_id for update`);
}
