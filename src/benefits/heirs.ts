import type { IsoDate } from '#kernel';
import type { FamilyMember, Relation } from '#members';
import { type HeirClass, heirOrderOf, type HeirOrder, pensionChildren, type Programme } from '#rates';
import { ageOn } from './age.ts';

export type Heir = FamilyMember & {
  /** What the register shows against or leaves open: too old for a child's pension, no birth date, or an age past belief. */
  readonly remark: 'too_old' | 'age_unknown' | 'check_age' | undefined;
};

export type HeirStanding = {
  readonly name: HeirClass;
  readonly people: readonly Heir[];
  /** The register here holds the people of this class; of the others it says nothing. */
  readonly onRegister: boolean;
  readonly receives: boolean;
};

export type Heirs = {
  readonly order: HeirOrder;
  readonly classes: readonly HeirStanding[];
  /** On the register, but in no class of this programme. */
  readonly others: readonly FamilyMember[];
  /** The class that would receive by the register; undefined when nobody of any class stands on it. */
  readonly receiver: HeirClass | undefined;
  /** More than one spouse stands on the register: which of them is the lawful one has to be shown. */
  readonly severalSpouses: boolean;
};

const relationsOf: Partial<Record<HeirClass, readonly Relation[]>> = {
  spouse_or_child: ['spouse', 'child'],
  direct_line: ['parent'],
  sibling: ['sibling'],
  spouse: ['spouse'],
  young_child: ['child'],
  parent: ['parent'],
};

/** Nobody is known to have lived longer; a register that says so has to be mended. */
const oldestAge = 110;

/**
 * Who would receive a benefit by the family register as it stands, in the legal order: a class receives when nobody
 * stands in the one before (PP 44/2015 Ps.37 and 40, PP 46/2015, PP 45/2015). Undefined for a programme that ends
 * with the death. The register knows no deaths and no marriages of children, so this is a preview, never a decision.
 */
export function heirsOf(
  programme: Programme,
  family: readonly FamilyMember[],
  today: IsoDate,
): Heirs | undefined {
  const order = heirOrderOf(programme);
  if (!order) return undefined;
  let receiver: HeirClass | undefined;
  const classes = order.classes.map((name) => {
    const relations = relationsOf[name];
    const people = family
      .filter(({ relation }) => relations?.includes(relation))
      .map((person) => ({ ...person, remark: remarkOn(person, name, today) }));
    const receives = receiver === undefined && people.some(({ remark }) => remark !== 'too_old');
    if (receives) receiver = name;
    return { name, people, onRegister: relations !== undefined, receives };
  });
  const placed = new Set(order.classes.flatMap((name) => relationsOf[name] ?? []));
  return {
    order,
    classes,
    others: family.filter(({ relation }) => !placed.has(relation)),
    receiver,
    severalSpouses: family.filter(({ relation }) => relation === 'spouse').length > 1,
  };
}

function remarkOn({ birthDate }: FamilyMember, name: HeirClass, today: IsoDate): Heir['remark'] {
  if (birthDate === undefined) return name === 'young_child' ? 'age_unknown' : undefined;
  const age = ageOn(birthDate, today);
  if (age > oldestAge) return 'check_age';
  return name === 'young_child' && age >= pensionChildren.belowAge ? 'too_old' : undefined;
}
