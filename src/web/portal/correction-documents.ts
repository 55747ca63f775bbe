import { mediaTypes } from '#evidence';
import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import type { CorrectionView } from '#privacy';
import { button, fileField, form } from '#web/layout';

export const kilobytes = (bytes: number) => Math.max(1, Math.round(bytes / 1000));

/** What is there; before the sending each can be taken back. */
export function documentList(visit: Visit, { correction, documents }: CorrectionView): Html {
  const { t, session } = visit;
  if (documents.length === 0) return html`<p class="soft">${t('portal.corrections.no_documents')}</p>`;
  const { correctionId, state } = correction;
  return html`<ul class="rows">
    ${documents.map(
      (one, place) =>
        html`<li>
          <strong>${t('portal.corrections.document', { number: place + 1 })}</strong>
          <span class="small soft">
            ${t(`portal.corrections.type.${one.mediaType}`)}, ${kilobytes(one.sizeBytes)} kB ·
            ${formatInstant(one.addedAt, t.language, session?.timeZone)}</span
          >
          ${
            state === 'draft'
              ? form(visit, {
                  action: `/corrections/${correctionId}`,
                  body: html`<input type="hidden" name="document" value="${one.documentId}" />${button({
                      label: t('portal.corrections.remove', { number: place + 1 }),
                      kind: 'link',
                      name: 'act',
                      value: 'remove',
                    })}`,
                })
              : nothing
          }
        </li>`,
    )}
  </ul>`;
}

const inMegabytes = ({ t, config }: Visit) =>
  new Intl.NumberFormat(t.language, { maximumFractionDigits: 1 }).format(
    config.EVIDENCE_MOST_BYTES / 1_000_000,
  );

export const documentField = (visit: Visit, error: string | undefined): Html =>
  fileField({
    name: 'document',
    label: visit.t('portal.corrections.choose'),
    hint: visit.t('portal.corrections.choose_hint', {
      megabytes: inMegabytes(visit),
      count: visit.config.EVIDENCE_MOST_DOCUMENTS,
    }),
    accept: mediaTypes.join(','),
    error,
  });
