import type { FamilyMember } from '#members';
import { formatDate, type Html, html, nothing, type Visit } from '#platform';
import { longestName, longestReason } from '#privacy';
import { button, card, checkbox, field, form, select, textArea } from '#web/layout';
import { type ChangeFault, familySeen, relations, type TypedChange } from './family-typed.ts';

/** One person at a time: who is missing, no family, or described wrong. */
export function familyForm(
  visit: Visit,
  family: readonly FamilyMember[],
  typed: TypedChange,
  faults: readonly ChangeFault[],
): Html {
  const { t } = visit;
  return card({
    title: t('portal.family.form_title'),
    body: form(visit, {
      action: '/corrections/family',
      body: html`<input type="hidden" name="seen" value="${familySeen(family)}" />
        ${select({ name: 'relative', label: t('portal.family.who'), value: typed.relative, options: whoOptions(visit, family) })}
        ${
          family.length === 0
            ? nothing
            : checkbox({
                name: 'gone',
                label: t('portal.family.gone'),
                hint: t('portal.family.gone_hint'),
                checked: typed.gone,
              })
        }
        ${personFields(visit, typed, faults)} ${button({ label: t('portal.corrections.go_on') })}`,
    }),
  });
}

/** Who it is, as it is to stand on record, and why. */
function personFields(visit: Visit, typed: TypedChange, faults: readonly ChangeFault[]): Html {
  const { t } = visit;
  const error = (fault: ChangeFault) =>
    faults.includes(fault) ? t(`portal.family.wrong.${fault}`) : undefined;
  return html`${select({
      name: 'relation',
      label: t('portal.family.relation'),
      value: typed.relation,
      options: [
        { value: '', label: t('portal.family.choose') },
        ...relations.map((value) => ({ value, label: t(`portal.relation.${value}`) })),
      ],
    })}
    <p class="hint">${t('portal.family.relation_hint')}</p>
    ${field(visit, {
      name: 'full_name',
      label: t('portal.family.name'),
      hint: t('portal.family.name_hint'),
      value: typed.fullName,
      maxlength: longestName,
      autocomplete: 'off',
      error: error('full_name'),
    })}
    ${field(visit, {
      name: 'birth_date',
      label: t('portal.family.birth_date'),
      hint: t('portal.family.birth_date_hint'),
      value: typed.birthDate,
      maxlength: 30,
      autocomplete: 'off',
      error: error('birth_date'),
    })}
    ${textArea({
      name: 'reason',
      label: t('portal.corrections.reason'),
      hint: t('portal.family.reason_hint'),
      rows: 3,
      maxlength: longestReason,
      value: typed.reason,
      error: error('reason'),
    })}`;
}

function whoOptions({ t }: Visit, family: readonly FamilyMember[]) {
  return [
    { value: 'new', label: t('portal.family.new') },
    ...family.map(({ relation, fullName, birthDate }, place) => ({
      value: String(place),
      label: [
        `${t(`portal.relation.${relation}`)}: ${fullName}`,
        birthDate && formatDate(birthDate, t.language, 'medium'),
      ]
        .filter(Boolean)
        .join(', '),
    })),
  ];
}
