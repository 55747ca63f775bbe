import { closedYears, type LedgerDifference, proveLedger, type Shortfalls, shortfallsProved } from '#ledger';
import type { Database, Transaction } from '#platform';
import { declaredReturns } from './declared-returns.ts';
import * as checks from './queries-verify.ts';

/** One thing that does not tie between the rows of this room and the ledger, named so that a person can look at it. */
export type ContributionDifference = {
  readonly check:
    | 'entry_differs'
    | 'row_without_entry'
    | 'savings_differ'
    | 'employer_month_differs'
    | 'payment_differs'
    | 'return_not_declared';
  /** The entry, the person, or payer, month and programme at fault. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
};

/**
 * Proves the ledger (`verifyLedger`) and compares what was assessed with what it holds: each programme of each posting group
 * with its entry (amount, state, and day of posting), each person's JHT with the savings account, each employer and month with
 * its entries, each payment with its pay-out, and the terms of each closed year with the rate declared.
 * Yields what differs; nothing when all ties. Reads one steady picture of both, whatever is imported meanwhile; `onShortfalls`
 * hears of the savings below zero in it.
 */
export async function* verifyBooks(
  database: Database,
  onShortfalls: (found: Shortfalls) => void = () => {},
): AsyncGenerator<LedgerDifference | ContributionDifference> {
  const found = await database.transaction(async (tx) => {
    const ledger = await proveLedger(tx);
    onShortfalls(await shortfallsProved(tx));
    await checks.createGroupTotals(tx);
    return [
      ...ledger,
      ...(await checks.selectEntryDifferences(tx)),
      ...(await checks.selectSavingsDifferences(tx)),
      ...(await checks.selectEmployerDifferences(tx)),
      ...(await checks.selectPayOutDifferences(tx)),
      ...(await undeclared(tx)),
    ];
  });
  yield* found;
}

async function undeclared(tx: Transaction): Promise<ContributionDifference[]> {
  const declared = await declaredReturns(tx);
  return (await closedYears(tx)).flatMap((closed) => {
    const known = declared.find(({ year, kind }) => year === closed.year && kind === 'declared');
    const [expected, found] = [known, closed].map((terms) =>
      terms ? `${terms.method} at ${terms.rate}` : 'none',
    );
    if (expected === found) return [];
    return [
      {
        check: 'return_not_declared' as const,
        subject: `return of ${closed.year}`,
        expected: expected ?? '',
        found: found ?? '',
      },
    ];
  });
}
