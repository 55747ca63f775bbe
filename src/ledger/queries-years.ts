import { type Executor, sql, type Transaction } from '#platform';
import type { ClosedYear, YearTerms } from './years.ts';

export function selectClosedYears(executor: Executor): Promise<ClosedYear[]> {
  return executor.many(sql`
    select year, state, method, rate, opening_weight as "openingWeight", month_weights as "monthWeights", below_zero as "belowZero"
    from ledger.closed_year order by year limit 200`);
}

/** Long sets, one closing at a time; whoever comes second goes on where the first one stands. */
export async function prepareClosing(tx: Transaction): Promise<void> {
  await tx.run(sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true),
    set_config('idle_in_transaction_session_timeout', '0', true), set_config('work_mem', '128MB', true)`);
  await tx.run(sql`select pg_advisory_xact_lock(4711, 38)`);
}

/** From here on nobody can have an entry on its way that is dated into the year. */
export async function insertClosingYear(tx: Transaction, terms: YearTerms, now: Date): Promise<void> {
  await tx.run(sql`select ledger.wait_for_writers()`);
  await tx.run(
    sql`select ledger.open_year(year) from generate_series(${terms.year}::int, ${terms.year + 3}::int) year`,
  );
  await tx.run(sql`
    insert into ledger.closed_year (year, state, method, rate, opening_weight, month_weights, below_zero, began_at)
    values (${terms.year}::smallint, 'closing', ${terms.method}, ${terms.rate}::int, ${terms.openingWeight}::smallint,
      ${terms.monthWeights}::smallint[], ${terms.belowZero ?? 'nothing'}, ${now}::timestamptz)`);
}

export async function selectFirstYear(tx: Transaction): Promise<number | undefined> {
  const row = await tx.one<{ year: number | null }>(
    sql`select extract(year from min(effective_on))::int as year from ledger.entry where state = 'posted'`,
  );
  return row.year ?? undefined;
}

/** The accounts that come next, `undefined` when all were credited. */
export function selectNextPart(
  tx: Transaction,
  year: number,
  size: number,
): Promise<{ first: bigint; last: bigint } | undefined> {
  return tx.maybe(sql`
    select first, first + ${size}::int - 1 as last
    from (select coalesce(max(last_account), 0) + 1 as first from ledger.year_part where year = ${year}::smallint) next
    where first <= (select max(ledger_account_id) from ledger.ledger_account)`);
}

export type Part = { readonly first: bigint; readonly last: bigint };

const savingsOf = ({ first, last }: Part) => sql`
  select ledger_account_id from ledger.ledger_account
  where kind = 'savings' and ledger_account_id between ${first}::bigint and ${last}::bigint`;
const controls = sql`select ledger_account_id from ledger.ledger_account where kind = 'control'`;

/**
 * pg_temp.year_figure: where each account of the part stands at the end of the year, and its return. Whatever is in
 * the snapshot before is the opening; all that was written since, or carried over, and counts within the year moves it.
 * The return is rounded down; what is left stays in parts of a rupiah. What is below zero over the year earns nothing.
 * Accounts that a merging made one are reckoned as one: opening and weight of all stand with the account into which they came.
 */
export async function createFigures(
  tx: Transaction,
  terms: YearTerms,
  part: Part | 'controls',
): Promise<void> {
  const { year, openingWeight, monthWeights } = terms;
  const rate = part === 'controls' ? 0 : terms.rate;
  const inPart = (column: ReturnType<typeof sql>) =>
    part === 'controls'
      ? sql`${column} = any (array(${controls}))`
      : sql`(${column} between ${part.first}::bigint and ${part.last}::bigint
          or ${column} = any (array(${joinedTo(part, year)})))`;
  const whole = sql`(100000::bigint * ${openingWeight}::int)`;
  // What a file of this minute brought has no statistics yet, and a loop over it would be the square of it.
  await tx.run(sql`select set_config('enable_nestloop', 'off', true)`);
  await tx.run(sql`
    create temp table year_figure on commit drop as
    with line as (
      select p.ledger_account_id, p.entry_id, p.amount from ledger.posting p
      where ${inPart(sql`p.ledger_account_id`)} and p.year > ${lastClosedBefore(year)}
      union all
      select c.ledger_account_id, c.entry_id, c.amount from ledger.carried c
      where ${inPart(sql`c.ledger_account_id`)} and c.year = ${year - 1}::smallint),
    moved as (
      select l.ledger_account_id, sum(l.amount)::bigint as amount, count(*)::int as movements,
        coalesce(sum(l.amount) filter (where e.kind = 'contribution'), 0)::bigint as contributions,
        coalesce(sum(l.amount) filter (where e.kind = 'return'), 0)::bigint as returns,
        coalesce(sum(l.amount) filter (where e.kind = 'payment'), 0)::bigint as payments,
        coalesce(sum(l.amount) filter (where e.kind = 'correction'), 0)::bigint as corrections,
        sum(l.amount * (${monthWeights}::smallint[])[extract(month from e.effective_on)::int])::bigint as weighed,
        bool_or(l.amount < 0) as falls
      from line l join ledger.entry e using (entry_id)
      where e.state = 'posted'
        and e.effective_on between make_date(${year}::int, 1, 1) and make_date(${year}::int, 12, 31)
      group by l.ledger_account_id),
    opening as (
      select ledger_account_id, balance from ledger.year_end
      where ${inPart(sql`ledger_account_id`)} and year = ${year - 1}::smallint),
    rewarded as (
      select ledger_account_id, sum(weight)::bigint as weight from ledger.rewarded
      where ${inPart(sql`ledger_account_id`)} and year = ${year}::smallint group by ledger_account_id),
    joined as (
      select j.ledger_account_id, j.head_account_id, coalesce(o.balance, 0) as opening, (coalesce(o.balance, 0) * ${openingWeight}::int
        + coalesce(m.weighed, 0) - coalesce(r.weight, 0))::bigint as weight,
        coalesce(m.falls, false) or coalesce(o.balance, 0) < 0 as falls
      from (${joinedBy(year)}) j left join opening o using (ledger_account_id) left join moved m using (ledger_account_id)
      left join rewarded r using (ledger_account_id)),
    brought as (
      select head_account_id, sum(opening)::bigint as opening, sum(weight)::bigint as weight, bool_or(falls) as falls
      from joined group by head_account_id)
    select a.ledger_account_id, coalesce(o.balance, 0) + coalesce(m.amount, 0) as balance,
      coalesce(m.contributions, 0) as contributions, coalesce(m.returns, 0) as returns,
      coalesce(m.payments, 0) as payments, coalesce(m.corrections, 0) as corrections,
      coalesce(m.movements, 0) as movements, coalesce(o.balance, 0) + coalesce(b.opening, 0) as opening, w.weight,
      j.ledger_account_id is null and (coalesce(m.falls, false) or coalesce(o.balance, 0) < 0 or coalesce(b.falls, false)) as falls, n.earned / ${whole} as credit, n.earned % ${whole} as remainder
    from (${part === 'controls' ? controls : savingsOf(part)}) a
    left join opening o on o.ledger_account_id = a.ledger_account_id
    left join moved m on m.ledger_account_id = a.ledger_account_id
    left join rewarded r on r.ledger_account_id = a.ledger_account_id
    left join brought b on b.head_account_id = a.ledger_account_id
    left join joined j on j.ledger_account_id = a.ledger_account_id
    cross join lateral (select case when j.ledger_account_id is not null then 0 else coalesce(o.balance, 0) * ${openingWeight}::int
      + coalesce(m.weighed, 0) - coalesce(r.weight, 0) + coalesce(b.weight, 0) end as weight) w
    cross join lateral (select greatest(0, w.weight) * ${rate}::int as earned) n
    where o.ledger_account_id is not null or m.ledger_account_id is not null or b.head_account_id is not null`);
  await tx.run(sql`select set_config('enable_nestloop', 'on', true)`);
}

/**
 * Gives back to the accounts of pg_temp.year_figure what months below zero took from their sum: such a month earns nothing
 * and costs nothing. Months are counted as the weights count them, each balance being the opening and what weighs at least
 * as much as the month. Only accounts that something was taken off can be meant, and few are.
 */
export async function addMonthsBelowZero(tx: Transaction, terms: YearTerms): Promise<void> {
  const { year, openingWeight, monthWeights, rate } = terms;
  const whole = sql`(100000::bigint * ${openingWeight}::int)`;
  const fallen = sql`array(select part_account_id from fallen)`;
  await tx.run(sql`
    with fallen as (
      select ledger_account_id, ledger_account_id as part_account_id from pg_temp.year_figure where falls
      union all
      select f.ledger_account_id, j.ledger_account_id from pg_temp.year_figure f
      join (${joinedBy(year)}) j on j.head_account_id = f.ledger_account_id where f.falls),
    line as (
      select f.ledger_account_id, p.entry_id, p.amount from ledger.posting p
      join fallen f on f.part_account_id = p.ledger_account_id
      where p.ledger_account_id = any (${fallen}) and p.year > ${lastClosedBefore(year)}
      union all
      select f.ledger_account_id, c.entry_id, c.amount from ledger.carried c
      join fallen f on f.part_account_id = c.ledger_account_id
      where c.ledger_account_id = any (${fallen}) and c.year = ${year - 1}::smallint),
    weighing as (
      select l.ledger_account_id, (${monthWeights}::smallint[])[extract(month from e.effective_on)::int] as months,
        sum(l.amount) as amount
      from line l join ledger.entry e using (entry_id)
      where e.state = 'posted'
        and e.effective_on between make_date(${year}::int, 1, 1) and make_date(${year}::int, 12, 31)
      group by 1, 2),
    standing as (
      select f.ledger_account_id, f.opening + coalesce(sum(w.amount) filter (where w.months >= month.number), 0) as balance
      from pg_temp.year_figure f cross join generate_series(1, ${openingWeight}::int) month (number)
      left join weighing w using (ledger_account_id)
      where f.falls group by f.ledger_account_id, f.opening, month.number),
    below as (
      select ledger_account_id, -sum(balance)::bigint as weight from standing where balance < 0 group by ledger_account_id)
    update pg_temp.year_figure f
    set credit = greatest(0, f.weight + b.weight) * ${rate}::int / ${whole},
      remainder = greatest(0, f.weight + b.weight) * ${rate}::int % ${whole}
    from below b where b.ledger_account_id = f.ledger_account_id`);
}

/** Accounts whose return of a year goes to another account of the same owner, into which a merging brought them. */
const joinedBy = (year: number) => sql`
  select distinct on (ledger_account_id) ledger_account_id, head_account_id from ledger.merging
  where from_year <= ${year}::smallint order by ledger_account_id, number desc`;

/** Those of them that are reckoned with an account of the part, wherever they lie themselves. */
const joinedTo = ({ first, last }: Part, year: number) => sql`
  select ledger_account_id from (${joinedBy(year)}) j where head_account_id between ${first}::bigint and ${last}::bigint`;

const lastClosedBefore = (year: number) =>
  sql`(select coalesce(max(year), 0) from ledger.closed_year where year < ${year}::smallint)`;

/** One entry for the part: to each account its return, and their sum off the control account. */
export async function insertReturns(
  tx: Transaction,
  terms: YearTerms,
  entry: { readonly id: string; readonly fund: string; readonly payer: string },
  now: Date,
): Promise<void> {
  const written = await tx.run(sql`
    insert into ledger.entry (entry_id, state, kind, reason, fund, period, effective_on, entered_at)
    select ${entry.id}::uuid, 'posted', 'return', 'yearly_return', ${entry.fund}, ${String(terms.year)},
      make_date(${terms.year}::int, 12, 31), ${now}::timestamptz
    where exists (select from pg_temp.year_figure where credit > 0)`);
  if (written === 0) return;
  await tx.run(sql`
    insert into ledger.posting (ledger_account_id, entry_id, amount, year)
    select ledger_account_id, ${entry.id}::uuid, credit, ${terms.year}::smallint from pg_temp.year_figure where credit > 0
    union all
    select (select ledger_account_id from ledger.ledger_account where name = ${entry.payer}), ${entry.id}::uuid,
      -sum(credit)::bigint, ${terms.year}::smallint from pg_temp.year_figure`);
}

export async function insertYearEnds(tx: Transaction, year: number): Promise<void> {
  await tx.run(sql`
    insert into ledger.year_end (ledger_account_id, year, balance, contributions, returns, payments, corrections, movements)
    select ledger_account_id, ${year}::smallint, balance + credit, contributions, returns + credit, payments, corrections,
      movements + case when credit > 0 then 1 else 0 end
    from pg_temp.year_figure`);
}

/** What was written up to this year and does not count at its end, so that the next years know it without looking back. */
export async function insertCarried(tx: Transaction, year: number, part: Part | 'controls'): Promise<void> {
  const inPart = (column: ReturnType<typeof sql>) =>
    part === 'controls'
      ? sql`${column} in (${controls})`
      : sql`${column} between ${part.first}::bigint and ${part.last}::bigint
        and ${column} not in (${controls})`;
  await tx.run(sql`
    insert into ledger.carried (ledger_account_id, year, entry_id, amount)
    select l.ledger_account_id, ${year}::smallint, l.entry_id, l.amount
    from (
      select ledger_account_id, entry_id, amount from ledger.posting
      where ${inPart(sql`ledger_account_id`)} and year > ${lastClosedBefore(year)} and year <= ${year}::smallint
      union all
      select ledger_account_id, entry_id, amount from ledger.carried
      where ${inPart(sql`ledger_account_id`)} and year = ${year - 1}::smallint) l
    join ledger.entry e using (entry_id)
    where e.state = 'pending' or e.effective_on > make_date(${year}::int, 12, 31)`);
}

export async function insertPart(tx: Transaction, year: number, { first, last }: Part): Promise<void> {
  await tx.run(sql`
    insert into ledger.year_part (year, first_account, last_account, accounts, balance, returns, remainder)
    select ${year}::smallint, ${first}::bigint, ${last}::bigint, count(*)::int, coalesce(sum(balance + credit), 0)::bigint,
      coalesce(sum(credit), 0)::bigint, coalesce(sum(remainder), 0)::bigint from pg_temp.year_figure`);
}

export type YearTotals = {
  readonly accounts: bigint;
  /** At the end of the year, over all savings. */
  readonly balance: bigint;
  /** Credited to savings at the end of the year. */
  readonly returns: bigint;
  /** What rounding down left, whole rupiah: on the account for rounding. */
  readonly rounding: bigint;
};

export function selectTotals(executor: Executor, terms: YearTerms): Promise<YearTotals> {
  return executor.one(sql`
    select coalesce(sum(accounts), 0)::bigint as accounts, coalesce(sum(balance), 0)::bigint as balance,
      coalesce(sum(returns), 0)::bigint as returns,
      div(coalesce(sum(remainder), 0), 100000::numeric * ${terms.openingWeight}::int)::bigint as rounding
    from ledger.year_part where year = ${terms.year}::smallint`);
}

/** Over every account of the house, savings and control: zero, or something is not tied. */
export async function selectSumOfYear(tx: Transaction, year: number): Promise<bigint> {
  const row = await tx.one<{ sum: bigint }>(
    sql`select coalesce(sum(balance), 0)::bigint as sum from ledger.year_end where year = ${year}::smallint`,
  );
  return row.sum;
}

export async function updateClosed(tx: Transaction, year: number, now: Date): Promise<void> {
  await tx.run(sql`
    update ledger.closed_year set state = 'closed', closed_at = ${now}::timestamptz
    where year = ${year}::smallint and state = 'closing'`);
}
