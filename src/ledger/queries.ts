import type { IsoDate } from '#kernel';
import { type Executor, sql } from '#platform';
import type { EntryKind } from './types.ts';

export async function createHandOver(tx: Executor): Promise<void> {
  await tx.run(sql`create temp table if not exists new_entry (entry_id uuid, state text, kind text, reason text,
    fund text, period text, payer_id uuid, effective_on date, corrects_entry_id uuid) on commit drop`);
  await tx.run(sql`create temp table if not exists new_posting (entry_id uuid, owner_id uuid, control_name text,
    amount bigint) on commit drop`);
  await tx.run(sql`create temp table if not exists settlement (entry_id uuid, state text, effective_on date)
    on commit drop`);
}

export async function openAccounts(tx: Executor): Promise<void> {
  await tx.run(sql`
    insert into ledger.ledger_account (kind, owner_id)
    select 'savings', owner_id from (select distinct owner_id from pg_temp.new_posting where owner_id is not null) o
    where not exists (select from ledger.ledger_account a where a.owner_id = o.owner_id and a.kind = 'savings')
    on conflict do nothing`);
  await tx.run(sql`
    insert into ledger.ledger_account (kind, name)
    select distinct 'control', control_name from pg_temp.new_posting where control_name is not null
    on conflict do nothing`);
}

export async function insertEntries(tx: Executor, now: Date): Promise<number> {
  return tx.run(sql`
    insert into ledger.entry (entry_id, state, kind, reason, fund, period, payer_id, effective_on, corrects_entry_id, entered_at)
    select entry_id, state, kind, reason, fund, period, payer_id, effective_on, corrects_entry_id, ${now}::timestamptz
    from pg_temp.new_entry`);
}

/** In the order of the key, so that the movements of an account come to lie together. */
export async function insertPostings(tx: Executor): Promise<number> {
  return tx.run(sql`
    insert into ledger.posting (ledger_account_id, entry_id, amount)
    select a.ledger_account_id, p.entry_id, p.amount
    from pg_temp.new_posting p join ledger.ledger_account a on a.owner_id = p.owner_id and a.kind = 'savings'
    union all
    select a.ledger_account_id, p.entry_id, p.amount
    from pg_temp.new_posting p join ledger.ledger_account a on a.name = p.control_name
    order by ledger_account_id, entry_id`);
}

export async function clearHandOver(tx: Executor): Promise<void> {
  await tx.run(sql`truncate pg_temp.new_entry, pg_temp.new_posting`);
}

export async function settleEntries(tx: Executor): Promise<{ asked: bigint; settled: bigint }> {
  return tx.one(sql`
    with asked as (select * from pg_temp.settlement),
    settled as (
      update ledger.entry e set state = s.state, effective_on = s.effective_on
      from asked s where e.entry_id = s.entry_id and e.state = 'pending'
      returning e.entry_id)
    select (select count(*) from asked) as asked, (select count(*) from settled) as settled`);
}

export async function clearSettlement(tx: Executor): Promise<void> {
  await tx.run(sql`truncate pg_temp.settlement`);
}

export type SummaryRow = { balance: bigint; pending: bigint; contributions: bigint };

export function selectSummary(
  executor: Executor,
  ownerId: string,
  from: IsoDate,
  until: IsoDate,
): Promise<SummaryRow> {
  return executor.one(sql`
    select coalesce(sum(p.amount) filter (where e.state = 'posted' and e.effective_on <= ${until}::date), 0)::bigint as balance,
      coalesce(sum(p.amount) filter (where e.state = 'pending'), 0)::bigint as pending,
      coalesce(sum(p.amount) filter (where e.state = 'posted' and e.kind = 'contribution'
        and e.effective_on between ${from}::date and ${until}::date), 0)::bigint as contributions
    from ledger.ledger_account a
    join ledger.posting p using (ledger_account_id)
    join ledger.entry e using (entry_id)
    where a.owner_id = ${ownerId}::uuid and a.kind = 'savings'`);
}

export function selectYearEnds(
  executor: Executor,
  ownerId: string,
  until: IsoDate,
): Promise<{ year: number; amount: bigint }[]> {
  return executor.many(sql`
    select extract(year from e.effective_on)::int as year, sum(p.amount)::bigint as amount
    from ledger.ledger_account a
    join ledger.posting p using (ledger_account_id)
    join ledger.entry e using (entry_id)
    where a.owner_id = ${ownerId}::uuid and a.kind = 'savings' and e.state = 'posted' and e.effective_on <= ${until}::date
    group by 1 order by 1`);
}

export type MovementRow = {
  entryId: string;
  effectiveOn: IsoDate;
  kind: EntryKind;
  period: string | null;
  payerId: string | null;
  amount: bigint;
  balanceAfter: bigint;
};

export function selectMovements(
  executor: Executor,
  ownerId: string,
  limit: number,
  offset: number,
): Promise<MovementRow[]> {
  return executor.many(sql`
    select e.entry_id as "entryId", e.effective_on as "effectiveOn", e.kind, e.period, e.payer_id as "payerId", p.amount,
      (sum(p.amount) over (order by e.effective_on, e.period nulls last, e.entry_id))::bigint as "balanceAfter"
    from ledger.ledger_account a
    join ledger.posting p using (ledger_account_id)
    join ledger.entry e using (entry_id)
    where a.owner_id = ${ownerId}::uuid and a.kind = 'savings' and e.state = 'posted'
    order by e.effective_on desc, e.period desc nulls first, e.entry_id desc
    limit ${limit}::int offset ${offset}::int`);
}
