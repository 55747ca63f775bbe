import type { PersonDetails } from '#members';
import { type FormFields, formatDate, type Html, html, nothing, type Visit } from '#platform';
import { type AskedCorrection, type Correction, longestName, longestReason } from '#privacy';
import { button, card, field, form, notice, readBirthDate, textArea } from '#web/layout';

export type TypedCorrection = {
  readonly fullName: string;
  readonly birthDate: string;
  readonly nationalNumber: string;
  readonly reason: string;
};

export const nothingTyped: TypedCorrection = { fullName: '', birthDate: '', nationalNumber: '', reason: '' };

export function typedIn(sent: FormFields): TypedCorrection {
  const text = (name: string, longest: number) => (sent[name] ?? '').trim().slice(0, longest);
  return {
    fullName: text('full_name', longestName + 1),
    birthDate: text('birth_date', 30),
    nationalNumber: text('national_number', 30),
    reason: text('reason', longestReason),
  };
}

/** What a draft holds, to be changed. */
export const typedBefore = ({ values, reason }: Correction): TypedCorrection => ({
  fullName: values.fullName ?? '',
  birthDate: values.birthDate ?? '',
  nationalNumber: values.nationalNumber ?? '',
  reason,
});

export type Fault = 'full_name' | 'birth_date' | 'national_number' | 'reason';

/** What was typed as values of the register; empty means that it is right as it stands. */
export function readAsked(
  typed: TypedCorrection,
  now: Date,
): { asked: AskedCorrection; faults: readonly Fault[] } {
  const fullName = typed.fullName.replaceAll(/\s+/g, ' ');
  const nationalNumber = typed.nationalNumber.replaceAll(/[\s.-]/g, '');
  const birthDate = typed.birthDate === '' ? undefined : readBirthDate(typed.birthDate, now);
  const isName = fullName.length <= longestName && !/[\p{Cc}\p{Cf}<>]|\d/u.test(fullName);
  const checks: readonly (readonly [Fault, boolean])[] = [
    ['full_name', isName],
    ['birth_date', typed.birthDate === '' || birthDate !== undefined],
    ['national_number', nationalNumber === '' || /^\d{16}$/.test(nationalNumber)],
    ['reason', typed.reason !== ''],
  ];
  return {
    asked: {
      values: {
        ...(fullName === '' ? {} : { fullName }),
        ...(birthDate === undefined ? {} : { birthDate }),
        ...(nationalNumber === '' ? {} : { nationalNumber }),
      },
      reason: typed.reason,
    },
    faults: checks.flatMap(([fault, isRight]) => (isRight ? [] : fault)),
  };
}

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
