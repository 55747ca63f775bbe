import { createHash } from 'node:crypto';

/** A code as it may be typed: small letters, spaces and dashes do not matter. */
const cleaned = (typed: string) =>
  typed
    .slice(0, 60)
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '');

/** What is kept of the code that stops a deletion. It has 55 random bits, so a plain hash of it is enough behind a limit. */
export const keepHash = (typed: string): Buffer =>
  createHash('sha256')
    .update(`privacy-keep:${cleaned(typed)}`)
    .digest();
