import { randomInt } from 'node:crypto';

/** No vowels, so that no word appears by chance, and nothing that sounds or looks like another: read out on the phone. */
const letters = '23456789CDFGHJKLMPRTVWXY';
const groups = 2;
const groupLength = 4;

/** A number like K-7DFH-2MRX: 24^8, about 10^11, so that guessing one that exists is hopeless behind a limit. */
export function newCaseNumber(): string {
  const group = () => Array.from({ length: groupLength }, () => letters[randomInt(letters.length)]).join('');
  return ['K', ...Array.from({ length: groups }, group)].join('-');
}

/**
 * A reference of the same shape that is worked out instead of kept, from 8 bytes or more of a keyed hash: the same for
 * the same thing, and no more to be guessed. `initial` says of what kind it is; no case begins with it but K.
 */
export function referenceFrom(initial: 'T', hash: Buffer): string {
  const group = (start: number) =>
    Array.from({ length: groupLength }, (_, place) => letters[(hash[start + place] ?? 0) % letters.length]);
  return [initial, group(0).join(''), group(groupLength).join('')].join('-');
}
