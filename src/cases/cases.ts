import { newId } from '#kernel';
import type { Executor } from '#platform';
import { newCaseNumber } from './case-number.ts';
import * as queries from './queries.ts';
import type { DeskCase, NewCase, OpenedCase } from './types.ts';

/**
 * Opens a case in the transaction of what led to it, and returns the number that the person is told. The same thing
 * (`about`) reported again, also at the same instant, has one case.
 */
export async function openCase(
  tx: Executor,
  opened: NewCase,
): Promise<{ caseId: string; caseNumber: string }> {
  const names = { caseId: newId(opened.now), caseNumber: opened.caseNumber ?? newCaseNumber() };
  const row = await queries.insertCase(tx, { ...opened, ...names });
  return { caseId: row.case_id, caseNumber: row.case_number };
}

/** The cases of an account, the one that moved last first; at most `limit`. */
export async function casesOf(executor: Executor, accountId: string, limit = 50): Promise<OpenedCase[]> {
  return (await queries.casesOf(executor, accountId, limit)).map(openedCase);
}

/** One case of the account; undefined when it is not there or another's. */
export async function caseOf(
  executor: Executor,
  accountId: string,
  caseId: string,
): Promise<OpenedCase | undefined> {
  const row = await queries.caseById(executor, caseId);
  return row?.account_id === accountId ? openedCase(row) : undefined;
}

export function openedCase(row: queries.CaseRow): OpenedCase {
  return {
    caseId: row.case_id,
    caseNumber: row.case_number,
    kind: row.kind,
    state: row.state,
    openedAt: row.opened_at,
    changedAt: row.changed_at ?? row.opened_at,
    details: row.details,
  };
}

export function deskCase(row: queries.CaseRow): DeskCase {
  return {
    ...openedCase(row),
    accountId: row.account_id ?? undefined,
    personId: row.person_id ?? undefined,
    takenBy: row.taken_by ?? undefined,
    takenAt: row.taken_at ?? undefined,
    language: row.language ?? undefined,
  };
}
