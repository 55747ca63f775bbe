import { type AccountServices } from '#accounts';
import { record } from '#activity';
import { caseById, caseOf } from '#cases';
import {
  addDocument,
  type AddRefusal,
  checkUpload,
  documentsOf,
  type EvidenceCaseKind,
  type EvidenceDocument,
  type OpenedDocument,
  readDocument,
} from '#evidence';
import { ok, refused, type Result } from '#kernel';
import type { UploadedFile } from '#platform';
import { type DeskOfficer, type DeskServices, lookFor, worksOnCases } from '#support';
import { take } from '#throttle';
import type { AskingMember } from './correction-draft.ts';

export type CaseEvidenceRefusal = AddRefusal | 'too-many-today';

/** A case that documents may be handed in with. */
export type EvidenceCase = { readonly kind: EvidenceCaseKind; readonly caseId: string };

const subjectOfCase = ({ kind, caseId }: EvidenceCase) => ({ kind, id: caseId });

/** Whether a document would be taken, before there is anything that it could be for. Counts as an upload of today. */
export async function checkCaseEvidence(
  services: AccountServices,
  { accountId }: AskingMember,
  file: UploadedFile,
): Promise<Result<unknown, CaseEvidenceRefusal>> {
  const { database, clock, config } = services;
  const taken = await take(database, services, 'evidence_uploads_day', accountId, clock.now());
  return taken.allowed ? checkUpload(config, file) : refused('too-many-today');
}

/** Adds a document to the member's own case, while it is not closed. */
export function addCaseEvidence(
  services: AccountServices,
  member: AskingMember,
  of: EvidenceCase,
  file: UploadedFile,
): Promise<Result<undefined, AddRefusal>> {
  return addDocument(services, { ...member, subject: subjectOfCase(of), file }, async (tx) => {
    const found = await caseOf(tx, member.accountId, of.caseId);
    return found?.kind === of.kind && found.state !== 'closed';
  });
}

/** What was handed in, without content: for the member whose case it is, and an officer whose look at it lasts. */
export function caseDocuments(
  { database }: Pick<AccountServices, 'database'>,
  of: EvidenceCase,
): Promise<EvidenceDocument[]> {
  return documentsOf(database, subjectOfCase(of));
}

/**
 * The content of one document, for an officer whose look at this case lasts. The member's activity says that it was opened, in
 * the transaction that reads it.
 */
export async function openCaseEvidence(
  services: DeskServices,
  officer: DeskOfficer,
  of: EvidenceCase,
  documentId: string,
): Promise<Result<OpenedDocument & { readonly caseNumber: string }, 'unknown'>> {
  if (!worksOnCases(officer) || !(await lookFor(services, officer, of.caseId))) return refused('unknown');
  return services.database.transaction(
    async (tx): Promise<Result<OpenedDocument & { readonly caseNumber: string }, 'unknown'>> => {
      const found = await caseById(tx, of.caseId);
      const opened = found && (await readDocument(tx, services.keys, subjectOfCase(of), documentId));
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
