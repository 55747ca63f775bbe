import type { FamilyChange, Relative } from '#members';
import type { DataCopy } from './copy-shape.ts';
import type { Words } from './copy-words.ts';

type CopiedChange = NonNullable<DataCopy['corrections'][number]['family']>[number];

const copied = ({ relation, fullName, birthDate }: Relative) => ({ relation, name: fullName, birthDate });

/** Changes of the family on record, as the copy tells them; undefined where there is none. */
export function familyCopied(changes: readonly FamilyChange[] | undefined): CopiedChange[] | undefined {
  if (changes === undefined || changes.length === 0) return undefined;
  return changes.map(({ before, after }) => ({
    ...(before ? { before: copied(before) } : {}),
    ...(after ? { after: copied(after) } : {}),
  }));
}

/** One pair for each change: what happens to whom. */
export function familyRows(
  changes: readonly CopiedChange[] | undefined,
  { t, day, name }: Words,
): (readonly [string, string])[] {
  const told = (one: CopiedChange['before']) =>
    one
      ? [one.name, name('portal.relation', one.relation), day(one.birthDate)].filter(Boolean).join(', ')
      : '';
  return (changes ?? []).map(({ before, after }) => {
    const act = before && after ? 'changed' : after ? 'added' : 'removed';
    return [t(`privacy.copy.family_${act}`), [told(before), told(after)].filter(Boolean).join(' → ')];
  });
}
