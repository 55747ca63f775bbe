import { randomInt } from 'node:crypto';

const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ';
const characters = `${letters}23456789`;
const pick = (from: string) => from.charAt(randomInt(from.length));

/**
 * The reference that stands in every message, such as `K7M3-9Q2P`: short enough to read out on the phone, without
 * characters that look alike. It begins with a letter, so that nobody takes it for a code.
 */
export function newReference(): string {
  const rest = Array.from({ length: 7 }, () => pick(characters)).join('');
  return `${pick(letters)}${rest.slice(0, 3)}-${rest.slice(3)}`;
}
