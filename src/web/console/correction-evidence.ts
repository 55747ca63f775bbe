import type { OpenedDocument } from '#evidence';
import { AppError, isId } from '#kernel';
import type { Visit } from '#platform';
import { openEvidence } from '#privacy';
import type { DeskServices } from '#support';
import { behindLook } from './behind-look.ts';
import { deskOfficerOf } from './frame.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

const endings = { 'image/jpeg': 'jpg', 'image/png': 'png', 'application/pdf': 'pdf' } as const;

/**
 * One document, for an officer whose look at the case lasts, as a file to be saved: never shown in a page of ours, whatever is
 * in it. Its name is made here; the member's name for it is not kept.
 */
export function evidencePage(services: DeskServices): ConsolePage {
  return behindLook(services, {
    path: '/corrections/:caseId/documents/:documentId',
    roles: deskRoles,
    get: async (visit, { caseId }) => {
      const documentId = visit.context.req.param('documentId') ?? '';
      const opened = isId(documentId)
        ? await openEvidence(services, deskOfficerOf(visit), caseId, documentId)
        : undefined;
      if (!opened?.ok) throw new AppError('not_found', 'no such document of this case');
      return asFile(visit, opened.value, documentId);
    },
  });
}

/** A document as a file to be saved, under a name made here. */
export function asFile(
  visit: Visit,
  { caseNumber, mediaType, content }: OpenedDocument & { readonly caseNumber: string },
  documentId: string,
): Response {
  const name = `bukti-${caseNumber}-${documentId.slice(-4)}.${endings[mediaType]}`;
  return visit.context.body(new Uint8Array(content), 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${name}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'Content-Length': String(content.length),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  });
}
