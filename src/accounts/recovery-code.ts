import { randomBytes } from 'node:crypto';
import { type KeyRing, keyedHash } from '#platform';

/** Crockford's base 32: no letter that is taken for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 16;

/** 80 random bits in four groups of four (security.md d.4): XXXX-XXXX-XXXX-XXXX. */
export function newRecoveryCode(): string {
  const letters = [...randomBytes(length)].map((byte) => alphabet.charAt(byte % alphabet.length));
  return letters.join('').replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** What was typed, as it is hashed: without blanks and hyphens, I and L read as 1, O as 0. Undefined when it cannot be one. */
export function readRecoveryCode(typed: string): string | undefined {
  const plain = typed.replaceAll(/[\s-]/g, '').toUpperCase().replaceAll(/[IL]/g, '1').replaceAll('O', '0');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(plain) ? plain : undefined;
}

/** Kept in the place of the code. Keyed, and bound to the account, so that a stolen table can be tried nowhere. */
export function recoveryCodeHash(keys: KeyRing, accountId: string, plain: string): Buffer {
  return keyedHash(keys, 'recovery-code', accountId, plain);
}
