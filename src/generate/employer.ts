import { dayText } from './calendar.ts';
import { type Sector, companyFirst, companyLast, construction, sectorAt } from './economy.ts';
import { type Random, randomFor } from './random.ts';
import { type World, shares } from './world.ts';

export type Employer = {
  readonly key: number;
  readonly npp: string;
  readonly name: string;
  readonly scale: 'large' | 'medium' | 'small' | 'micro';
  readonly sector: Sector;
  readonly labourIntensive: boolean;
  readonly provinceCode: string;
  readonly address: string;
  readonly registeredOn: string;
  /** How many of the last months are billed and not paid. */
  readonly arrearsMonths: number;
};

/** Ranks are drawn by Zipf's law, flattened at the top so that no employer has a tenth of the country. */
function flattening(employers: number): number {
  return Math.max(1, employers / 500);
}

function rankAt(point: number, employers: number): number {
  const shift = flattening(employers);
  return Math.min(employers - 1, Math.floor(shift * ((employers + shift) / shift) ** point - shift));
}

/** Workers to be expected at a rank. */
function workersAt(rank: number, employers: number, workers: number): number {
  const shift = flattening(employers);
  return (workers * Math.log((rank + 1 + shift) / (rank + shift))) / Math.log((employers + shift) / shift);
}

function scaleOf(workers: number): Employer['scale'] {
  if (workers >= 100) return 'large';
  if (workers >= 20) return 'medium';
  return workers >= 5 ? 'small' : 'micro';
}

/** The employer behind a key, always the same one. */
export function employerOf(world: World, key: number): Employer {
  const random = randomFor(world.seed, 'employer', key);
  const pair = key >= world.employers + world.constructors;
  const builds = !pair && key >= world.employers;
  const drawn = sectorAt(random.next());
  const sector = pair ? sectorAt(0.25) : builds ? construction : drawn;
  const district = world.regions.anyDistrict(random);
  const inArrears = random.chance(shares.employersInArrears);
  const months = 1 + random.below(12);
  const scale = pair ? 'medium' : scaleOf(expectedWorkers(world, key, builds));
  return {
    key,
    npp: world.numbers.employer(key),
    name: companyName(sector, scale, random),
    scale,
    sector,
    labourIntensive: sector.labourIntensive === 1,
    provinceCode: district.provinceCode,
    address: `Jl. ${random.pick(streets)} No. ${1 + random.below(200)}, Kec. ${district.name}, ${district.regencyName}`,
    registeredOn: dayText((1988 + random.below(27)) * 12 + random.below(12), 1 + random.below(28)),
    arrearsMonths: inArrears && !pair ? months : 0,
  };
}

function expectedWorkers(world: World, key: number, builds: boolean): number {
  return builds
    ? workersAt(key - world.employers, world.constructors, world.members * shares.segments.JAKON)
    : workersAt(key, world.employers, world.members * shares.segments.PU);
}

export const streets = [
  'Merdeka',
  'Sudirman',
  'Diponegoro',
  'Kartini',
  'Gajah Mada',
  'Ahmad Yani',
  'Pahlawan',
  'Melati',
  'Kenanga',
  'Mawar',
  'Anggrek',
  'Cendrawasih',
  'Rajawali',
  'Teratai',
  'Pemuda',
  'Veteran',
  'Raya Pasar',
  'Industri',
  'Hasanuddin',
  'Imam Bonjol',
] as const;

function companyName(sector: Sector, scale: Employer['scale'], random: Random): string {
  const form =
    scale === 'micro'
      ? random.pick(['UD', 'Toko', 'CV'])
      : scale === 'small'
        ? random.pick(['CV', 'PT'])
        : 'PT';
  const middle = random.pick(sector.words);
  return `${form} ${random.pick(companyFirst)} ${middle} ${random.pick(companyLast)}`;
}

/** A workplace for somebody of a province: near home when one turns up in a few draws. */
export function workplaceFor(
  world: World,
  segment: 'PU' | 'JAKON',
  provinceCode: string,
  random: Random,
): Employer {
  let employer: Employer | undefined;
  for (let draw = 0; draw < 3 && employer?.provinceCode !== provinceCode; draw += 1) {
    const rank =
      segment === 'PU'
        ? rankAt(random.next(), world.employers)
        : world.employers + rankAt(random.next(), world.constructors);
    employer = knownEmployer(world, rank);
  }
  return employer ?? knownEmployer(world, 0);
}

const known = new WeakMap<World, Map<number, Employer>>();
const mostKnown = 10_000;

/** Small employers turn up too seldom to be worth remembering. */
export function isOftenMet(employer: Employer): boolean {
  return employer.scale === 'large' || employer.scale === 'medium';
}

/** `employerOf`, remembering those with many workers. */
export function knownEmployer(world: World, key: number): Employer {
  let cache = known.get(world);
  if (!cache) known.set(world, (cache = new Map()));
  const employer = cache.get(key) ?? employerOf(world, key);
  if (cache.size < mostKnown && isOftenMet(employer)) cache.set(key, employer);
  return employer;
}
