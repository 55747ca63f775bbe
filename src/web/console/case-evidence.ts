import type { EvidenceCaseKind } from '#evidence';
import { AppError, isId } from '#kernel';
import type { Html, Visit } from '#platform';
import { caseDocuments, openCaseEvidence } from '#privacy';
import type { DeskServices } from '#support';
import { behindLook } from './behind-look.ts';
import { asFile } from './correction-evidence.ts';
import { documentsCard } from './correction-facts.ts';
import { deskOfficerOf } from './frame.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** Where the pages of a kind of case stand that documents come with. */
const pages: Readonly<Record<EvidenceCaseKind, string>> = {
  wage_report: '/wage-reports',
  exit_notice: '/exit',
};

/** One document of a case, as a file to be saved, for an officer whose look at the case lasts. */
export function caseEvidencePage(services: DeskServices, kind: EvidenceCaseKind): ConsolePage {
  return behindLook(services, {
    path: `${pages[kind]}/:caseId/documents/:documentId`,
    roles: deskRoles,
    get: async (visit, { caseId }) => {
      const documentId = visit.context.req.param('documentId') ?? '';
      const opened = isId(documentId)
        ? await openCaseEvidence(services, deskOfficerOf(visit), { kind, caseId }, documentId)
        : undefined;
      if (!opened?.ok) throw new AppError('not_found', 'no such document of this case');
      return asFile(visit, opened.value, documentId);
    },
  });
}

/** What was handed in with a case, each with the way to its file. */
export async function caseDocumentsCard(
  services: DeskServices,
  visit: Visit,
  of: { readonly kind: EvidenceCaseKind; readonly caseId: string },
): Promise<Html> {
  const documents = await caseDocuments(services, of);
  return documentsCard(visit, documents, `${pages[of.kind]}/${of.caseId}/documents`);
}
