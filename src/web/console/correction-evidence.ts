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
      const { caseNumber, mediaType, content } = opened.value;
      return asFile(visit, `bukti-${caseNumber}-${documentId.slice(-4)}.${endings[mediaType]}`, content);
    },
  });
}

function asFile(visit: Visit, name: string, content: Buffer): Response {
  return visit.context.body(new Uint8Array(content), 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${name}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'Content-Length': String(content.length),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  });
}
