import { type Database, sql, type Statement, type Transaction } from '#platform';

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
  const months = many.months ?? (many.years ?? []).flatMap(monthsOf);
  const books = async () => {
    await openAccounts(database, many.accounts);
    await fillPostings(database, many.accounts, months);
  };
  const rows = async () => {
    if (many.withContributions)
      await fillContributions(database, many.accounts, months, many.withContributions);
  };
  await Promise.all([books(), rows()]);
}

const monthsOf = (year: number) =>
  Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`);

export function inOneGo(database: Database, work: (tx: Transaction) => Promise<unknown>): Promise<void> {
  return database.transaction(async (tx) => {
    await tx.run(sql`select set_config('session_replication_role', 'replica', true), set_config('statement_timeout', '0', true),
      set_config('idle_in_transaction_session_timeout', '0', true), set_config('synchronous_commit', 'off', true),
      set_config('work_mem', '256MB', true), set_config('maintenance_work_mem', '1GB', true)`);
    await work(tx);
  });
}

/** The control account and so many savings accounts, owned by the persons 1, 2, 3 and so on. */
export async function openAccounts(database: Database, accounts: number): Promise<void> {
  await inOneGo(database, async (tx) => {
    await tx.run(
      sql`insert into ledger.ledger_account (kind, name) values ('control', 'contributions:JHT') on conflict do nothing`,
    );
    await tx.run(sql`
      insert into ledger.ledger_account (kind, owner_id)
      select 'savings', lpad(to_hex(n), 32, '0')::uuid from generate_series(1, ${accounts}::int) n`);
  });
  await database.transaction((tx) => tx.client.query('analyze ledger.ledger_account'));
}

/** The wage of account `n`: a multiple of 1000, so that the shares of 3.7 and 2 % are whole. */
const wageIn = (month: string) =>
  sql`(3000 + (n::bigint * 7919 + ${Number(month.slice(5))}::int * 104729) % 9000) * 1000`;
const employerOf = sql`((n - 1) / ${accountsOfEmployer}::int + 1)`;
/** The id of an employer's posting group (00) or of its entry of a programme (01 to 04). */
const groupIn = (month: string, employer: Statement, suffix: string) =>
  sql`(${month.replace('-', '').padStart(12, '0')} || lpad(to_hex(${employer}), 18, '0') || ${suffix}::text)::uuid`;

/** Entries and postings of these months, for accounts that are open. */
export async function fillPostings(
  database: Database,
  accounts: number,
  months: readonly string[],
): Promise<void> {
  for (const month of months)
    await inOneGo(database, async (tx) => {
      await insertEntries(tx, accounts, month);
      await insertPostings(tx, accounts, month);
    });
  await database.transaction((tx) => tx.client.query('analyze ledger.entry, ledger.posting'));
}

async function insertEntries(tx: Transaction, accounts: number, month: string): Promise<void> {
  const day = `${month}-12`;
  await tx.run(sql`
    insert into ledger.entry (entry_id, state, kind, reason, fund, period, payer_id, effective_on, entered_at)
    select ${groupIn(month, sql`employer`, '01')}, 'posted', 'contribution', 'contributions_reported', 'JHT', ${month},
      lpad(to_hex(employer), 32, '0')::uuid, ${day}::date, ${day}::timestamptz
    from generate_series(1, ${Math.ceil(accounts / accountsOfEmployer)}::int) employer`);
}

async function insertPostings(tx: Transaction, accounts: number, month: string): Promise<void> {
  const year = Number(month.slice(0, 4));
  await tx.run(sql`
    insert into ledger.posting (ledger_account_id, entry_id, amount, year)
    select (select min(ledger_account_id) - 1 from ledger.ledger_account where kind = 'savings') + n,
      ${groupIn(month, employerOf, '01')}, ${wageIn(month)} * 57 / 1000, ${year}::smallint
    from generate_series(1, ${accounts}::int) n`);
  await tx.run(sql`
    insert into ledger.posting (ledger_account_id, entry_id, amount, year)
    select (select ledger_account_id from ledger.ledger_account where name = 'contributions:JHT'),
      ${groupIn(month, sql`employer`, '01')}, -total, ${year}::smallint
    from (select ${employerOf} as employer, sum(${wageIn(month)} * 57 / 1000)::bigint as total
      from generate_series(1, ${accounts}::int) n group by 1) given`);
}

/** The rows of contributions of these months. */
export async function fillContributions(
  database: Database,
  accounts: number,
  months: readonly string[],
  programmes: true | 'every programme',
): Promise<void> {
  for (const month of months)
    await inOneGo(database, (tx) => insertContributions(tx, accounts, month, programmes !== true));
  await database.transaction((tx) => tx.client.query('analyze contributions.contribution'));
}

async function insertContributions(
  tx: Transaction,
  accounts: number,
  month: string,
  every: boolean,
): Promise<void> {
  const day = `${month}-12`;
  const share = (thousandths: number) =>
    sql`case when ${every}::boolean then wage * ${thousandths}::int / 1000 end`;
  await tx.run(sql`
    insert into contributions.contribution (person_id, membership_id, month, segment, employer_id, wage, jht_employer,
      jht_employee, jp_employer, jp_employee, jkk_employer, jkm_employer, reported_on, billed_on, paid_on, posted_on, batch_id, posting_group)
    select id, id, ${month}, 'PU', lpad(to_hex(employer), 32, '0')::uuid, wage, wage * 37 / 1000, wage * 20 / 1000,
      ${share(20)}, ${share(10)}, ${share(5)}, ${share(3)}, ${day}::date, ${day}::date, ${day}::date, ${day}::date, 1,
      ${groupIn(month, sql`employer`, '00')}
    from (select lpad(to_hex(n), 32, '0')::uuid as id, ${employerOf} as employer, ${wageIn(month)} as wage
      from generate_series(1, ${accounts}::int) n offset 0) made`);
}
