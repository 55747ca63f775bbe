import type { WageCheckKind } from '#contributions';
import { type Executor, sql } from '#platform';

/** In place of those of an earlier look, out of pg_temp.wage_check, where contributions put them. */
export async function writeWageRemarks(
  tx: Executor,
  filings: readonly { readonly npp: string; readonly filingId: string }[],
): Promise<void> {
  const ids = filings.map(({ filingId }) => filingId);
  await tx.run(sql`delete from filings.wage_remark where filing_id = any(${ids}::uuid[])`);
  await tx.run(sql`
    insert into filings.wage_remark (filing_id, membership_id, person_id, kind, wage, compared, legal_source, is_example, of_kind)
    select f.filing_id, c.membership_id, c.person_id, c.kind, c.wage, c.compared, c.legal_source, c.is_example, c.of_kind
    from pg_temp.wage_check c
    join unnest(${filings.map(({ npp }) => npp)}::text[], ${ids}::uuid[]) as f (npp, filing_id) on f.npp = c.npp
    on conflict do nothing`);
}

export type WageRemarkRow = {
  readonly personId: string;
  readonly membershipId: string;
  readonly kind: WageCheckKind;
  readonly wage: bigint;
  /** The minimum wage, the limit, or the last wage. */
  readonly compared: bigint;
  /** Where the minimum wage is written; null for a large wage. */
  readonly legalSource: string | null;
  /** The demonstration made the minimum wage up (contoh). */
  readonly isExample: boolean;
  /** How many the filing has of the kind. */
  readonly ofKind: number;
};

export function wageRemarks(executor: Executor, filingId: string): Promise<WageRemarkRow[]> {
  return executor.many<WageRemarkRow>(sql`
    select person_id as "personId", membership_id as "membershipId", kind, wage, compared, legal_source as "legalSource",
      is_example as "isExample", of_kind as "ofKind"
    from filings.wage_remark where filing_id = ${filingId}
    order by kind, abs(wage - compared) desc, membership_id limit 500`);
}
