import type { Executor } from '#platform';
import { selectMovements } from './queries.ts';
import type { LedgerMovement } from './types.ts';

/** Posted movements of a person's savings, newest first, each with the balance after it. */
export async function movementsOf(
  executor: Executor,
  ownerId: string,
  page: { limit: number; offset: number },
): Promise<{ rows: LedgerMovement[]; more: boolean }> {
  const found = await selectMovements(executor, ownerId, page.limit + 1, page.offset);
  const rows = found.slice(0, page.limit).map((row) => ({
    ...row,
    period: row.period ?? undefined,
    payerId: row.payerId ?? undefined,
  }));
  return { rows, more: found.length > page.limit };
}
