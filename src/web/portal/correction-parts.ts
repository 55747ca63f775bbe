import { isoDate } from '#kernel';
import { maskNationalNumber, type PersonDetails } from '#members';
import { formatDate, type Html, html, nothing, type Visit } from '#platform';
import type { Correction, CorrectionField, CorrectionView } from '#privacy';
import { badge, card, definitions, familyChanges, notice, type Tone } from '#web/layout';

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
      ${
        correction.state === 'draft'
          ? html`<p>
              <a href="/corrections">${t('portal.corrections.change')}</a><br />
              <a href="/corrections/family">${t('portal.family.another')}</a>
            </p>`
          : nothing
      }`,
  });
}

function change(
  visit: Visit,
  field: CorrectionField,
  { values, endedAt }: Correction,
  register: PersonDetails | undefined,
): Html {
  const { t } = visit;
  if (field === 'family') return familyChanges(visit, values.family ?? []);
  const date = (day: string | undefined) => (day ? formatDate(isoDate(day), t.language) : '');
  const pairs: Readonly<Record<Exclude<CorrectionField, 'family'>, readonly [string, string]>> = {
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
