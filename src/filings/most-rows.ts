import type { Config } from '#platform';
import type { FilingKind } from './types.ts';

/** As in the register's own workbook; rows of workers and exits are held in memory. */
export const mostRegisterRows = 10_000;

/** How many rows a file of this kind may have: the page tells it, and the job holds to it. */
export function mostRowsOf(
  kind: FilingKind,
  { FILING_MOST_ROWS: most }: Pick<Config, 'FILING_MOST_ROWS'>,
): number {
  return kind === 'wages' ? most : Math.min(most, mostRegisterRows);
}
