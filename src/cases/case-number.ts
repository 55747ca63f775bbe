import { newSpokenCode, spokenCharacters } from '#kernel';

const groupLength = 4;

/** A number like K-7DFH-2MRX: 24^8, about 10^11, so that guessing one that exists is hopeless behind a limit. */
export function newCaseNumber(): string {
  return ['K', newSpokenCode(groupLength), newSpokenCode(groupLength)].join('-');
}

/**
 * A reference of the same shape that is worked out instead of kept, from 8 bytes or more of a keyed hash: the same for
 * the same thing, and no more to be guessed. `initial` says of what kind it is; no case begins with it but K.
 */
export function referenceFrom(initial: 'T', hash: Buffer): string {
  const group = (start: number) =>
    Array.from({ length: groupLength }, (_, place) =>
      spokenCharacters.charAt((hash[start + place] ?? 0) % spokenCharacters.length),
    );
  return [initial, group(0).join(''), group(groupLength).join('')].join('-');
}
