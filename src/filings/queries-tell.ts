import type { Month } from '#kernel';
import { type Executor, sql } from '#platform';
import type { FilingKind } from './types.ts';

export type Untold = {
  readonly filingId: string;
  readonly employerId: string;
  readonly npp: string;
  readonly kind: FilingKind;
  readonly month: Month | null;
  readonly state: 'counted' | 'unreadable' | 'checked' | 'received';
};

/** Filings whose clerks have not heard yet what became of them; told by this statement, so by nobody else. */
export function takeUntold(tx: Executor, since: Date, now: Date, limit: number): Promise<Untold[]> {
  return tx.many<Untold>(sql`
    update filings.filing set told_at = ${now} where filing_id in (
      select filing_id from filings.filing
      where told_at is null and (state in ('counted', 'unreadable') or changed_at is not null)
        and coalesce(counted_at, changed_at, received_at) > ${since}
      order by coalesce(counted_at, changed_at, received_at) limit ${limit} for no key update skip locked)
    returning filing_id as "filingId", employer_id as "employerId", npp, kind, month, state`);
}
