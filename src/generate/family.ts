import { dayText, monthNumber, yearOf } from './calendar.ts';
import { fullName } from './names.ts';
import type { Person } from './person.ts';
import { type Random, randomFor } from './random.ts';
import { type World, deathEvery } from './world.ts';

export type Relative = {
  readonly relation: 'spouse' | 'child' | 'parent' | 'sibling';
  readonly fullName: string;
  readonly birthDate: string;
};

export const heirClasses = ['spouse', 'child', 'parent', 'sibling', 'none'] as const;
export type HeirClass = (typeof heirClasses)[number];

/** The class of heirs that somebody who died left behind: each in turn. */
export function heirClassOf(person: Person): HeirClass {
  return heirClasses[Math.floor(person.index / deathEvery) % heirClasses.length] ?? 'none';
}

/** The family register of a person; of the dead only the heirs of their class. */
export function familyOf(world: World, person: Person): readonly Relative[] {
  const random = randomFor(world.seed, 'family', person.index);
  if (!person.died) return livingFamily(world, person, random);
  const heirs = heirClassOf(person);
  if (heirs === 'spouse') return [spouse(person, random)];
  if (heirs === 'child') return [child(world, person, random)];
  if (heirs === 'parent') return [mother(person, random)];
  return heirs === 'sibling' ? [sibling(person, random)] : [];
}

function livingFamily(world: World, person: Person, random: Random): readonly Relative[] {
  const age = yearOf(world.until) - Number(person.birthDate.slice(0, 4));
  const relatives: Relative[] = [];
  if (age > 24 && random.chance(0.72)) {
    relatives.push(spouse(person, random));
    const children = random.pick([0, 1, 1, 2, 2, 2, 3]);
    for (let born = 0; born < children; born += 1) relatives.push(child(world, person, random));
  } else if (random.chance(0.6)) relatives.push(mother(person, random));
  if (random.chance(0.08)) relatives.push(sibling(person, random));
  const seen = new Set<string>();
  return relatives.filter(({ relation, fullName }) => {
    const known = seen.has(relation + fullName);
    seen.add(relation + fullName);
    return !known;
  });
}

function bornAround(person: Person, months: number, random: Random): string {
  return dayText(monthNumber(person.birthDate) + months, 1 + random.below(28));
}

function spouse(person: Person, random: Random): Relative {
  const name = fullName(person.culture, person.sex === 'L' ? 'P' : 'L', random);
  return { relation: 'spouse', fullName: name, birthDate: bornAround(person, random.below(97) - 48, random) };
}

function child(world: World, person: Person, random: Random): Relative {
  const oldest = monthNumber(person.birthDate) + 22 * 12;
  const born = oldest + random.below(Math.max(1, Math.min(18 * 12, world.until - oldest - 1)));
  const name = fullName(person.culture, random.chance(0.5) ? 'L' : 'P', random);
  return {
    relation: 'child',
    fullName: name,
    birthDate: dayText(Math.min(born, world.until - 1), 1 + random.below(28)),
  };
}

function mother(person: Person, random: Random): Relative {
  const birthDate = random.chance(0.3) ? '' : bornAround(person, -(20 + random.below(15)) * 12, random);
  return { relation: 'parent', fullName: person.motherName, birthDate };
}

function sibling(person: Person, random: Random): Relative {
  const name = fullName(person.culture, random.chance(0.5) ? 'L' : 'P', random);
  return {
    relation: 'sibling',
    fullName: name,
    birthDate: bornAround(person, random.below(121) - 60, random),
  };
}
