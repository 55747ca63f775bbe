import { createHash } from 'node:crypto';
import { isoDate } from '#kernel';
import type { FamilyChange, FamilyMember, Relation } from '#members';
import type { FormFields } from '#platform';
import { longestName, longestReason } from '#privacy';
import { readBirthDate } from '#web/layout';

export const relations = ['spouse', 'child', 'parent', 'sibling'] as const satisfies readonly Relation[];

export type TypedChange = {
  /** The place in the family on record, or `new`. */
  readonly relative: string;
  readonly gone: boolean;
  readonly relation: string;
  readonly fullName: string;
  readonly birthDate: string;
  readonly reason: string;
};

export const noChangeTyped: TypedChange = {
  relative: 'new',
  gone: false,
  relation: '',
  fullName: '',
  birthDate: '',
  reason: '',
};

export type ChangeFault = 'relative' | 'relation' | 'full_name' | 'birth_date' | 'nothing' | 'reason';

/** Tells whether the family on record is still the one that the page showed, since a place in it is what is sent. */
export const familySeen = (family: readonly FamilyMember[]): string =>
  createHash('sha256').update(JSON.stringify(family)).digest('base64url').slice(0, 22);

export const changeTyped = (sent: FormFields): TypedChange => ({
  relative: sent['relative'] ?? '',
  gone: sent['gone'] === 'on',
  relation: sent['relation'] ?? '',
  fullName: (sent['full_name'] ?? '').trim().replaceAll(/\s+/g, ' '),
  birthDate: (sent['birth_date'] ?? '').trim(),
  reason: (sent['reason'] ?? '').trim().slice(0, longestReason),
});

/** What was typed as a change of this family; what is left empty is right as it stands. */
export function readChange(
  typed: TypedChange,
  family: readonly FamilyMember[],
  now: Date,
): { readonly change: FamilyChange; readonly faults: readonly ChangeFault[] } {
  const isNew = typed.relative === 'new';
  const before = isNew ? undefined : family[/^\d{1,3}$/.test(typed.relative) ? Number(typed.relative) : -1];
  const relation = relations.find((known) => known === (isNew ? typed.relation : before?.relation));
  const birthText = typed.birthDate === '' ? undefined : readBirthDate(typed.birthDate, now);
  const birthDate = birthText === undefined ? before?.birthDate : isoDate(birthText);
  const fullName = typed.fullName === '' ? (before?.fullName ?? '') : typed.fullName;
  const gone = before !== undefined && typed.gone;
  const same = before?.fullName === fullName && before.birthDate === birthDate;
  // Whether a child is among those who receive depends on its age.
  const needsDay = isNew && relation === 'child' && typed.birthDate === '';
  const checks: readonly (readonly [ChangeFault, boolean])[] = [
    ['relative', isNew || before !== undefined],
    ['relation', !isNew || relation !== undefined],
    ['full_name', gone || isName(fullName, isNew || typed.fullName !== '')],
    ['birth_date', gone || ((typed.birthDate === '' || birthText !== undefined) && !needsDay)],
    ['nothing', gone || !same],
    ['reason', typed.reason !== ''],
  ];
  const after = gone || !relation ? undefined : { relation, fullName, birthDate };
  return { change: { before, after }, faults: checks.flatMap(([fault, isRight]) => (isRight ? [] : fault)) };
}

/** A name that stands on record is taken as it is. */
const isName = (name: string, isTyped: boolean): boolean =>
  !isTyped || (name !== '' && name.length <= longestName && !/[\p{Cc}\p{Cf}<>]|\d/u.test(name));
