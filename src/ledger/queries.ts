import { type Executor, sql } from '#platform';
import type { EntryKind } from './types.ts';

export async function createHandOver(tx: Executor): Promise<void> {
  await tx.run(sql`create temp table if not exists new_entry (entry_id uuid, state text, kind text, reason text,
    fund text, period text, payer_id uuid, effective_on date, corrects_entry_id uuid) on commit drop`);
  await tx.run(sql`create temp table if not exists new_posting (entry_id uuid, owner_id uuid, control_name text,
    amount bigint, part text default 'main') on commit drop`);
  await tx.run(sql`create temp table if not exists settlement (entry_id uuid, state text, effective_on date)
    on commit drop`);
}

export type SingleEntry = {
  readonly entryId: string;
  readonly kind: EntryKind;
  readonly reason: string;
  readonly fund: string;
  readonly period: string;
  readonly effectiveOn: string;
};

/** Hands over one posted entry; sets write into the tables themselves. */
export async function addEntry(tx: Executor, entry: SingleEntry): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.new_entry (entry_id, state, kind, reason, fund, period, effective_on)
    values (${entry.entryId}::uuid, 'posted', ${entry.kind}, ${entry.reason}, ${entry.fund}, ${entry.period},
      ${entry.effectiveOn}::date)`);
}

export async function addPosting(
  tx: Executor,
  posting: { entryId: string; ownerId?: string; controlName?: string; amount: bigint },
): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.new_posting (entry_id, owner_id, control_name, amount)
    values (${posting.entryId}::uuid, ${posting.ownerId ?? null}::uuid, ${posting.controlName ?? null}, ${posting.amount}::bigint)`);
}

/** What was handed over has no statistics, and a loop over it would be the square of it. */
export async function analyzeHandOver(tx: Executor): Promise<void> {
  await tx.run(sql`analyze pg_temp.new_entry, pg_temp.new_posting`);
}

/**
 * The account of each owner handed over, opened where there is none yet. Sorted, so that all who are missing are known before
 * the first is written: a look at a table that grows meanwhile is the square of it.
 */
export async function openAccounts(tx: Executor): Promise<void> {
  await tx.run(sql`
    create temp table posting_owner on commit drop as
    select o.owner_id, o.part, a.ledger_account_id
    from (select distinct owner_id, part from pg_temp.new_posting where owner_id is not null) o
    left join ledger.ledger_account a
      on a.owner_id = o.owner_id and a.kind = 'savings' and coalesce(a.part, 'main') = o.part`);
  const { missing, opened } = await tx.one<{ missing: bigint; opened: bigint }>(sql`
    with missing as (select owner_id, part from pg_temp.posting_owner where ledger_account_id is null),
    opened as (
      insert into ledger.ledger_account (kind, owner_id, part)
      select 'savings', owner_id, nullif(part, 'main') from missing order by owner_id, part
      on conflict do nothing returning ledger_account_id, owner_id, coalesce(part, 'main') as part),
    noted as (
      insert into pg_temp.posting_owner select owner_id, part, ledger_account_id from opened)
    select (select count(*) from missing) as missing, (select count(*) from opened) as opened`);
  if (opened < missing) await findOpened(tx);
  await tx.run(sql`
    insert into ledger.ledger_account (kind, name)
    select distinct 'control', control_name from pg_temp.new_posting where control_name is not null
    on conflict do nothing`);
}

/** Those that somebody else opened in this moment. */
async function findOpened(tx: Executor): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.posting_owner
    select o.owner_id, o.part, a.ledger_account_id
    from pg_temp.posting_owner o join ledger.ledger_account a
      on a.owner_id = o.owner_id and a.kind = 'savings' and coalesce(a.part, 'main') = o.part
    where o.ledger_account_id is null and not exists (
      select from pg_temp.posting_owner f where f.owner_id = o.owner_id and f.part = o.part and f.ledger_account_id is not null)`);
}

export async function openControls(tx: Executor, names: readonly string[]): Promise<void> {
  await tx.run(sql`
    insert into ledger.ledger_account (kind, name)
    select 'control', name from unnest(${names}::text[]) name
    where not exists (select from ledger.ledger_account a where a.name = name.name) on conflict do nothing`);
}

export async function insertEntries(tx: Executor, now: Date): Promise<number> {
  return tx.run(sql`
    insert into ledger.entry (entry_id, state, kind, reason, fund, period, payer_id, effective_on, corrects_entry_id, entered_at)
    select entry_id, state, kind, reason, fund, period, payer_id, effective_on, corrects_entry_id, ${now}::timestamptz
    from pg_temp.new_entry`);
}

/**
 * In the order of the key, so that the movements of an account come to lie together. Each lies in the year from which
 * it counts; what is pending, in the year of today.
 */
export async function insertPostings(tx: Executor, year: number): Promise<number> {
  return tx.run(sql`
    insert into ledger.posting (ledger_account_id, entry_id, amount, year)
    select p.ledger_account_id, p.entry_id, p.amount, coalesce(extract(year from e.effective_on), ${year}::int)::smallint
    from (
      select o.ledger_account_id, p.entry_id, p.amount
      from pg_temp.new_posting p join pg_temp.posting_owner o
        on o.owner_id = p.owner_id and o.part = p.part and o.ledger_account_id is not null
      union all
      select a.ledger_account_id, p.entry_id, p.amount
      from pg_temp.new_posting p join ledger.ledger_account a on a.name = p.control_name) p
    left join pg_temp.new_entry e using (entry_id)
    order by p.ledger_account_id, p.entry_id`);
}

export async function clearHandOver(tx: Executor): Promise<void> {
  await tx.run(sql`truncate pg_temp.new_entry, pg_temp.new_posting`);
  await tx.run(sql`drop table pg_temp.posting_owner`);
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
