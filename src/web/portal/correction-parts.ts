import { mediaTypes } from '#evidence';
import { isoDate } from '#kernel';
import { maskNationalNumber, type PersonDetails } from '#members';
import { formatDate, formatInstant, type Html, html, nothing, type Visit } from '#platform';
import type { Correction, CorrectionField, CorrectionView } from '#privacy';
import { badge, button, card, definitions, fileField, form, notice, type Tone } from '#web/layout';

const tones: Readonly<Record<Correction['state'], Tone>> = {
  draft: 'quiet',
  sent: 'warn',
  needs_more: 'bad',
  decided: 'warn',
  accepted: 'ok',
  refused: 'bad',
  withdrawn: 'quiet',
};

export const stateBadge = ({ t }: Visit, state: Correction['state']): Html =>
  badge(tones[state], t(`portal.corrections.state.${state}`));

/** For each value: what stands now, as the page of details shows it, and what is to stand. */
export function asked(visit: Visit, { correction, register }: CorrectionView): Html {
  const { t } = visit;
  return card({
    title: t('portal.corrections.asked'),
    body: html`${definitions(
        correction.fields.map((field) => ({
          term: t(`portal.corrections.field.${field}`),
          value: change(visit, field, correction, register),
        })),
      )}
      <p>${t('portal.corrections.reason')}: ${correction.reason}</p>
      ${correction.state === 'draft' ? html`<p><a href="/corrections">${t('portal.corrections.change')}</a></p>` : nothing}`,
  });
}

function change(
  { t }: Visit,
  field: CorrectionField,
  { values, endedAt }: Correction,
  register: PersonDetails | undefined,
): Html {
  const date = (day: string | undefined) => (day ? formatDate(isoDate(day), t.language) : '');
  const pairs: Readonly<Record<CorrectionField, readonly [string, string]>> = {
    full_name: [register?.fullName ?? '', values.fullName ?? ''],
    birth_date: [date(register?.birthDate), date(values.birthDate)],
    // Masked as on the page of details; whoever asked knows what was typed.
    national_number: [register?.nationalNumberMasked ?? '', maskNationalNumber(values.nationalNumber ?? '')],
  };
  const [before, after] = pairs[field];
  // What has ended may stand on the register already.
  if (endedAt) return html`<strong>${after}</strong>`;
  return html`${t('portal.corrections.from_to', { before })} <strong>${after}</strong>`;
}

export const birthWarning = ({ t }: Visit, { birthDiffers }: CorrectionView): Html =>
  birthDiffers
    ? notice({ kind: 'warn', body: html`<p>${t('portal.corrections.birth_differs')}</p>` })
    : nothing;

/** Until when it is decided, by which law, and what the time is worth that is shown. */
export function clockCard(visit: Visit, { state, sentAt, dueAt }: Correction): Html {
  const { t, session, config, now } = visit;
  if (!sentAt || !dueAt) return nothing;
  const at = (instant: Date) =>
    html`<strong>${formatInstant(instant, t.language, session?.timeZone)}</strong>`;
  const hours = Math.round(config.CORRECTION_SECONDS / 3600);
  const isLate = dueAt <= now;
  const text =
    state === 'needs_more'
      ? html`<p>${t('portal.corrections.clock_waits', { hours })}</p>`
      : html`<p>${t.html('portal.corrections.clock', { until: at(dueAt) })}</p>
          ${isLate ? notice({ kind: 'warn', body: html`<p>${t('portal.corrections.clock_late')}</p>`, standing: true }) : nothing}`;
  return card({
    title: t('portal.corrections.clock_title'),
    body: html`${text}
      <p class="small soft">
        ${t.html('portal.corrections.clock_law', { hours: String(hours), sent: at(sentAt) })}
      </p>`,
  });
}

const kilobytes = (bytes: number) => Math.max(1, Math.round(bytes / 1000));

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
