import { type Executor, sql } from '#platform';
import type { CaseKind, NewCase } from './cases.ts';

type CaseRow = {
  readonly case_id: string;
  readonly case_number: string;
  readonly kind: CaseKind;
  readonly state: 'open' | 'closed';
  readonly opened_at: Date;
  readonly details: Record<string, string | number>;
};

/** The update changes nothing: it makes the statement answer with the case that is there already. */
export function insertCase(
  tx: Executor,
  row: NewCase & { readonly caseId: string; readonly caseNumber: string },
): Promise<Pick<CaseRow, 'case_id' | 'case_number'>> {
  return tx.one<Pick<CaseRow, 'case_id' | 'case_number'>>(sql`
    insert into cases.case (case_id, case_number, kind, account_id, person_id, about, details, opened_at)
    values (${row.caseId}, ${row.caseNumber}, ${row.kind}, ${row.accountId ?? null}, ${row.personId ?? null},
      ${row.about ?? null}, ${JSON.stringify(row.details ?? {})}::jsonb, ${row.now})
    on conflict on constraint case_once_about do update set about = excluded.about
    returning case_id, case_number`);
}

export function casesOf(executor: Executor, accountId: string): Promise<CaseRow[]> {
  return executor.many<CaseRow>(sql`
    select case_id, case_number, kind, state, opened_at, details
    from cases.case where account_id = ${accountId} order by opened_at desc, case_id desc limit 50`);
}

type FoundRow = CaseRow & { readonly account_id: string | null; readonly person_id: string | null };

export function findCase(
  executor: Executor,
  which: { readonly caseId: string } | { readonly caseNumber: string },
): Promise<FoundRow | undefined> {
  const where = 'caseId' in which ? sql`case_id = ${which.caseId}` : sql`case_number = ${which.caseNumber}`;
  return executor.maybe<FoundRow>(sql`
    select case_id, case_number, kind, state, opened_at, details, account_id, person_id from cases.case where ${where}`);
}
