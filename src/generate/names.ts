import { provinces } from './economy.ts';
import names from './names.json' with { type: 'json' };
import type { Random } from './random.ts';

export type Sex = 'L' | 'P';
const { about: _about, common, ...cultures } = names;
export type Culture = keyof typeof cultures;

/** The culture that a person of a province comes from: mostly the province's own, everywhere some others. */
export function cultureOf(provinceCode: string, random: Random): Culture {
  const draw = random.next();
  if (draw < 0.05) return 'chinese';
  if (draw < 0.17) return 'javanese';
  return (provinces[provinceCode]?.culture ?? 'javanese') as Culture;
}

/** A full name: one word now and then among Javanese, else given and family name, sometimes one between. */
export function fullName(culture: Culture, sex: Sex, random: Random): string {
  const list = cultures[culture];
  const own = sex === 'L' ? list.male : list.female;
  const given = random.pick(random.chance(0.8) || culture === 'balinese' ? own : commonOf(culture, sex));
  if (culture === 'javanese' && random.chance(0.08)) return given;
  const families = familyNames(list, sex);
  const family = random.pick(families);
  if (random.chance(0.2)) {
    const second = random.pick(culture === 'balinese' ? families : own);
    if (second !== given && second !== family) return `${given} ${second} ${family}`;
  }
  return given === family ? given : `${given} ${family}`;
}

// Names of Islamic origin are left out where most people are not Muslims.
const otherFaiths = new Set<Culture>(['chinese', 'batak', 'eastern', 'manado', 'papuan']);

function commonOf(culture: Culture, sex: Sex): readonly string[] {
  if (otherFaiths.has(culture)) return sex === 'L' ? cultures[culture].male : cultures[culture].female;
  return sex === 'L' ? common.male : common.female;
}

function familyNames(list: (typeof cultures)[Culture], sex: Sex): readonly string[] {
  if (list.familyOfWomen === 0) return list.family;
  return sex === 'L' ? list.family.slice(0, list.familyOfWomen) : list.family.slice(list.familyOfWomen);
}
