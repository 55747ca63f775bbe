import { type Database, sql, type Transaction } from '#platform';

export type ManyPostings = {
  /** Savings accounts, each with one posting a month. */
  readonly accounts: number;
  /** Every month of these years, or these months, `2026-09`. */
  readonly years?: readonly number[];
  readonly months?: readonly string[];
  /** The rows of contributions that the postings come from, too; only old-age savings have postings here. */
  readonly withContributions?: boolean | 'every programme';
};

export const accountsOfEmployer = 100;

/**
 * Fills an empty ledger as months of imports would have, one month after the other in the order of the accounts, with
 * sets instead of files: a thousand million postings would take no other way. Guards are off meanwhile; verify-ledger
 * proves the result.
 */
export async function fillLedger(database: Database, many: ManyPostings): Promise<void> {
  await inOneGo(database, (tx) => createAccounts(tx, many.accounts));
  for (const month of many.months ?? (many.years ?? []).flatMap(monthsOf))
    await inOneGo(database, (tx) => fillMonth(tx, many, month));
  const tables = many.withContributions ? ['contributions.contribution'] : [];
  for (const table of ['ledger.ledger_account', 'ledger.entry', 'ledger.posting', ...tables])
    await database.transaction((tx) => tx.client.query(`analyze ${table}`));
}

const monthsOf = (year: number) =>
  Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`);

export function inOneGo(database: Database, work: (tx: Transaction) => Promise<unknown>): Promise<void> {
  return database.transaction(async (tx) => {
    await tx.run(sql`select set_config('session_replication_role', 'replica', true), set_config('statement_timeout', '0', true),
      set_config('synchronous_commit', 'off', true), set_config('work_mem', '256MB', true)`);
    await work(tx);
  });
}

async function createAccounts(tx: Transaction, accounts: number): Promise<void> {
  await tx.run(
    sql`insert into ledger.ledger_account (kind, name) values ('control', 'contributions:JHT') on conflict do nothing`,
  );
  await tx.run(sql`
    insert into ledger.ledger_account (kind, owner_id)
    select 'savings', lpad(to_hex(n), 32, '0')::uuid from generate_series(1, ${accounts}::int) n order by n`);
}

/** The wage is a multiple of 1000, so that the shares of 3.7 and 2 % are whole. */
async function fillMonth(tx: Transaction, many: ManyPostings, month: string): Promise<void> {
  const [year, day] = [Number(month.slice(0, 4)), `${month}-12`];
  await tx.run(sql`
    create temp table made on commit drop as
    select n, (n - 1) / ${accountsOfEmployer}::int + 1 as employer,
      (3000 + (n::bigint * 7919 + ${Number(month.slice(5))}::int * 104729) % 9000) * 1000 as wage,
      (${month.replace('-', '').padStart(12, '0')} || lpad(to_hex((n - 1) / ${accountsOfEmployer}::int + 1), 18, '0') || '00')::uuid as posting_group
    from generate_series(1, ${many.accounts}::int) n`);
  await tx.run(sql`
    insert into ledger.entry (entry_id, state, kind, reason, fund, period, payer_id, effective_on, entered_at)
    select distinct (left(posting_group::text, 34) || '01')::uuid, 'posted', 'contribution', 'contributions_reported', 'JHT', ${month},
      lpad(to_hex(employer), 32, '0')::uuid, ${day}::date, ${day}::timestamptz
    from made order by 1`);
  await tx.run(sql`
    insert into ledger.posting (ledger_account_id, entry_id, amount, year)
    select (select min(ledger_account_id) - 1 from ledger.ledger_account where kind = 'savings') + n,
      (left(posting_group::text, 34) || '01')::uuid, wage * 57 / 1000, ${year}::smallint from made order by n`);
  await tx.run(sql`
    insert into ledger.posting (ledger_account_id, entry_id, amount, year)
    select (select ledger_account_id from ledger.ledger_account where name = 'contributions:JHT'),
      (left(posting_group::text, 34) || '01')::uuid, -sum(wage * 57 / 1000)::bigint, ${year}::smallint
    from made group by posting_group order by posting_group`);
  if (many.withContributions)
    await fillContributions(tx, month, day, many.withContributions === 'every programme');
}

async function fillContributions(tx: Transaction, month: string, day: string, every: boolean): Promise<void> {
  const share = (thousandths: number) =>
    sql`case when ${every}::boolean then wage * ${thousandths}::int / 1000 end`;
  await tx.run(sql`
    insert into contributions.contribution (person_id, membership_id, month, segment, employer_id, wage, jht_employer,
      jht_employee, jp_employer, jp_employee, jkk_employer, jkm_employer, reported_on, billed_on, paid_on, posted_on, batch_id, posting_group)
    select lpad(to_hex(n), 32, '0')::uuid, lpad(to_hex(n), 32, '0')::uuid, ${month}, 'PU', lpad(to_hex(employer), 32, '0')::uuid,
      wage, wage * 37 / 1000, wage * 20 / 1000, ${share(20)}, ${share(10)}, ${share(5)}, ${share(3)}, ${day}::date, ${day}::date, ${day}::date, ${day}::date, 1, posting_group
    from made order by n`);
}
