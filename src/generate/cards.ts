import { type MonthNumber, dayText, daysIn, monthNumber } from './calendar.ts';
import { type Employer, knownEmployer, workplaceFor } from './employer.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';
import { type World, pairWorkers, shares } from './world.ts';

export type Segment = keyof typeof shares.segments;

export type Card = {
  readonly kpj: string;
  readonly segment: Segment;
  readonly employer: Employer | undefined;
  readonly startedOn: string;
  readonly endedOn: string;
  readonly from: MonthNumber;
  readonly to: MonthNumber;
};

export function segmentAt(point: number): Segment {
  let sum = 0;
  for (const [segment, share] of Object.entries(shares.segments)) {
    sum += share;
    if (point < sum) return segment as Segment;
  }
  return 'PU';
}

function cardsAt(point: number): number {
  let sum = 0;
  return (
    1 +
    Math.max(
      0,
      shares.cards.findIndex((share) => point < (sum += share)),
    )
  );
}

const shortest = 3;

/** A working life: one card after the other, the last one running unless the person is inactive. */
export function cardsOf(world: World, person: Person, random: Random): readonly Card[] {
  const segment = person.pair ? 'PU' : segmentAt(random.next());
  const count = person.pair ? 1 : cardsAt(random.next());
  const inactive = !person.pair && (person.died || random.chance(shares.inactive));
  const last = inactive ? world.until - 1 - random.below(30) : world.until;
  const grown = monthNumber(person.birthDate) + 18 * 12 + 1;
  const room = Math.max(count * shortest, Math.floor(random.next() ** 1.3 * Math.min(240, last - grown)));
  const first = person.pair
    ? Math.min(world.from, world.until) - 12
    : Math.max(Math.min(grown, last - count * shortest), last - room);
  const cards: Card[] = [];
  for (let place = 0; place < count; place += 1) {
    const own = place === count - 1 ? segment : segment === 'JAKON' ? 'JAKON' : 'PU';
    const from = first + Math.floor(((last - first) * place) / count);
    const next = first + Math.floor(((last - first) * (place + 1)) / count);
    const to = place === count - 1 ? last : Math.max(from, next - 1);
    const runs = place === count - 1 && !inactive;
    cards.push(card(world, person, { place, segment: own, from, to, runs }, random));
  }
  return cards;
}

type Place = {
  readonly place: number;
  readonly segment: Segment;
  readonly from: MonthNumber;
  readonly to: MonthNumber;
  readonly runs: boolean;
};

function card(world: World, person: Person, { place, segment, from, to, runs }: Place, random: Random): Card {
  const day = 1 + random.below(random.chance(0.5) ? 3 : 28);
  return {
    kpj: world.numbers.card(person.index * 4 + place),
    segment,
    employer: employerFor(world, person, segment, random),
    startedOn: dayText(from, from === to ? 1 : day),
    endedOn: runs ? '' : dayText(to, daysIn(to) - random.below(3)),
    from,
    to,
  };
}

function employerFor(world: World, person: Person, segment: Segment, random: Random): Employer | undefined {
  if (person.pair) {
    const second = person.pair.place < pairWorkers[0] ? 0 : 1;
    return knownEmployer(world, world.employers + world.constructors + person.pair.number * 2 + second);
  }
  return segment === 'PU' || segment === 'JAKON'
    ? workplaceFor(world, segment, person.provinceCode, random)
    : undefined;
}
