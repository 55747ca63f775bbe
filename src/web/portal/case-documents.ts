import type { EvidenceDocument } from '#evidence';
import { type Html, html, nothing, type Visit } from '#platform';
import { button, card, form } from '#web/layout';
import { documentField, kilobytes } from './correction-documents.ts';

type Shown = {
  readonly documents: readonly EvidenceDocument[];
  /** Where another one is sent to; undefined when the case takes none any more. */
  readonly action: string | undefined;
  /** Why the last one was not taken. */
  readonly problem: string | undefined;
};

/** What was handed in with a case, and room for another document while it is open and not full: here nothing is taken back. */
export function caseDocumentsCard(visit: Visit, { documents, action, problem }: Shown): Html {
  const { t, config } = visit;
  return card({
    title: t('portal.corrections.documents'),
    body: html`${
        documents.length === 0
          ? html`<p class="soft">${t('portal.corrections.no_documents')}</p>`
          : html`<ul class="rows">
              ${documents.map(
                (one, place) =>
                  html`<li>
                    ${t('portal.corrections.document', { number: place + 1 })}
                    <span class="small soft"
                      >${t(`portal.corrections.type.${one.mediaType}`)}, ${kilobytes(one.sizeBytes)} kB</span
                    >
                  </li>`,
              )}
            </ul>`
      }
      <p class="small soft">${t('portal.corrections.kept', { days: config.EVIDENCE_KEEP_DAYS })}</p>
      ${
        action === undefined
          ? nothing
          : documents.length >= config.EVIDENCE_MOST_DOCUMENTS
            ? html`<p>${t('portal.case_documents.full', { count: documents.length })}</p>`
            : form(visit, {
                action,
                file: true,
                body: html`${documentField(visit, problem)}
                ${button({ label: t('portal.corrections.upload'), kind: 'secondary', name: 'act', value: 'add' })}`,
              })
      }`,
  });
}
