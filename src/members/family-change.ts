import type { IsoDate } from '#kernel';
import type { Transaction } from '#platform';
import * as queries from './queries-family-change.ts';
import type { FamilyMember, Relation } from './types.ts';

export type Relative = {
  readonly relation: Relation;
  readonly fullName: string;
  readonly birthDate?: IsoDate | undefined;
};

/** Without `before` somebody is added, without `after` somebody is removed, with both described right. */
export type FamilyChange = { readonly before?: Relative | undefined; readonly after?: Relative | undefined };

const same = (one: Relative, other: Relative) =>
  one.relation === other.relation && one.fullName === other.fullName;

/** Whether these changes fit the family as it stands: who is to go is there, and who is to come is not. */
export function fitsFamily(family: readonly FamilyMember[], changes: readonly FamilyChange[]): boolean {
  let standing: readonly Relative[] = family;
  for (const { before, after } of changes) {
    if (before && !standing.some((one) => same(one, before))) return false;
    const others = before ? standing.filter((one) => !same(one, before)) : standing;
    if (after && others.some((one) => same(one, after))) return false;
    standing = after ? [...others, after] : others;
  }
  return true;
}

/** Writes the changes in their order, and keeps what stood before. The caller has asked `fitsFamily`. */
export async function changeFamily(
  tx: Transaction,
  of: { readonly correctionId: string; readonly personId: string },
  changes: readonly FamilyChange[],
): Promise<void> {
  for (const [place, change] of changes.entries()) {
    await queries.keepFamilyChange(tx, { ...of, place, ...change });
    if (change.before) await queries.removeRelative(tx, of.personId, change.before);
    if (change.after) await queries.addRelative(tx, of.personId, change.after);
  }
}
