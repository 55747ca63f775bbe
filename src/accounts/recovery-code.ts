import { randomBytes } from 'node:crypto';
import { type Config, hashWith, type KeyRing } from '#platform';
import { stretch } from './password-hash.ts';

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

/** What the codes of one set share. */
export type RecoverySet = { readonly salt: Buffer; readonly keyId: string };

export function newRecoverySet(keys: KeyRing): RecoverySet {
  return { salt: randomBytes(16), keyId: keys.inUse('pepper') };
}

/**
 * Kept in the place of the code: keyed, and bound to the account, so that a stolen table can be tried nowhere, and
 * stretched like a password with the salt of its set, because 80 bits are fewer than 112 (NIST SP 800-63B-4 §3.1.2.2).
 * Takes 10–16 ms of a core: call it in the hash pool, holding no connection.
 */
export function recoveryCodeHash(
  { keys, config }: { readonly keys: KeyRing; readonly config: Config },
  accountId: string,
  plain: string,
  set: RecoverySet,
): Promise<Buffer> {
  return stretch(config, hashWith(keys.key('recovery-code', set.keyId), accountId, plain), set.salt);
}
