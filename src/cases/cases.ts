import { newId } from '#kernel';
import type { Executor } from '#platform';
import { newCaseNumber } from './case-number.ts';
import * as queries from './queries.ts';

/** Closed list; a name is never used for something else. */
export type CaseKind = 'not_me' | 'shared_contact' | 'recovery' | 'message_report' | 'support';

export type NewCase = {
  readonly kind: CaseKind;
  readonly accountId?: string;
  readonly personId?: string;
  /** The number that the person has been told already; a new one unless said. */
  readonly caseNumber?: string;
  /** Id of the one thing that it is about: reporting the same thing again finds the same case. */
  readonly about?: string;
  /** Names from closed lists and ids; no personal value. */
  readonly details?: Readonly<Record<string, string | number>>;
  readonly now: Date;
};

export type OpenedCase = {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly kind: CaseKind;
  readonly state: 'open' | 'closed';
  readonly openedAt: Date;
  readonly details: Readonly<Record<string, string | number>>;
};

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

/** The cases of an account, the newest first; at most 50. */
export async function casesOf(executor: Executor, accountId: string): Promise<OpenedCase[]> {
  const rows = await queries.casesOf(executor, accountId);
  return rows.map((row) => ({
    caseId: row.case_id,
    caseNumber: row.case_number,
    kind: row.kind,
    state: row.state,
    openedAt: row.opened_at,
    details: row.details,
  }));
}
