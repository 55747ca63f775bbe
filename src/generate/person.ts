import { daysIn, dayText, monthText, plusDays, twoDigits, yearOf } from './calendar.ts';
import { streets } from './employer.ts';
import { type Culture, type Sex, cultureOf, fullName } from './names.ts';
import { type Random, randomFor } from './random.ts';
import type { District } from './regions.ts';
import { type World, deathEvery, pairEvery, shares, workersInPair } from './world.ts';

export type BirthCohort = 'pension step' | 'near 56' | 'leap day' | 'any';

/** Who somebody is, before any card. */
export type Person = {
  readonly index: number;
  readonly nik: string;
  readonly fullName: string;
  readonly sex: Sex;
  readonly culture: Culture;
  readonly birthDate: string;
  readonly birthCohort: BirthCohort;
  readonly birthMismatch: boolean;
  readonly birthPlace: string;
  readonly motherName: string;
  readonly address: string;
  readonly provinceCode: string;
  readonly email: string;
  readonly phone: string;
  /** At one of the employers with 49 and 50 workers: which pair, and which place in it. */
  readonly pair: { readonly number: number; readonly place: number } | undefined;
  readonly died: boolean;
};

export function personAt(world: World, index: number, random: Random): Person {
  const { district, serial } = world.regions.placeOf(index);
  const sex: Sex = random.chance(0.58) ? 'L' : 'P';
  const culture = cultureOf(district.provinceCode, random);
  const place = index % pairEvery;
  const pairNumber = Math.floor(index / pairEvery);
  const pair = place < workersInPair && pairNumber < world.pairs ? { number: pairNumber, place } : undefined;
  const birth = pair
    ? { birthDate: anyBirth(world, random, 25, 25), birthCohort: 'any' as const }
    : birthOf(world, random);
  const birthMismatch = random.chance(shares.birthMismatch);
  const name = fullName(culture, sex, random);
  return {
    index,
    nik: nationalNumber(district, birth.birthDate, sex, serial, birthMismatch),
    fullName: name,
    sex,
    culture,
    ...birth,
    birthMismatch,
    birthPlace: district.regencyName.replace(/^(?:Kabupaten|Kota)(?: Administrasi| Adm\.)? /, ''),
    motherName: fullName(culture, 'P', random),
    address: addressIn(district, random),
    provinceCode: district.provinceCode,
    email: random.chance(shares.withEmail) ? `${mailName(name)}.${index}@contoh.id` : '',
    phone: random.chance(shares.withPhone) ? phoneOf(world, index, random) : '',
    pair,
    died: !pair && index % deathEvery === deathEvery - 1,
  };
}

/** Now and then a phone is shared with the person before. */
function phoneOf(world: World, index: number, random: Random): string {
  return world.numbers.phone(random.chance(0.03) ? Math.max(0, index - 1) : index);
}

function mailName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z ]/g, '')
    .trim()
    .replaceAll(/ +/g, '.');
}

function addressIn(district: District, random: Random): string {
  if (random.chance(0.06)) return '';
  const [unit, block] = [1 + random.below(12), 1 + random.below(9)].map(twoDigits);
  return `Jl. ${random.pick(streets)} No. ${1 + random.below(150)}, RT ${unit}/RW ${block}, Kec. ${district.name}, ${district.regencyName}`;
}

/** Region, DDMMYY (40 more on the day for women), serial. A mismatch tells another day of the same month. */
function nationalNumber(
  district: District,
  birthDate: string,
  sex: Sex,
  serial: number,
  mismatch: boolean,
): string {
  const born = Number(birthDate.slice(8, 10));
  const told = mismatch ? (born % 28) + 1 : born;
  const day = twoDigits(told + (sex === 'P' ? 40 : 0));
  return `${district.code}${day}${birthDate.slice(5, 7)}${birthDate.slice(2, 4)}${String(serial).padStart(4, '0')}`;
}

/** Birth years at which the pension age steps up (PP 45/2015 Ps.15). */
const stepYears = [1965, 1967, 1969, 1971, 1973, 1975, 1977, 1979];
const leapYears = [1968, 1972, 1976, 1980, 1984, 1988, 1992, 1996, 2000, 2004];

function birthOf(world: World, random: Random): { birthDate: string; birthCohort: BirthCohort } {
  const draw = random.next();
  const { bornAtPensionStep, nearFiftySix, bornOnLeapDay } = shares;
  if (draw < bornAtPensionStep) {
    const birthDate = plusDays(`${random.pick(stepYears)}-01-01`, random.below(30) - 15);
    return { birthDate, birthCohort: 'pension step' };
  }
  if (draw < bornAtPensionStep + nearFiftySix) {
    const birthDate = plusDays(`${monthText(world.until - 56 * 12)}-15`, random.below(121) - 60);
    return { birthDate, birthCohort: 'near 56' };
  }
  if (draw < bornAtPensionStep + nearFiftySix + bornOnLeapDay) {
    const years = leapYears.filter((year) => year <= yearOf(world.until) - 20);
    return { birthDate: `${random.pick(years)}-02-29`, birthCohort: 'leap day' };
  }
  return { birthDate: anyBirth(world, random, 19, 41), birthCohort: 'any' };
}

/** An age from `youngest` up to `span` years more, most often in the middle. */
function anyBirth(world: World, random: Random, youngest: number, span: number): string {
  const age = youngest + (span * (random.next() + random.next())) / 2;
  const month = world.until - Math.floor(age * 12) - 1;
  return dayText(month, 1 + random.below(daysIn(month)));
}

export function personRandom(world: World, index: number): Random {
  return randomFor(world.seed, 'person', index);
}
