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

const countsAfter = (after: ReturnType<typeof sql>) =>
  sql`e.effective_on >= make_date(${after}::int + 1, 1, 1)`;

export type SummaryRow = { balance: bigint; pending: bigint; contributions: bigint };

export function selectSummary(
  executor: Executor,
  ownerId: string,
  from: IsoDate,
  until: IsoDate,
): Promise<SummaryRow> {
  return executor.one(sql`
    with account as (${accountsOf(ownerId)}), line as (${linesSince(lastClosed)}),
    opening as (
      select coalesce(sum(s.balance), 0) as balance from ledger.year_end s join account using (ledger_account_id)
      where s.year = ${lastClosed}),
    since as (
      select sum(l.amount) filter (where e.state = 'posted' and ${countsAfter(lastClosed)} and e.effective_on <= ${until}::date) as balance,
        sum(l.amount) filter (where e.state = 'pending') as pending,
        sum(l.amount) filter (where e.state = 'posted' and e.kind = 'contribution'
          and e.effective_on between ${from}::date and ${until}::date) as contributions
      from line l join ledger.entry e using (entry_id))
    select (opening.balance + coalesce(since.balance, 0))::bigint as balance,
      coalesce(since.pending, 0)::bigint as pending, coalesce(since.contributions, 0)::bigint as contributions
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
    from line l join ledger.entry e using (entry_id)
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
    from line l join ledger.entry e using (entry_id) cross join opening
    where e.state = 'posted' and ${countsAfter(after)}
      and (${bounds.until ?? null}::int is null or e.effective_on <= make_date(${bounds.until ?? null}::int, 12, 31))
    order by e.effective_on desc, e.period desc nulls first, e.entry_id desc, l.amount desc
    limit ${limit}::int offset ${offset}::int`);
}
