import { type AccountServices } from '#accounts';
import { record } from '#activity';
import { caseById, caseOf } from '#cases';
import {
  addDocument,
  type AddRefusal,
  checkUpload,
  documentsOf,
  type EvidenceDocument,
  type OpenedDocument,
  readDocument,
} from '#evidence';
import { ok, refused, type Result } from '#kernel';
import type { UploadedFile } from '#platform';
import { type DeskOfficer, type DeskServices, lookFor, worksOnCases } from '#support';
import { take } from '#throttle';
import type { AskingMember } from './correction-draft.ts';

export type ReportEvidenceRefusal = AddRefusal | 'too-many-today';

export const reportSubject = (caseId: string) => ({ kind: 'wage_report', id: caseId }) as const;

/** Whether a document would be taken, before there is anything that it could be for. */
export async function checkReportEvidence(
  services: AccountServices,
  { accountId }: AskingMember,
  file: UploadedFile,
): Promise<Result<unknown, ReportEvidenceRefusal>> {
  const { database, clock, config } = services;
  const taken = await take(database, services, 'evidence_uploads_day', accountId, clock.now());
  return taken.allowed ? checkUpload(config, file) : refused('too-many-today');
}

/** Adds a document to the member's own report, while it is not closed. */
export function addReportEvidence(
  services: AccountServices,
  member: AskingMember,
  caseId: string,
  file: UploadedFile,
): Promise<Result<undefined, AddRefusal>> {
  return addDocument(services, { ...member, subject: reportSubject(caseId), file }, async (tx) => {
    const found = await caseOf(tx, member.accountId, caseId);
    return found?.kind === 'wage_report' && found.state !== 'closed';
  });
}

/** What was handed in, for an officer whose look at the case lasts. */
export async function reportDocuments(services: DeskServices, caseId: string): Promise<EvidenceDocument[]> {
  return documentsOf(services.database, reportSubject(caseId));
}

/**
 * The content of one document, for an officer whose look at this case lasts. The member's activity says that it was opened, in
 * the transaction that reads it.
 */
export async function openReportEvidence(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  documentId: string,
): Promise<Result<OpenedDocument & { readonly caseNumber: string }, 'unknown'>> {
  if (!worksOnCases(officer) || !(await lookFor(services, officer, caseId))) return refused('unknown');
  return services.database.transaction(
    async (tx): Promise<Result<OpenedDocument & { readonly caseNumber: string }, 'unknown'>> => {
      const found = await caseById(tx, caseId);
      const opened = found && (await readDocument(tx, services.keys, reportSubject(caseId), documentId));
      if (!opened) return refused('unknown');
      await record(tx, {
        event: 'evidence_opened',
        actor: { kind: 'officer', accountId: officer.officerId },
        accountId: opened.accountId,
        at: services.clock.now(),
        details: { case: found.caseNumber },
      });
      return ok({ ...opened, caseNumber: found.caseNumber });
    },
  );
}
