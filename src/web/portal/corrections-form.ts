import type { PersonDetails } from '#members';
import { formatDate, type Html, html, nothing, type Visit } from '#platform';
import { longestName, longestReason } from '#privacy';
import { button, card, field, form, notice, textArea } from '#web/layout';
import type { Fault, TypedCorrection } from './corrections-typed.ts';

/** The three values as the register has them, each with room for the right one. */
export function correctionForm(
  visit: Visit,
  register: PersonDetails,
  typed: TypedCorrection,
  faults: readonly Fault[],
  problem: string | undefined,
): Html {
  const { t } = visit;
  const now = {
    full_name: register.fullName,
    birth_date: formatDate(register.birthDate, t.language),
    national_number: register.nationalNumberMasked,
  };
  const error = (name: Fault) => (faults.includes(name) ? t(`portal.corrections.wrong.${name}`) : undefined);
  const value = (
    name: 'full_name' | 'birth_date' | 'national_number',
    parts: { readonly value: string; readonly inputmode?: 'numeric'; readonly maxlength: number },
  ) =>
    field(visit, {
      name,
      label: t(`portal.corrections.right.${name}`),
      hint: t(`portal.corrections.now.${name}`, { value: now[name] }),
      autocomplete: 'off',
      error: error(name),
      ...parts,
    });
  return html`${problem === undefined ? nothing : notice({ kind: 'bad', body: html`<p>${problem}</p>` })}
  ${card({
    title: t('portal.corrections.form_title'),
    body: html`<p>${t('portal.corrections.form_text')}</p>
      ${form(visit, {
        action: '/corrections',
        body: html`${value('full_name', { value: typed.fullName, maxlength: longestName })}
        ${value('birth_date', { value: typed.birthDate, maxlength: 30 })}
        ${value('national_number', { value: typed.nationalNumber, inputmode: 'numeric', maxlength: 30 })}
        ${textArea({
          name: 'reason',
          label: t('portal.corrections.reason'),
          hint: t('portal.corrections.reason_hint'),
          rows: 3,
          maxlength: longestReason,
          value: typed.reason,
          error: error('reason'),
        })}
        ${button({ label: t('portal.corrections.go_on') })}`,
      })}`,
  })}`;
}
