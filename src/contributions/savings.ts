import { type IsoDate, parseMonth } from '#kernel';
import { movementsOf, savingsSummary, type SavingsYear, savingsYearEnds, shortfallOf } from '#ledger';
import { employerNames } from '#members';
import type { Executor } from '#platform';
import type { Savings, SavingsMovement } from './types.ts';

/** The JHT balance as the ledger has it: what counts today, and what is on its way, from the last snapshot on. One statement. */
export async function savingsOf(executor: Executor, personId: string, today: IsoDate): Promise<Savings> {
  const summary = await savingsSummary(executor, personId, today);
  return { ...summary, shortfall: shortfallOf(summary.balance), asOf: today };
}

/** Newest first with the running balance. Three statements. */
export async function savingsMovements(
  executor: Executor,
  personId: string,
  page: { limit: number; offset: number },
): Promise<{ rows: SavingsMovement[]; more: boolean }> {
  const { rows, more } = await movementsOf(executor, personId, page);
  const payers = [...new Set(rows.map(({ payerId }) => payerId).filter((id) => id !== undefined))];
  const names = payers.length > 0 ? await employerNames(executor, payers) : new Map<string, string>();
  return {
    more,
    rows: rows.map((row) => ({
      movementId: row.entryId,
      postedOn: row.effectiveOn,
      // What a correction takes back is no contribution to the one who reads it.
      kind: row.kind === 'contribution' && row.amount < 0n ? 'correction' : row.kind,
      month: row.period === undefined ? undefined : parseMonth(row.period),
      employerName: row.payerId === undefined ? undefined : names.get(row.payerId),
      amount: row.amount,
      balanceAfter: row.balanceAfter,
    })),
  };
}

/** Balance at the end of each year with what was paid in and what it earned, oldest first; the running year ends today. */
export function yearlyBalances(executor: Executor, personId: string, today: IsoDate): Promise<SavingsYear[]> {
  return savingsYearEnds(executor, personId, today);
}
