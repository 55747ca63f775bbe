import type { Executor } from '#platform';
import type { OpenedCase } from './cases.ts';
import * as queries from './queries.ts';

/** A case with whom it is about, for the desk only. */
export type FoundCase = OpenedCase & {
  readonly accountId: string | undefined;
  readonly personId: string | undefined;
};

export function caseById(executor: Executor, caseId: string): Promise<FoundCase | undefined> {
  return find(executor, { caseId });
}

/** By the number that people are told, however it is written. */
export function caseByNumber(executor: Executor, typed: string): Promise<FoundCase | undefined> {
  return find(executor, { caseNumber: typed.trim().toUpperCase() });
}

async function find(
  executor: Executor,
  which: Parameters<typeof queries.findCase>[1],
): Promise<FoundCase | undefined> {
  const row = await queries.findCase(executor, which);
  return (
    row && {
      caseId: row.case_id,
      caseNumber: row.case_number,
      kind: row.kind,
      state: row.state,
      openedAt: row.opened_at,
      details: row.details,
      accountId: row.account_id ?? undefined,
      personId: row.person_id ?? undefined,
    }
  );
}
