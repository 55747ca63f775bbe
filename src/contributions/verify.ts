import { prepareTotals } from '#ledger';
import type { Database } from '#platform';
import * as checks from './queries-verify.ts';

/** One thing that does not tie between the rows of this room and the ledger, named so that a person can look at it. */
export type ContributionDifference = {
  readonly check: 'entry_differs' | 'row_without_entry' | 'savings_differ' | 'employer_month_differs';
  /** The entry, the person, or payer, month and programme at fault. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
};

/**
 * Compares what was assessed with what the ledger holds: each programme of each posting group with its entry (amount,
 * state, and day of posting), each person's JHT with the savings account, each employer and month with its entries.
 * Yields what differs; nothing when all ties. Reads a steady picture of both, whatever is imported meanwhile.
 */
export async function* verifyContributions(database: Database): AsyncGenerator<ContributionDifference> {
  const found = await database.transaction(async (tx) => {
    await checks.holdPicture(tx);
    await prepareTotals(tx);
    await checks.createGroupTotals(tx);
    return [
      ...(await checks.selectEntryDifferences(tx)),
      ...(await checks.selectSavingsDifferences(tx)),
      ...(await checks.selectEmployerDifferences(tx)),
    ];
  });
  yield* found;
}
