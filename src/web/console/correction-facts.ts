import type { EvidenceDocument } from '#evidence';
import { isoDate } from '#kernel';
import { maskNationalNumber } from '#members';
import { formatDate, type Html, html, nothing, type Visit } from '#platform';
import type { CorrectionField, DeskCorrection } from '#privacy';
import { card, definitions, familyChanges, notice } from '#web/layout';

/** What an officer should know before deciding. */
export function warnings(
  { t }: Visit,
  { birthDiffers, familyDiffers, numberTaken, isAfterDeath, mergingNumber = '' }: DeskCorrection,
): Html {
  return html`${birthDiffers ? notice({ kind: 'warn', body: html`<p>${t('console.corrections.birth_differs')}</p>` }) : nothing}
  ${isAfterDeath ? notice({ kind: 'bad', standing: true, body: html`<p>${t('console.corrections.after_death')}</p>` }) : nothing}
  ${familyDiffers ? notice({ kind: 'bad', standing: true, body: html`<p>${t('console.corrections.family_differs')}</p>` }) : nothing}
  ${
    numberTaken
      ? notice({
          kind: 'bad',
          standing: true,
          body: html`<p>${t('console.corrections.number_taken', { case: mergingNumber })}</p>`,
        })
      : nothing
  }`;
}

/** In full only what is asked to be changed; the NIK that stands stays masked. */
export function values(visit: Visit, { correction, register }: DeskCorrection): Html {
  const { t } = visit;
  const date = (day: string | undefined) => (day ? formatDate(isoDate(day), t.language) : '');
  const pairs: Readonly<Record<Exclude<CorrectionField, 'family'>, readonly [string, string]>> = {
    full_name: [register?.fullName ?? '', correction.values.fullName ?? ''],
    birth_date: [date(register?.birthDate), date(correction.values.birthDate)],
    national_number: [
      register?.nationalNumberMasked ?? '',
      correction.endedAt
        ? maskNationalNumber(correction.values.nationalNumber ?? '')
        : (correction.values.nationalNumber ?? ''),
    ],
  };
  return card({
    title: t('console.corrections.asked'),
    body: definitions([
      ...correction.fields.map((field) => ({
        term: t(`console.corrections.field.${field}`),
        value:
          field === 'family'
            ? familyChanges(visit, correction.values.family ?? [])
            : html`${t('console.corrections.from_to', { before: pairs[field][0] })}
                <strong>${pairs[field][1]}</strong>`,
      })),
      { term: t('console.corrections.reason'), value: correction.reason },
    ]),
  });
}

export const documents = (visit: Visit, { correction, documents: all }: DeskCorrection): Html =>
  documentsCard(visit, all, `/corrections/${correction.caseId ?? ''}/documents`);

/** Each as a file to be saved. */
export function documentsCard(visit: Visit, all: readonly EvidenceDocument[], under: string): Html {
  const { t } = visit;
  return card({
    title: t('console.corrections.documents'),
    body:
      all.length === 0
        ? html`<p class="soft">${t('console.corrections.documents_gone')}</p>`
        : html`<p>${t('console.corrections.documents_text')}</p>
            <ul class="rows">
              ${all.map(
                ({ documentId, mediaType, sizeBytes }, place) =>
                  html`<li>
                    <a href="${under}/${documentId}"
                      >${t('console.corrections.download', { number: place + 1 })}</a
                    >
                    <span class="small soft"
                      >${t(`console.corrections.type.${mediaType}`)},
                      ${Math.max(1, Math.round(sizeBytes / 1000))} kB</span
                    >
                  </li>`,
              )}
            </ul>`,
  });
}
