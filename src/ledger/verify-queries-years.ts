import { type Executor, sql } from '#platform';

type Difference = { subject: string; expected: string; found: string };
const most = 1000;

/*
 * Closed years against the postings (pg_temp.account_year and entry_sum). While a year is closing, the accounts of its
 * finished parts are looked at.
 */
const done = sql`(
  select c.*, case c.state when 'closed' then 9223372036854775807
    else coalesce((select max(last_account) from ledger.year_part p where p.year = c.year), 0) end as through
  from ledger.closed_year c)`;

/** Each snapshot is the one before and what counted within the year: added up side by side, without a join of sets. */
export const selectSnapshotDifferences = (executor: Executor) =>
  executor.many<Difference>(sql`
    select concat('account ', ledger_account_id, ' at the end of ', year) as subject,
      concat_ws(' ', balance, 'contributions', contributions, 'returns', returns, 'payments', payments,
        'corrections', corrections, 'movements', movements) as expected,
      case when snapshots = 0 then 'no snapshot' else concat_ws(' ', found_balance, 'contributions', found_contributions,
        'returns', found_returns, 'payments', found_payments, 'corrections', found_corrections, 'movements', found_movements)
        end as found
    from (
      select k.ledger_account_id, k.year, sum(k.snapshots) as snapshots, sum(k.balance) as balance,
        sum(k.contributions) as contributions, sum(k.returns) as returns, sum(k.payments) as payments,
        sum(k.corrections) as corrections, sum(k.movements) as movements, sum(k.found_balance) as found_balance,
        sum(k.found_contributions) as found_contributions, sum(k.found_returns) as found_returns,
        sum(k.found_payments) as found_payments, sum(k.found_corrections) as found_corrections,
        sum(k.found_movements) as found_movements
      from (
        select ledger_account_id, year, 0 as snapshots, amount as balance, contributions, returns, payments, corrections,
          movements, 0 as found_balance, 0 as found_contributions, 0 as found_returns, 0 as found_payments,
          0 as found_corrections, 0 as found_movements
        from pg_temp.account_year where year <> 0
        union all
        select ledger_account_id, (year + 1)::smallint, 0, balance, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from ledger.year_end
        union all
        select ledger_account_id, year, 1, 0, 0, 0, 0, 0, 0, balance, contributions, returns, payments, corrections, movements
        from ledger.year_end) k
      join ${done} d on d.year = k.year and k.ledger_account_id <= d.through
      where d.state = 'closed' or k.ledger_account_id <> all (
        array(select ledger_account_id from ledger.ledger_account where kind = 'control'))
      group by k.ledger_account_id, k.year) s
    where snapshots <> 1 or (balance, contributions, returns, payments, corrections, movements) is distinct from
      (found_balance, found_contributions, found_returns, found_payments, found_corrections, found_movements)
    limit ${most}`);

/** With which account each one that a merging moved is reckoned, by closed year. */
const joined = sql`(
  select distinct on (m.ledger_account_id, d.year) m.ledger_account_id, d.year, m.head_account_id
  from ledger.merging m join ledger.closed_year d on m.from_year <= d.year order by m.ledger_account_id, d.year, m.number desc)`;

/**
 * pg_temp.account_below: what months below zero took from the sum of a year in which they count for nothing. Only of
 * accounts that something was taken off; those that a merging made one stand as one, with the account into which they came.
 */
export async function createMonthsBelow(tx: Executor): Promise<void> {
  await tx.run(sql`
    create temp table account_below on commit drop as
    with joined as (select * from ${joined} j),
    lower as (
      select y.ledger_account_id, y.year from pg_temp.account_year y
      left join ledger.year_end b on b.ledger_account_id = y.ledger_account_id and b.year = y.year - 1
      where y.least < 0 or b.balance < 0
      union
      select b.ledger_account_id, (b.year + 1)::smallint from ledger.year_end b join joined j
        on b.ledger_account_id in (j.ledger_account_id, j.head_account_id) and j.year = b.year + 1 where b.balance < 0),
    head as (
      select distinct coalesce(j.head_account_id, l.ledger_account_id) as ledger_account_id, l.year, c.opening_weight
      from lower l join ledger.ledger_account a on a.ledger_account_id = l.ledger_account_id and a.kind = 'savings'
      join ledger.closed_year c on c.year = l.year and c.below_zero = 'nothing'
      left join joined j on j.ledger_account_id = l.ledger_account_id and j.year = l.year),
    member as (
      select ledger_account_id, year, ledger_account_id as part_account_id from head
      union all
      select h.ledger_account_id, h.year, j.ledger_account_id from head h
      join joined j on j.head_account_id = h.ledger_account_id and j.year = h.year),
    opening as (
      select m.ledger_account_id, m.year, sum(b.balance) as balance from member m
      join ledger.year_end b on b.ledger_account_id = m.part_account_id and b.year = m.year - 1 group by 1, 2),
    weighing as (
      select m.ledger_account_id, e.year, e.weight, sum(p.amount) as amount
      from ledger.posting p join pg_temp.entry_class e using (entry_id)
      join member m on m.part_account_id = p.ledger_account_id and m.year = e.year
      where p.ledger_account_id = any (array(select part_account_id from member)) and e.state = 'posted'
        and e.reason <> 'yearly_return'
      group by 1, 2, 3),
    standing as (
      select h.ledger_account_id, h.year, coalesce(o.balance, 0)
        + coalesce(sum(w.amount) filter (where w.weight >= month), 0) as balance
      from head h cross join lateral generate_series(1, h.opening_weight) month
      left join opening o on o.ledger_account_id = h.ledger_account_id and o.year = h.year
      left join weighing w on w.ledger_account_id = h.ledger_account_id and w.year = h.year
      group by h.ledger_account_id, h.year, o.balance, month)
    select ledger_account_id, year, -sum(balance) as weight from standing where balance < 0 group by 1, 2`);
  await tx.run(sql`analyze pg_temp.account_below`);
}

/** No return but the one that the terms of its year give, to the rupiah; accounts that a merging made one earn as one. */
export const selectReturnDifferences = (executor: Executor) =>
  executor.many<Difference>(sql`
    with weighed as (
      select s.ledger_account_id, d.year, d.rate, d.opening_weight, j.head_account_id, coalesce(y.yearly_return, 0) as given,
        coalesce(b.balance, 0)::numeric * d.opening_weight + coalesce(y.weighed, 0) + coalesce(l.weight, 0)
          - coalesce(w.weight, 0) as weight
      from ledger.year_end s join ledger.ledger_account a using (ledger_account_id)
      join ${done} d on d.year = s.year and s.ledger_account_id <= d.through
      left join ledger.year_end b on b.ledger_account_id = s.ledger_account_id and b.year = s.year - 1
      left join pg_temp.account_year y on y.ledger_account_id = s.ledger_account_id and y.year = s.year
      left join (select ledger_account_id, year, sum(weight) as weight from ledger.rewarded group by 1, 2) w
        on w.ledger_account_id = s.ledger_account_id and w.year = s.year
      left join ${joined} j on j.ledger_account_id = s.ledger_account_id and j.year = s.year
      left join pg_temp.account_below l on l.ledger_account_id = s.ledger_account_id and l.year = s.year
      where a.kind = 'savings'),
    brought as (
      select head_account_id, year, sum(weight) as weight from weighed where head_account_id is not null group by 1, 2)
    select concat('account ', r.ledger_account_id, ' return of ', r.year) as subject, r.due::text as expected,
      r.given::text as found
    from (
      select w.ledger_account_id, w.year, w.given, case when w.head_account_id is null then
        div(greatest(0, w.weight + coalesce(b.weight, 0)) * w.rate, 100000::numeric * w.opening_weight)::bigint else 0 end as due
      from weighed w left join brought b on b.head_account_id = w.ledger_account_id and b.year = w.year) r
    where r.due <> r.given limit ${most}`);

/** The parts of a year, its snapshots, its entries and the account for rounding say the same sums. */
export const selectYearDifferences = (executor: Executor) =>
  executor.many<Difference>(sql`
    with part as (
      select year, sum(accounts)::bigint as accounts, sum(balance)::bigint as balance, sum(returns)::bigint as returns,
        sum(remainder) as remainder, count(*) as parts, max(last_account) as last_account,
        sum(last_account - first_account + 1) as covered
      from ledger.year_part group by year),
    snapshot as (
      select s.year, count(*) filter (where a.kind = 'savings') as accounts,
        coalesce(sum(s.balance) filter (where a.kind = 'savings'), 0)::bigint as balance, sum(s.balance)::bigint as all_accounts
      from ledger.year_end s join ledger.ledger_account a using (ledger_account_id) group by s.year),
    entered as (
      select e.period, coalesce(sum(s.positive) filter (where e.reason = 'yearly_return'), 0)::bigint as returns,
        coalesce(sum(s.positive) filter (where e.reason = 'rounding'), 0)::bigint as rounding
      from ledger.entry e join pg_temp.entry_sum s using (entry_id)
      where e.kind = 'return' and e.state = 'posted' group by e.period)
    select concat(v.what, ' of ', d.year) as subject, v.expected::text, v.found::text
    from ledger.closed_year d
    left join part p on p.year = d.year left join snapshot s on s.year = d.year left join entered e on e.period = d.year::text
    cross join lateral (values
      ('savings accounts', coalesce(p.accounts, 0), coalesce(s.accounts, 0)),
      ('savings', coalesce(p.balance, 0), coalesce(s.balance, 0)),
      ('accounts without a part', 0, coalesce(p.last_account - p.covered, 0)),
      ('returns', coalesce(p.returns, 0), coalesce(e.returns, 0)),
      ('rounding', case d.state when 'closed' then div(coalesce(p.remainder, 0), 100000::numeric * d.opening_weight) else 0 end,
        coalesce(e.rounding, 0)),
      ('all accounts together', 0, case d.state when 'closed' then coalesce(s.all_accounts, 0) else 0 end)
    ) v (what, expected, found)
    where v.expected <> v.found limit ${most}`);

/** What was written up to a closed year and did not count by its end is carried over it, as it was posted; nothing else is. */
export const selectCarriedDifferences = (executor: Executor) =>
  executor.many<Difference>(sql`
    with late as (
      select s.entry_id, c.year, s.postings, s.positive
      from pg_temp.entry_sum s join ledger.entry e using (entry_id)
      join ledger.closed_year c on c.state = 'closed' and c.year >= s.first_year
      where e.state = 'pending' or extract(year from e.effective_on) > c.year),
    carried as (
      select entry_id, year, count(*)::int as postings, coalesce(sum(amount) filter (where amount > 0), 0)::bigint as positive
      from ledger.carried group by entry_id, year)
    select concat('entry ', l.entry_id, ' over the end of ', l.year) as subject,
      concat(l.postings, ' postings, ', l.positive) as expected,
      concat(coalesce(c.postings, 0), ' postings, ', coalesce(c.positive, 0)) as found
    from late l left join carried c on c.entry_id = l.entry_id and c.year = l.year
    where c.year is null or c.postings <> l.postings or c.positive <> l.positive
    union all
    select concat('account ', c.ledger_account_id, ' entry ', c.entry_id, ' over the end of ', c.year), 'a posting of the same amount',
      c.amount::text
    from ledger.carried c
    where not exists (select from ledger.posting p where p.ledger_account_id = c.ledger_account_id and p.year <= c.year
      and p.entry_id = c.entry_id and p.amount = c.amount)
    limit ${most}`);

/** Months left out at the end of a year have the entry that gave the return for them. */
export const selectRewardedDifferences = (executor: Executor) =>
  executor.many<Difference>(sql`
    select concat('account ', r.ledger_account_id, ' rewarded in ', r.year) as subject, concat('the return ', r.entry_id) as expected,
      'none' as found
    from ledger.rewarded r
    where r.weight <= 0 or not exists (
      select from ledger.posting p join ledger.entry e using (entry_id)
      where p.ledger_account_id = r.ledger_account_id and p.year = r.year and p.entry_id = r.entry_id
        and e.kind = 'return' and e.state = 'posted')
    limit ${most}`);
