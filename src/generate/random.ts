/** A stream of pseudo-random numbers of its own for each thing generated, so that order and memory do not matter. */
export type Random = {
  /** At least 0 and less than 1. */
  next(): number;
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Mean 0, standard deviation 1 (Box and Muller). */
  normal(): number;
};

/** What the numbers are for; two purposes never share a stream. */
export type Purpose = 'employer' | 'person' | 'family' | 'schedule' | 'slots' | 'rows' | 'numbers';
const purposes: Readonly<Record<Purpose, number>> = {
  employer: 1,
  person: 2,
  family: 3,
  schedule: 4,
  slots: 5,
  rows: 6,
  numbers: 7,
};

/** Mixes the bits of a 32-bit number (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The stream for one thing: the same seed, purpose and numbers give the same stream (mulberry32). */
export function randomFor(seed: number, purpose: Purpose, first: number, second = 0): Random {
  let state = mix(mix(mix(seed + 0x9e3779b9) + purposes[purpose]) + first);
  state = mix(state + Math.imul(second, 0x632be5ab));
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}
