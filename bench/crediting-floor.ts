import { type Database, sql } from '#platform';

/**
 * The least that any crediting must do, as one statement: the same returns as postings of one entry, with their guards,
 * and the same snapshots. It knows nothing of what is carried over a year, of pay-outs, parts, or going on when stopped.
 */
export async function creditInOneStatement(database: Database, year: number, rate: number): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run(sql`select set_config('work_mem', '128MB', true)`);
    await tx.run(
      sql`insert into ledger.ledger_account (kind, name) values ('control', 'returns:JHT') on conflict do nothing`,
    );
    await tx.run(sql`
      with moved as (
        select p.ledger_account_id, sum(p.amount)::bigint as amount, count(*)::int as movements,
          sum(p.amount * (12 - extract(month from e.effective_on)::int))::bigint as weighed
        from ledger.posting p join ledger.entry e using (entry_id)
        where p.year = ${year}::smallint and e.state = 'posted'
        group by p.ledger_account_id),
      figure as materialized (
        select a.ledger_account_id, coalesce(o.balance, 0) + coalesce(m.amount, 0) as balance, coalesce(m.amount, 0) as amount,
          coalesce(m.movements, 0) as movements,
          greatest(0, coalesce(o.balance, 0) * 12 + coalesce(m.weighed, 0)) * ${rate}::int / 1200000 as credit
        from ledger.ledger_account a
        left join ledger.year_end o on o.ledger_account_id = a.ledger_account_id and o.year = ${year - 1}::smallint
        left join moved m on m.ledger_account_id = a.ledger_account_id
        where a.kind = 'savings'),
      entered as (
        insert into ledger.entry (entry_id, state, kind, reason, fund, period, effective_on, entered_at)
        values (gen_random_uuid(), 'posted', 'return', 'yearly_return', 'JHT', ${String(year)}, make_date(${year}::int, 12, 31), now())
        returning entry_id),
      posted as (
        insert into ledger.posting (ledger_account_id, entry_id, amount, year)
        select ledger_account_id, entry_id, credit, ${year}::smallint from figure, entered where credit > 0
        union all
        select (select ledger_account_id from ledger.ledger_account where name = 'returns:JHT'), entry_id,
          -(select sum(credit) from figure)::bigint, ${year}::smallint from entered)
      insert into ledger.year_end (ledger_account_id, year, balance, contributions, returns, payments, corrections, movements)
      select ledger_account_id, ${year}::smallint, balance + credit, amount, credit, 0, 0, movements + 1 from figure`);
  });
}
