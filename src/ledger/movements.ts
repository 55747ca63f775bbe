import type { IsoDate } from '#kernel';
import type { Executor } from '#platform';
import { selectMovements, selectYears, type YearRow } from './queries-reads.ts';
import type { LedgerMovement } from './types.ts';

/**
 * Posted movements of a person's savings, newest first, each with the balance after it. Only the years that the page
 * falls into are read. Two statements.
 */
export async function movementsOf(
  executor: Executor,
  ownerId: string,
  page: { limit: number; offset: number },
): Promise<{ rows: LedgerMovement[]; more: boolean }> {
  const years = await selectYears(executor, ownerId, '9999-12-31' as IsoDate);
  const { after, until, skipped } = yearsOfPage(years, page);
  const found = await selectMovements(
    executor,
    ownerId,
    { after, until },
    page.limit + 1,
    page.offset - skipped,
  );
  const rows = found.slice(0, page.limit).map((row) => ({
    ...row,
    period: row.period ?? undefined,
    payerId: row.payerId ?? undefined,
  }));
  return { rows, more: found.length > page.limit };
}

/** The closed years to leave out before and behind the page, and how many movements lie in those behind it. */
function yearsOfPage(years: readonly YearRow[], { limit, offset }: { limit: number; offset: number }) {
  let counted = years.reduce((sum, { isClosed, movements }) => sum + (isClosed ? 0 : Number(movements)), 0);
  let [until, skipped]: [number | undefined, number] = [undefined, 0];
  for (const { year, movements } of years.filter(({ isClosed }) => isClosed).toReversed()) {
    if (counted > offset + limit) return { after: year, until, skipped };
    if (counted <= offset) [until, skipped] = [year, counted];
    counted += Number(movements);
  }
  return { after: 0, until, skipped };
}
