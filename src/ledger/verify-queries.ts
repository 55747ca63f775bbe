import { type Executor, sql } from '#platform';

type Subject = { subject: string };

export const selectGuards = (executor: Executor) =>
  executor.many<{ name: string }>(sql`
    select t.tgname as name from pg_trigger t
    where t.tgrelid in ('ledger.posting'::regclass, 'ledger.entry'::regclass, 'ledger.ledger_account'::regclass)
      and not t.tgisinternal and t.tgenabled in ('O', 'A')`);

export const selectUnbalanced = (executor: Executor) =>
  executor.many<Subject & { amount: bigint }>(sql`
    select entry_id::text as subject, sum(amount)::bigint as amount from ledger.posting
    group by entry_id having sum(amount) <> 0 limit 1000`);

export const selectEmptyEntries = (executor: Executor) =>
  executor.many<Subject>(sql`
    select e.entry_id::text as subject from ledger.entry e
    left join (select distinct entry_id from ledger.posting) p using (entry_id)
    where p.entry_id is null limit 1000`);

export const selectPostingsWithoutEntry = (executor: Executor) =>
  executor.many<Subject>(sql`
    select p.entry_id::text as subject from (select distinct entry_id from ledger.posting) p
    left join ledger.entry e using (entry_id) where e.entry_id is null limit 1000`);

export const selectPostingsWithoutAccount = (executor: Executor) =>
  executor.many<Subject>(sql`
    select p.ledger_account_id::text as subject from (select distinct ledger_account_id from ledger.posting) p
    left join ledger.ledger_account a using (ledger_account_id) where a.ledger_account_id is null limit 1000`);

export const selectControlDifferences = (executor: Executor) =>
  executor.many<Subject & { control: bigint; savings: bigint }>(sql`
    select concat_ws(' ', 'payer', coalesce(e.payer_id::text, 'members themselves'), e.period, e.fund) as subject,
      -coalesce(sum(p.amount) filter (where a.kind = 'control'), 0)::bigint as control,
      coalesce(sum(p.amount) filter (where a.kind = 'savings'), 0)::bigint as savings
    from ledger.posting p
    join ledger.entry e using (entry_id)
    join ledger.ledger_account a using (ledger_account_id)
    group by e.payer_id, e.period, e.fund
    having coalesce(sum(p.amount), 0) <> 0 limit 1000`);

export async function createEntryTotals(tx: Executor): Promise<void> {
  await tx.run(sql`
    create temp table entry_total on commit drop as
    select e.entry_id, e.state, e.effective_on, e.fund, e.period, e.payer_id,
      coalesce(sum(p.amount) filter (where p.amount > 0), 0)::bigint as amount
    from ledger.entry e left join ledger.posting p using (entry_id)
    where e.kind = 'contribution' group by e.entry_id`);
}

export async function createSavingsTotals(tx: Executor): Promise<void> {
  await tx.run(sql`
    create temp table savings_total on commit drop as
    select a.owner_id,
      coalesce(sum(p.amount) filter (where e.state = 'posted'), 0)::bigint as posted,
      coalesce(sum(p.amount) filter (where e.state = 'pending'), 0)::bigint as pending
    from ledger.ledger_account a
    join ledger.posting p using (ledger_account_id)
    join ledger.entry e using (entry_id)
    where a.kind = 'savings' and e.kind = 'contribution' and e.state <> 'voided' group by a.owner_id`);
}
