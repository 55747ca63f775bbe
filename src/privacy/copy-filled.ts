import { isIsoDate, month } from '#kernel';
import { formatMonth, isMessageKey, type MessageKey } from '#platform';
import type { DataCopy } from './copy-shape.ts';
import type { Words } from './copy-words.ts';

/** What the fields of forms are called, in the order in which the forms have them; ids are for machines only. */
const labels = {
  member_number: 'portal.details.member_number',
  employer: 'portal.column.employer',
  started_on: 'exit.started',
  last_day: 'exit.day',
  reason: 'exit.reason',
  movement_kind: 'portal.column.what',
  month: 'portal.column.month',
  amount: 'portal.column.amount',
  wage: 'portal.column.wage',
  payslip_wage: 'payslip.wage',
  posted_on: 'portal.column.posted_on',
  state: 'portal.column.state',
  fault: 'movement.fault',
} as const satisfies Record<string, MessageKey>;
const ids: readonly string[] = ['membership', 'movement'];
const moneyFields: readonly string[] = ['amount', 'wage', 'payslip_wage'];

type Filed = DataCopy['cases'][number];

/** What was filled into the form of a case, each value with its label; a field of a form to come keeps its own name. */
export function filledRows({ kind, filled }: Filed, words: Words): (readonly [string, string])[] {
  const { t } = words;
  const known = Object.keys(labels) as (keyof typeof labels)[];
  const others = Object.keys(filled).filter((name) => !(name in labels) && !ids.includes(name));
  return [
    ...known.map((name) => [t(labels[name]), readable(words, kind, name, filled)] as const),
    ...others.map((name) => [name, filled[name] ?? ''] as const),
  ].filter(([, value]) => value !== '');
}

function readable(words: Words, kind: string, field: string, filled: Filed['filled']): string {
  const { t, day, money } = words;
  const value = filled[field] ?? '';
  const forms = { reason: 'exit.reason', fault: 'movement.fault', state: 'portal.state' } as const;
  const key = `${field in forms ? forms[field as keyof typeof forms] : kind}.${value}`;
  if (isMessageKey(key)) return t(key);
  if (field === 'movement_kind') return movementName(words, value, filled);
  if (isIsoDate(value)) return day(value);
  if (/^\d{4}-\d{2}$/.test(value)) return formatMonth(month(value), t.language);
  return moneyFields.includes(field) && /^-?\d+$/.test(value) ? money(Number(value)) : value;
}

/** What a movement of the savings is called, of a kind that is known or not. */
export function movementName(
  { t }: Words,
  kind: string,
  { month: of = '', posted_on: on = '' }: Readonly<Record<string, string>>,
): string {
  const key = `portal.movement.${kind}`;
  if (!isMessageKey(key)) return kind;
  return t(key, { month: of === '' ? '' : formatMonth(month(of), t.language), year: on.slice(0, 4) });
}
