import type { Database, Transaction } from '#platform';
import { expectedGuards } from './guards.ts';
import { selectOwnerDifferences } from './queries-merging.ts';
import * as checks from './verify-queries.ts';
import * as years from './verify-queries-years.ts';

/** What each check of the ledger by itself is called when it fails. */
const ledgerChecks = {
  entry_not_balanced: checks.selectUnbalanced,
  entry_without_postings: checks.selectEmptyEntries,
  entry_over_several_years: checks.selectSpread,
  posting_without_entry: checks.selectPostingsWithoutEntry,
  posting_without_account: checks.selectPostingsWithoutAccount,
  correction_of_nothing: checks.selectCorrectingNothing,
  control_total_differs: checks.selectControlDifferences,
  snapshot_differs: years.selectSnapshotDifferences,
  return_differs: years.selectReturnDifferences,
  year_total_differs: years.selectYearDifferences,
  carried_differs: years.selectCarriedDifferences,
  rewarded_without_return: years.selectRewardedDifferences,
  owner_differs: selectOwnerDifferences,
  below_zero_without_payment: checks.selectBelowZero,
} as const;

/** One thing that does not tie, named so that a person can look at it. */
export type LedgerDifference = {
  readonly check: keyof typeof ledgerChecks | 'trigger_missing';
  /** The entry, account, trigger, or payer and period at fault. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
};

/**
 * Proves the ledger from its own rows, in two passes over the postings: entries balance and lie in one year, every
 * posting has its entry and account, the guards stand, for each payer and period what control accounts gave is what
 * savings got, each snapshot is the one before and the postings of its year, each return is what the terms of its year
 * give, all that a year left open is carried over its end, accounts are whose mergings made them, and no savings lack more than was paid out of them. Yields what differs (at most 1000 of a kind); nothing
 * when all ties. Reads a steady picture, whatever is entered meanwhile.
 */
export async function* verifyLedger(database: Database): AsyncGenerator<LedgerDifference> {
  yield* await database.transaction((tx) => proveLedger(tx));
}

/**
 * The same within a transaction that has asked nothing yet, and then leaves pg_temp.entry_total and pg_temp.savings_total
 * (types.ts) of the same picture, from the same passes, for a room that compares its rows with the ledger.
 */
export async function proveLedger(tx: Transaction): Promise<LedgerDifference[]> {
  await checks.holdPicture(tx);
  await checks.createEntrySums(tx);
  await checks.createAccountYears(tx);
  await years.createMonthsBelow(tx);
  const found: LedgerDifference[] = await missingGuards(tx);
  for (const [check, select] of Object.entries(ledgerChecks))
    for (const row of await select(tx)) found.push({ check: check as keyof typeof ledgerChecks, ...row });
  await checks.createEntryTotals(tx);
  await checks.createSavingsTotals(tx);
  return found;
}

export type Shortfalls = { readonly accounts: number; readonly amount: bigint };

/**
 * In the transaction of `proveLedger`: the savings that stand below zero because they were paid out before a contribution
 * under them was taken back. Claims of the fund, no differences.
 */
export function shortfallsProved(tx: Transaction): Promise<Shortfalls> {
  return checks.selectShortfalls(tx);
}

async function missingGuards(tx: Transaction): Promise<LedgerDifference[]> {
  const standing = new Set((await checks.selectGuards(tx)).map(({ table, name }) => `${table} ${name}`));
  return expectedGuards(await checks.selectPartitions(tx))
    .filter(({ table, name }) => !standing.has(`${table} ${name}`))
    .map(({ table, name }) => ({
      check: 'trigger_missing',
      subject: `ledger.${table}`,
      expected: name,
      found: 'missing or disabled',
    }));
}
