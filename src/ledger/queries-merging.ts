import { type Executor, sql, type Transaction } from '#platform';

/** Closing a year goes in parts, each under this lock (`prepareClosing`). */
export async function lockYears(tx: Transaction): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(4711, 38)`);
}

export async function isYearClosing(executor: Executor): Promise<boolean> {
  const { closing } = await executor.one<{ closing: boolean }>(
    sql`select exists (select from ledger.closed_year where state = 'closing') as closing`,
  );
  return closing;
}

export type MergingRow = {
  readonly mergingId: string;
  readonly gone: string;
  readonly stays: string;
  readonly now: Date;
};

export async function mergeSavings(
  tx: Transaction,
  { mergingId, gone, stays, now }: MergingRow,
): Promise<number> {
  const { accounts } = await tx.one<{ accounts: number }>(sql`
    select ledger.merge_savings(${mergingId}::uuid, ${gone}::uuid, ${stays}::uuid, ${now}::timestamptz) as accounts`);
  return accounts;
}

type Difference = { subject: string; expected: string; found: string };

/**
 * Each account that was merged belongs to whom its last merging says, as a part of that owner's account; the mergings of an
 * account follow one another; a part of that kind has a merging; and nobody whose savings went to another has any.
 */
export const selectOwnerDifferences = (executor: Executor) =>
  executor.many<Difference>(sql`
    with step as (
      select m.*, lag(into_owner) over account as before, row_number() over (partition by ledger_account_id order by number desc) as back
      from ledger.merging m window account as (partition by ledger_account_id order by number)),
    last as (select * from step where back = 1)
    select concat('account ', l.ledger_account_id) as subject,
      concat_ws(' ', 'owner', l.into_owner, 'part of', l.head_account_id) as expected,
      concat_ws(' ', 'owner', a.owner_id, 'part', coalesce(a.part, 'main')) as found
    from last l left join ledger.ledger_account a using (ledger_account_id)
    left join ledger.ledger_account h on h.ledger_account_id = l.head_account_id
    where a.owner_id is distinct from l.into_owner or h.owner_id is distinct from l.into_owner
      or a.part is distinct from concat(coalesce(h.part, 'main'), ':', l.ledger_account_id)
    union all
    select concat('account ', ledger_account_id, ' merging ', number), concat('from ', before), concat('from ', from_owner)
    from step where before is not null and before <> from_owner
    union all
    select concat('account ', a.ledger_account_id), 'a merging', concat_ws(' ', 'owner', a.owner_id, 'part', a.part)
    from ledger.ledger_account a where a.part like '%:%' and not exists (
      select from ledger.merging m where m.ledger_account_id = a.ledger_account_id)
    union all
    select concat('account ', a.ledger_account_id), 'an owner who was not merged', a.owner_id::text
    from ledger.ledger_account a where a.owner_id in (select from_owner from ledger.merging)
    limit 1000`);
