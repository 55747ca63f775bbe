import { createHash } from 'node:crypto';
import type { Filing } from './filing.ts';
import type { RemarkRow } from './queries.ts';
import type { WageRemarkRow } from './queries-wage-remarks.ts';
import type { RefusedRow } from './types.ts';

/** What a look at a filing found, in numbers; the totals as text. */
export type Found = {
  readonly rows_read: number;
  readonly rows_good: number;
  readonly rows_known: number;
  readonly wage_total: string | null;
  readonly jht_total: string | null;
  readonly jp_total: string | null;
  readonly jkk_total: string | null;
  readonly jkm_total: string | null;
};

/**
 * By which two looks at one filing are known to have found the same, to the row; `facts` is what the page shows beside its
 * rows and is not in its file. In hexadecimal digits.
 */
export function previewDigest(
  found: Found,
  refusals: readonly RefusedRow[],
  facts: readonly string[] = [],
): string {
  const hash = createHash('sha256');
  const { rows_read, rows_good, rows_known, wage_total, jht_total, jp_total, jkk_total, jkm_total } = found;
  const numbers = [rows_read, rows_good, rows_known, wage_total, jht_total, jp_total, jkk_total, jkm_total];
  hash.update(numbers.join(' '));
  for (const { row, column, reason } of refusals.toSorted((first, second) => first.row - second.row))
    hash.update(`\n${row} ${column} ${reason}`);
  for (const fact of facts) hash.update(`\n${fact}`);
  return hash.digest('hex');
}

/** What a page showed of a filing; who approves sends it back, and approves only that. */
export function previewSeen(
  { preview }: Filing,
  remarks: readonly RemarkRow[],
  wages: readonly WageRemarkRow[],
): string {
  const hash = createHash('sha256').update(preview ?? '');
  for (const { membershipId, kind, wage, lastWage } of remarks)
    hash.update(`\n${membershipId} ${kind} ${wage} ${lastWage}`);
  for (const { membershipId, kind, wage, compared, legalSource, isExample, ofKind } of wages)
    hash.update(`\n${membershipId} ${kind} ${wage} ${compared} ${legalSource} ${isExample} ${ofKind}`);
  return hash.digest('base64url');
}
