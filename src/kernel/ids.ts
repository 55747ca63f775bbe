import { randomBytes, randomInt } from 'node:crypto';

/** A time-ordered identifier (UUID version 7, RFC 9562 §5.7), made in the program so that PostgreSQL 15 serves too. */
export function newId(now: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isId(text: string): boolean {
  return uuidPattern.test(text);
}

/** A secret for a cookie, link or token: `bytes` of randomness in URL-safe base64. */
export function newToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ';
const lettersAndDigits = `${letters}23456789`;
const pick = (from: string) => from.charAt(randomInt(from.length));

/**
 * For codes and numbers that are typed or read out on the phone: no vowels, so that no word appears by chance, and
 * nothing that sounds or looks like another.
 */
export const spokenCharacters = '23456789CDFGHJKLMPRTVWXY';

/** So many of them by chance: 24^length. */
export function newSpokenCode(length: number): string {
  return Array.from({ length }, () => pick(spokenCharacters)).join('');
}

/**
 * A short reference such as `K7M3-9Q2P`, to read out on the telephone: no characters that look alike, and a letter
 * first, so that nobody takes it for a code. Not a secret.
 */
export function newReference(): string {
  const rest = Array.from({ length: 7 }, () => pick(lettersAndDigits)).join('');
  return `${pick(letters)}${rest.slice(0, 3)}-${rest.slice(3)}`;
}
