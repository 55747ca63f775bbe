import { type FormCells, typedFaults, type TypedFaults } from '#filings';
import { type FormFields, type Html, html, type Visit } from '#platform';
import { field, readBirthDate, select } from '#web/layout';
import { faultWords } from './form-words.ts';

const columns = [
  'full_name',
  'national_number',
  'birth_place',
  'birth_date',
  'sex',
  'mother_name',
  'started_on',
  'phone',
  'email',
  'address',
] as const;

/** So many workers on one form; more of them come by file, or by the next form. */
export const mostAtOnce = 10;

/** What was typed for each worker of the form, the empty ones too; at least one. */
export function typedWorkers(sent: FormFields): FormCells[] {
  const typed: FormCells[] = [];
  for (let number = 1; number <= mostAtOnce && sent[`full_name-${number}`] !== undefined; number += 1)
    typed.push(Object.fromEntries(columns.map((column) => [column, sent[`${column}-${number}`] ?? ''])));
  return typed.length > 0 ? typed : [{}];
}

export const isEmpty = (typed: FormCells) => columns.every((column) => (typed[column] ?? '').trim() === '');

/** As it goes into the file: one line each, days and numbers as files have them, the identity card as its kind. */
export function workerCells(typed: FormCells, now: Date): FormCells {
  const oneLine = (column: (typeof columns)[number]) => (typed[column] ?? '').replaceAll(/\s+/g, ' ').trim();
  const day = (column: 'birth_date' | 'started_on') => readBirthDate(oneLine(column), now) ?? oneLine(column);
  return {
    ...Object.fromEntries(columns.map((column) => [column, oneLine(column)])),
    identity_kind: 'KTP',
    national_number: oneLine('national_number').replaceAll(/[\s.-]/g, ''),
    birth_date: day('birth_date'),
    started_on: day('started_on'),
  };
}

/** What is wrong with each worker; a NIK that stands further up is a fault too. */
export function workerFaults(workers: readonly FormCells[], now: Date): TypedFaults[] {
  const seen = new Set<string>();
  return workers.map((typed) => {
    const cells = workerCells(typed, now);
    const faults = new Map(typedFaults('workers', cells, now));
    const number = cells['national_number'] ?? '';
    if (seen.has(number) && !faults.has('national_number')) faults.set('national_number', 'row_repeated');
    seen.add(number);
    return faults;
  });
}

/** The fields of one worker. They tell of somebody else than who types, so the browser fills nothing in. */
export function workerFields(
  visit: Visit,
  number: number,
  typed: FormCells,
  { faults, focus }: { readonly faults: TypedFaults | undefined; readonly focus: boolean },
): Html {
  const { t } = visit;
  const common = (column: (typeof columns)[number], longest: number) => ({
    label: t(`employer.typed.label.${column}`),
    value: typed[column] ?? '',
    autocomplete: 'off',
    maxlength: longest,
    error: faultWords(visit, faults, column),
  });
  return html`${field(visit, { name: `full_name-${number}`, hint: t('employer.typed.as_on_card'), autofocus: focus, ...common('full_name', 200) })}
  ${field(visit, { name: `national_number-${number}`, hint: t('employer.typed.national_number_hint'), inputmode: 'numeric', ...common('national_number', 30) })}
  ${field(visit, { name: `birth_place-${number}`, ...common('birth_place', 100) })}
  ${field(visit, { name: `birth_date-${number}`, hint: t('employer.typed.birth_date_hint'), ...common('birth_date', 30) })}
  ${select({
    name: `sex-${number}`,
    label: t('employer.typed.label.sex'),
    value: typed['sex'] ?? '',
    error: faultWords(visit, faults, 'sex'),
    options: [
      { value: '', label: t('employer.typed.choose') },
      { value: 'P', label: t('employer.typed.sex.female') },
      { value: 'L', label: t('employer.typed.sex.male') },
    ],
  })}
  ${field(visit, { name: `mother_name-${number}`, hint: t('employer.typed.mother_name_hint'), ...common('mother_name', 200) })}
  ${field(visit, { name: `started_on-${number}`, hint: t('employer.typed.started_on_hint'), ...common('started_on', 30) })}
  ${field(visit, { name: `phone-${number}`, hint: t('employer.typed.phone_hint'), type: 'tel', inputmode: 'tel', ...common('phone', 30) })}
  ${field(visit, { name: `email-${number}`, hint: t('employer.typed.email_hint'), type: 'email', inputmode: 'email', ...common('email', 254) })}
  ${field(visit, { name: `address-${number}`, ...common('address', 500) })}`;
}
