import { type Executor, sql, type Transaction } from '#platform';

type Subject = { subject: string };
type Difference = Subject & { expected: string; found: string };
const most = 1000;

/** A steady picture of everything, whatever is entered meanwhile, with room for sets of many millions. */
export async function holdPicture(tx: Transaction): Promise<void> {
  await tx.run(sql`set transaction isolation level repeatable read`);
  await tx.run(sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true),
    set_config('idle_in_transaction_session_timeout', '0', true), set_config('work_mem', '192MB', true),
    set_config('max_parallel_workers_per_gather', '4', true), set_config('enable_mergejoin', 'off', true)`);
}

/** The guards that stand, also on each partition: those of the parent do not see what goes to a partition directly. */
export const selectGuards = (executor: Executor) =>
  executor.many<{ table: string; name: string }>(sql`
    select c.relname as table, t.tgname as name from pg_trigger t
    join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'ledger' and not t.tgisinternal and t.tgenabled in ('O', 'A') limit 10000`);

export const selectPartitions = (executor: Executor) =>
  executor.many<{ parent: string; table: string }>(sql`
    select p.relname as parent, c.relname as table from pg_inherits i
    join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    join pg_namespace n on n.oid = p.relnamespace
    where n.nspname = 'ledger' and p.relkind = 'p' limit 1000`);

/** pg_temp.entry_sum: one pass over all postings, by entry. */
export async function createEntrySums(tx: Executor): Promise<void> {
  await tx.run(sql`
    create temp table entry_sum on commit drop as
    select entry_id, sum(amount)::bigint as total, coalesce(sum(amount) filter (where amount > 0), 0)::bigint as positive,
      coalesce(sum(amount) filter (where ledger_account_id = any (
        array(select ledger_account_id from ledger.ledger_account where kind = 'control'))), 0)::bigint as control,
      count(*)::int as postings, min(year) as first_year, max(year) as last_year
    from ledger.posting group by entry_id`);
  await tx.run(sql`analyze pg_temp.entry_sum`);
}

/**
 * pg_temp.account_year: one pass over all postings, by account and the year in which they count (0: in none). Entries
 * that count alike share a class, so that the pass adds up three figures and looks at one small row of each entry.
 */
export async function createAccountYears(tx: Executor): Promise<void> {
  await tx.run(sql`
    create temp table entry_class on commit drop as
    select e.entry_id, coalesce(c.month_weights[extract(month from e.effective_on)::int], 0) as weight,
      dense_rank() over (order by extract(year from e.effective_on), e.state, e.kind, e.reason)::smallint as class,
      coalesce(extract(year from e.effective_on), 0)::smallint as year, e.state, e.kind, e.reason
    from ledger.entry e left join ledger.closed_year c on c.year = extract(year from e.effective_on)`);
  await tx.run(sql`analyze pg_temp.entry_class`);
  // The planner expects as many groups as postings and would sort; there are far fewer.
  await tx.run(sql`select set_config('enable_sort', 'off', true)`);
  await tx.run(sql`
    create temp table account_class on commit drop as
    select p.ledger_account_id, e.class, count(*) as movements, sum(p.amount) as amount, sum(p.amount * e.weight) as weighed,
      min(p.amount) as least
    from ledger.posting p left join pg_temp.entry_class e using (entry_id) group by 1, 2`);
  await tx.run(sql`select set_config('enable_sort', 'on', true)`);
  await tx.run(sql`analyze pg_temp.account_class`);
  await tx.run(sql`
    create temp table class on commit drop as
    select distinct class, year, state, kind, reason from pg_temp.entry_class`);
  await tx.run(sql`analyze pg_temp.class`);
  await tx.run(sql`
    create temp table account_year on commit drop as
    select p.ledger_account_id, coalesce(e.year, 0)::smallint as year, sum(p.movements)::int as movements,
      coalesce(sum(p.amount) filter (where e.state = 'posted'), 0)::bigint as amount,
      coalesce(sum(p.amount) filter (where e.kind = 'contribution'), 0)::bigint as contributions,
      coalesce(sum(p.amount) filter (where e.kind = 'return'), 0)::bigint as returns,
      coalesce(sum(p.amount) filter (where e.kind = 'payment'), 0)::bigint as payments,
      coalesce(sum(p.amount) filter (where e.kind = 'correction'), 0)::bigint as corrections,
      coalesce(sum(p.amount) filter (where e.reason = 'yearly_return'), 0)::bigint as yearly_return,
      coalesce(sum(p.weighed) filter (where e.reason <> 'yearly_return'), 0)::bigint as weighed, min(p.least) as least,
      coalesce(sum(p.amount) filter (where e.state = 'posted' and e.kind = 'contribution'), 0)::bigint as posted_contributions,
      coalesce(sum(p.amount) filter (where e.state = 'pending' and e.kind = 'contribution'), 0)::bigint as pending_contributions
    from pg_temp.account_class p
    left join pg_temp.class e using (class)
    group by 1, 2`);
  await tx.run(sql`analyze pg_temp.account_year`);
}

export const selectUnbalanced = (executor: Executor) =>
  executor.many<Difference>(sql`
    select entry_id::text as subject, '0' as expected, total::text as found
    from pg_temp.entry_sum where total <> 0 limit ${most}`);

export const selectSpread = (executor: Executor) =>
  executor.many<Difference>(sql`
    select entry_id::text as subject, concat('one year, ', first_year) as expected, last_year::text as found
    from pg_temp.entry_sum where first_year <> last_year limit ${most}`);

export const selectEmptyEntries = (executor: Executor) =>
  executor.many<Difference>(sql`
    select e.entry_id::text as subject, 'postings' as expected, 'none' as found from ledger.entry e
    where not exists (select from pg_temp.entry_sum s where s.entry_id = e.entry_id) limit ${most}`);

export const selectPostingsWithoutEntry = (executor: Executor) =>
  executor.many<Difference>(sql`
    select s.entry_id::text as subject, 'an entry' as expected, 'none' as found from pg_temp.entry_sum s
    where not exists (select from ledger.entry e where e.entry_id = s.entry_id) limit ${most}`);

export const selectPostingsWithoutAccount = (executor: Executor) =>
  executor.many<Difference>(sql`
    select distinct y.ledger_account_id::text as subject, 'an account' as expected, 'none' as found
    from pg_temp.account_year y
    where not exists (select from ledger.ledger_account a where a.ledger_account_id = y.ledger_account_id) limit ${most}`);

export const selectCorrectingNothing = (executor: Executor) =>
  executor.many<Difference>(sql`
    select e.entry_id::text as subject, concat('the entry ', e.corrects_entry_id) as expected, 'none' as found
    from ledger.entry e where e.corrects_entry_id is not null
      and not exists (select from ledger.entry o where o.entry_id = e.corrects_entry_id) limit ${most}`);

/** By payer and month: what control accounts gave is what savings (or funds) got. */
export const selectControlDifferences = (executor: Executor) =>
  executor.many<Difference>(sql`
    select concat_ws(' ', 'payer', coalesce(e.payer_id::text, 'members themselves'), e.period, e.fund) as subject,
      (-sum(s.control))::text as expected, sum(s.total - s.control)::text as found
    from pg_temp.entry_sum s join ledger.entry e using (entry_id)
    group by e.payer_id, e.period, e.fund
    having sum(s.total) <> 0 limit ${most}`);

/** Accounts that a merging made one stand as one: with the account into which they came last. */
const standing = sql`(
  select coalesce(m.head_account_id, y.ledger_account_id) as ledger_account_id, sum(y.amount)::bigint as balance,
    -sum(y.payments)::bigint as paid
  from pg_temp.account_year y join ledger.ledger_account a using (ledger_account_id)
  left join (
    select distinct on (ledger_account_id) ledger_account_id, head_account_id from ledger.merging
    order by ledger_account_id, number desc) m using (ledger_account_id)
  where a.kind = 'savings' group by 1) s`;

/** What was paid in and earned is never below zero: savings lack at most what was paid out of them. */
export const selectBelowZero = (executor: Executor) =>
  executor.many<Difference>(sql`
    select concat('account ', ledger_account_id) as subject, concat('at least ', -paid) as expected, balance::text as found
    from ${standing} where balance < 0 and balance + paid < 0 limit ${most}`);

export const selectShortfalls = (executor: Executor) =>
  executor.one<{ accounts: number; amount: bigint }>(sql`
    select count(*)::int as accounts, coalesce(-sum(balance), 0)::bigint as amount from ${standing} where balance < 0`);

/** The hand-over of proveLedger, from the same pass. */
export async function createEntryTotals(tx: Executor): Promise<void> {
  await tx.run(sql`
    create temp table entry_total on commit drop as
    select e.entry_id, e.state, e.kind, e.reason, e.effective_on, e.fund, e.period, e.payer_id, coalesce(s.positive, 0) as amount
    from ledger.entry e left join pg_temp.entry_sum s using (entry_id)`);
}

export async function createSavingsTotals(tx: Executor): Promise<void> {
  await tx.run(sql`
    create temp table savings_total on commit drop as
    select a.owner_id, sum(y.posted_contributions)::bigint as posted, sum(y.pending_contributions)::bigint as pending,
      -sum(y.payments)::bigint as paid
    from pg_temp.account_year y join ledger.ledger_account a using (ledger_account_id)
    where a.kind = 'savings' group by a.owner_id`);
}
