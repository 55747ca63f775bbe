import { record } from '#activity';
import { caseAbout } from '#cases';
import { type OpenedDocument, readDocument } from '#evidence';
import { ok, refused, type Result } from '#kernel';
import { dayOfDeath } from '#members';
import type { Executor } from '#platform';
import {
  type DeskOfficer,
  type DeskServices,
  lookFor,
  type Proposal,
  proposalById,
  worksOnCases,
} from '#support';
import { type CorrectionView, subjectOf, viewOf } from './correction-reads.ts';
import type { Correction, CorrectionField } from './correction-types.ts';
import * as queries from './queries-corrections.ts';

/** One line of the desk's list: nothing of the member. */
export type WaitingCorrection = {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly state: Correction['state'];
  readonly fields: readonly CorrectionField[];
  readonly sentAt: Date;
  readonly dueAt: Date;
  /** Past its legal clock. */
  readonly isLate: boolean;
  readonly isProposed: boolean;
};

/** What waits for the desk, what is due first in front; what waits for its member at the end. */
export async function waitingCorrections(
  executor: Executor,
  { now, limit, offset }: { readonly now: Date; readonly limit: number; readonly offset: number },
): Promise<WaitingCorrection[]> {
  const rows = await queries.openCorrections(executor, limit, offset);
  return rows.flatMap((row) => {
    const { case_id: caseId, case_number: caseNumber, sent_at: sentAt, due_at: dueAt } = row;
    if (caseId === null || caseNumber === null || !sentAt || !dueAt) return [];
    return {
      caseId,
      caseNumber,
      state: row.state,
      fields: row.fields,
      sentAt,
      dueAt,
      isLate: row.state !== 'needs_more' && dueAt <= now,
      isProposed: row.proposal_id !== null && (row.proposal_expires_at ?? now) > now,
    };
  });
}

export type DeskCorrection = CorrectionView & {
  readonly isLate: boolean;
  /** The NIK stood for another person when it was sent; the number of the case for merging. */
  readonly mergingNumber: string | undefined;
  readonly numberTaken: boolean;
  /** The birth date that is asked for lies behind the day of death on the register: it cannot be made so. */
  readonly isAfterDeath: boolean;
  /** What waits for a second officer, or was decided last. */
  readonly proposal: Proposal | undefined;
};

/** A request with what it asks for, for an officer whose look at this case lasts; undefined for anybody else. */
export async function correctionForDesk(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<DeskCorrection | undefined> {
  const { database, keys, clock } = services;
  const row = await lookedAt(services, officer, caseId);
  if (!row) return undefined;
  const merging = row.number_taken ? await caseAbout(database, 'merging', row.correction_id) : undefined;
  const view = await viewOf(database, keys, row);
  const { birthDate } = view.correction.values;
  const diedOn = birthDate && (await dayOfDeath(database, row.person_id));
  return {
    ...view,
    isAfterDeath: Boolean(diedOn && birthDate > diedOn),
    isLate: row.state !== 'needs_more' && !row.ended_at && row.due_at !== null && row.due_at <= clock.now(),
    mergingNumber: merging?.caseNumber,
    numberTaken: row.number_taken,
    proposal: row.proposal_id === null ? undefined : await proposalById(database, keys, row.proposal_id),
  };
}

/** The request of the case, behind role and look. */
export async function lookedAt(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<queries.CorrectionRow | undefined> {
  if (!worksOnCases(officer) || !(await lookFor(services, officer, caseId))) return undefined;
  return queries.correctionOfCase(services.database, caseId);
}

/**
 * The content of one document for an officer whose look at this case lasts. The member's activity says that it was opened,
 * in the transaction that reads it.
 */
export async function openEvidence(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  documentId: string,
): Promise<Result<OpenedDocument & { readonly caseNumber: string }, 'unknown'>> {
  const row = await lookedAt(services, officer, caseId);
  if (!row || row.case_number === null) return refused('unknown');
  const { case_number: caseNumber } = row;
  return services.database.transaction(
    async (tx): Promise<Result<OpenedDocument & { readonly caseNumber: string }, 'unknown'>> => {
      const opened = await readDocument(tx, services.keys, subjectOf(row.correction_id), documentId);
      if (!opened) return refused('unknown');
      await record(tx, {
        event: 'evidence_opened',
        actor: { kind: 'officer', accountId: officer.officerId },
        accountId: row.account_id,
        personId: row.person_id,
        at: services.clock.now(),
        details: { case: caseNumber },
      });
      return ok({ ...opened, caseNumber });
    },
  );
}
