import type { Executor, Transaction } from '#platform';
import * as checks from './verify-queries.ts';

/** One thing that does not tie, named so that a person can look at it. */
export type LedgerDifference = {
  readonly check:
    | 'entry_not_balanced'
    | 'entry_without_postings'
    | 'posting_without_entry'
    | 'posting_without_account'
    | 'trigger_missing'
    | 'control_total_differs';
  /** The entry, account, trigger, or payer and period at fault. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
};

const guards = [
  ['posting', 'posting_append_only'],
  ['posting', 'posting_never_truncated'],
  ['posting', 'posting_balanced'],
  ['entry', 'entry_settles_only'],
  ['entry', 'entry_never_deleted'],
  ['entry', 'entry_never_truncated'],
  ['ledger_account', 'ledger_account_never_changed'],
  ['ledger_account', 'ledger_account_never_truncated'],
] as const;

/**
 * Proves the ledger from its own rows, each check one pass over the tables: entries balance, every posting has its
 * entry and account, the guards stand, and for each payer and period what control accounts gave is what savings got.
 * Yields what differs; nothing when all ties.
 */
export async function* verifyLedger(executor: Executor): AsyncGenerator<LedgerDifference> {
  const standing = new Set((await checks.selectGuards(executor)).map(({ name }) => name));
  for (const [table, name] of guards) {
    if (!standing.has(name))
      yield {
        check: 'trigger_missing',
        subject: `ledger.${table}`,
        expected: name,
        found: 'missing or disabled',
      };
  }
  for (const row of await checks.selectUnbalanced(executor))
    yield { check: 'entry_not_balanced', subject: row.subject, expected: '0', found: String(row.amount) };
  for (const { subject } of await checks.selectEmptyEntries(executor))
    yield { check: 'entry_without_postings', subject, expected: 'postings', found: 'none' };
  for (const { subject } of await checks.selectPostingsWithoutEntry(executor))
    yield { check: 'posting_without_entry', subject, expected: 'an entry', found: 'none' };
  for (const { subject } of await checks.selectPostingsWithoutAccount(executor))
    yield { check: 'posting_without_account', subject, expected: 'an account', found: 'none' };
  for (const row of await checks.selectControlDifferences(executor))
    yield {
      check: 'control_total_differs',
      subject: row.subject,
      expected: String(row.control),
      found: String(row.savings),
    };
}

/** Hands out pg_temp.entry_total and pg_temp.savings_total (types.ts), for rooms that compare their rows with the ledger. */
export async function prepareTotals(tx: Transaction): Promise<void> {
  await checks.createEntryTotals(tx);
  await checks.createSavingsTotals(tx);
}
