import { newSpokenCode, spokenCharacters } from '#kernel';

const groupLength = 4;

/**
 * A number like K-7DFH-2MRX: 24^8, about 10^11. With a million cases one guess in a hundred thousand finds one, and
 * learns that it exists and its state; `case_look_address` allows 20 an hour, so nobody counts them or lists them.
 */
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

const spoken = `[${spokenCharacters}]`;
const numberShape = new RegExp(`^([KT])(${spoken}{${groupLength}})(${spoken}{${groupLength}})$`);

/** The letters of what was typed: small ones, spaces and dashes of any kind do not matter. */
const lettersOf = (typed: string) =>
  typed
    .slice(0, 60)
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '');

/** A case number, or the reference of a closing, as it may be typed; undefined for anything else. */
export function readCaseNumber(typed: string): string | undefined {
  return numberShape.exec(lettersOf(typed))?.slice(1).join('-');
}

const readerCodeLength = 12;

/** 24^12, about 55 bits: told by SMS, typed by hand behind a limit. */
export const newReaderCode = () => newSpokenCode(readerCodeLength);

/** The code of an SMS as it may be typed, with which an answer is read; undefined for anything else. */
export function readReaderCode(typed: string): string | undefined {
  const letters = lettersOf(typed);
  return new RegExp(`^${spoken}{${readerCodeLength}}$`).test(letters) ? letters : undefined;
}
