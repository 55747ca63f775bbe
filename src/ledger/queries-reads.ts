import type { IsoDate } from '#kernel';
import { type Executor, sql } from '#platform';
import type { EntryKind } from './types.ts';

/*
 * What is read of a person: the snapshot of a closed year, and every posting that was written or carried since. So it
 * costs the same however long the history is. `after` is that year; 0 reads all from the beginning.
 */
const lastClosed = sql`(select coalesce(max(year), 0) from ledger.closed_year where state = 'closed')`;

const accountsOf = (ownerId: string) =>
  sql`select ledger_account_id from ledger.ledger_account where owner_id = ${ownerId}::uuid and kind = 'savings'`;

const linesSince = (after: ReturnType<typeof sql>) => sql`
  select p.entry_id, p.amount from ledger.posting p join account using (ledger_account_id) where p.year > ${after}
  union all
  select c.entry_id, c.amount from ledger.carried c join account using (ledger_account_id) where c.year = ${after}`;

/** Looked up for each line: a person has few of them, and a plan that begins with the entries grows with the house. */
export const entryOfLine = sql`
  cross join lateral (select * from ledger.entry where entry_id = l.entry_id offset 0) e`;

const countsAfter = (after: ReturnType<typeof sql>) =>
  sql`e.effective_on >= make_date(${after}::int + 1, 1, 1)`;

export type SummaryRow = { balance: bigint; pending: bigint; contributions: bigint; returns: bigint };

export function selectSummary(
  executor: Executor,
  ownerId: string,
  from: IsoDate,
  until: IsoDate,
): Promise<SummaryRow> {
  return executor.one(sql`
    with account as (${accountsOf(ownerId)}), line as (${linesSince(lastClosed)}),
    opening as (
      select coalesce(sum(s.balance) filter (where s.year = ${lastClosed}), 0) as balance, coalesce(sum(s.returns), 0) as returns
      from ledger.year_end s join account using (ledger_account_id) where s.year <= ${lastClosed}),
    counted as (
      select l.amount, e.kind, e.effective_on from line l ${entryOfLine}
      where e.state = 'posted' and ${countsAfter(lastClosed)} and e.effective_on <= ${until}::date),
    since as (
      select coalesce(sum(amount), 0) as balance, coalesce(sum(amount) filter (where kind = 'return'), 0) as returns,
        coalesce(sum(amount) filter (where kind = 'contribution' and effective_on >= ${from}::date), 0) as contributions
      from counted)
    select (opening.balance + since.balance)::bigint as balance, (opening.returns + since.returns)::bigint as returns,
      since.contributions::bigint as contributions,
      (select coalesce(sum(l.amount), 0)::bigint from line l ${entryOfLine} where e.state = 'pending') as pending
    from opening, since`);
}

export type YearRow = {
  year: number;
  amount: bigint;
  contributions: bigint;
  returns: bigint;
  movements: bigint;
  isClosed: boolean;
};

/** What moved the savings in each year: closed years from their snapshots, the others from the postings. */
export function selectYears(executor: Executor, ownerId: string, until: IsoDate): Promise<YearRow[]> {
  return executor.many(sql`
    with account as (${accountsOf(ownerId)}), line as (${linesSince(lastClosed)})
    select year::int, sum(contributions + returns + payments + corrections)::bigint as amount,
      sum(contributions)::bigint as contributions, sum(returns)::bigint as returns, sum(movements)::bigint as movements,
      true as "isClosed"
    from ledger.year_end s join account using (ledger_account_id)
    where s.year <= ${lastClosed} group by year
    union all
    select extract(year from e.effective_on)::int, sum(l.amount)::bigint,
      coalesce(sum(l.amount) filter (where e.kind = 'contribution'), 0)::bigint,
      coalesce(sum(l.amount) filter (where e.kind = 'return'), 0)::bigint, count(*), false
    from line l ${entryOfLine}
    where e.state = 'posted' and ${countsAfter(lastClosed)} and e.effective_on <= ${until}::date
    group by 1 order by 1`);
}

export type MovementRow = {
  entryId: string;
  effectiveOn: IsoDate;
  kind: EntryKind;
  reason: string;
  period: string | null;
  payerId: string | null;
  amount: bigint;
  balanceAfter: bigint;
};

/** Newest first, of what counts after the end of `after` (a closed year, or 0) and up to `until` (when it is one). */
export function selectMovements(
  executor: Executor,
  ownerId: string,
  bounds: { readonly after: number; readonly until: number | undefined },
  limit: number,
  offset: number,
): Promise<MovementRow[]> {
  const after = sql`${bounds.after}::int`;
  return executor.many(sql`
    with account as (${accountsOf(ownerId)}), line as (${linesSince(after)}),
    opening as (
      select coalesce(sum(s.balance), 0) as balance from ledger.year_end s join account using (ledger_account_id)
      where s.year = ${after})
    select e.entry_id as "entryId", e.effective_on as "effectiveOn", e.kind, e.reason, e.period, e.payer_id as "payerId", l.amount,
      (opening.balance + sum(l.amount) over (order by e.effective_on, e.period nulls last, e.entry_id, l.amount))::bigint as "balanceAfter"
    from line l ${entryOfLine} cross join opening
    where e.state = 'posted' and ${countsAfter(after)}
      and (${bounds.until ?? null}::int is null or e.effective_on <= make_date(${bounds.until ?? null}::int, 12, 31))
    order by e.effective_on desc, e.period desc nulls first, e.entry_id desc, l.amount desc
    limit ${limit}::int offset ${offset}::int`);
}

/**
 * The months of the year that each rupiah has been there for when it leaves in a month weighed `leaving`: the weight of
 * its own month less that; a month that stands below zero counts for nothing. The main savings only, whose return is paid
 * with them, with all that came to them by mergings.
 */
export function selectEarned(
  executor: Executor,
  ownerId: string,
  {
    openingWeight,
    monthWeights,
  }: { readonly openingWeight: number; readonly monthWeights: readonly number[] },
  { year, leaving, day }: { readonly year: number; readonly leaving: number; readonly day: IsoDate },
): Promise<{ balance: bigint; weight: bigint }> {
  return executor.one(sql`
    with account as (${mainPartsOf(ownerId)}), line as (${linesSince(lastClosed)}),
    opening as (
      select coalesce(sum(s.balance), 0) as balance from ledger.year_end s join account using (ledger_account_id)
      where s.year = ${lastClosed}),
    since as (
      select coalesce(sum(l.amount) filter (where e.effective_on < make_date(${year}::int, 1, 1)), 0) as before,
        coalesce(sum(l.amount) filter (where e.effective_on >= make_date(${year}::int, 1, 1)), 0) as within,
        array_agg(l.amount) filter (where e.effective_on >= make_date(${year}::int, 1, 1)) as amounts,
        array_agg((${monthWeights}::smallint[])[extract(month from e.effective_on)::int])
          filter (where e.effective_on >= make_date(${year}::int, 1, 1)) as months
      from line l ${entryOfLine}
      where e.state = 'posted' and ${countsAfter(lastClosed)} and e.effective_on <= ${day}::date),
    month as (
      select greatest(0, opening.balance + since.before
        + (select coalesce(sum(w.amount) filter (where w.months >= number), 0) from unnest(since.amounts, since.months) w (amount, months)))
        as balance
      from opening, since, generate_series(${leaving}::int + 1, ${openingWeight}::int) number),
    rewarded as (
      select coalesce(sum(weight), 0) as weight from ledger.rewarded join account using (ledger_account_id)
      where year = ${year}::smallint)
    select (opening.balance + since.before + since.within)::bigint as balance,
      greatest(0, (select coalesce(sum(month.balance), 0) from month) - rewarded.weight)::bigint as weight
    from opening, since, rewarded`);
}

export async function insertRewarded(
  executor: Executor,
  ownerId: string,
  { entryId, year, weight }: { readonly entryId: string; readonly year: number; readonly weight: bigint },
): Promise<void> {
  await executor.run(sql`
    insert into ledger.rewarded (ledger_account_id, year, entry_id, weight)
    select ledger_account_id, ${year}::smallint, ${entryId}::uuid, ${weight}::bigint from (${mainAccountOf(ownerId)}) a`);
}

/** Where new postings go. */
const mainAccountOf = (ownerId: string) => sql`${accountsOf(ownerId)} and coalesce(part, 'main') = 'main'`;

/** The main account and those that are reckoned with it as one. */
const mainPartsOf = (ownerId: string) =>
  sql`${accountsOf(ownerId)} and split_part(coalesce(part, 'main'), ':', 1) = 'main'`;
