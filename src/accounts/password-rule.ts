import type { Config } from '#platform';

const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];

/** Passwords are compared and counted in this form (NIST SP 800-63B-4 §3.1.1.2): "e" with an accent is one letter. */
export function normalisePassword(password: string): string {
  return password.normalize('NFC');
}

type PasswordLengths = Pick<
  Config,
  'PASSWORD_MINIMUM_LENGTH' | 'PASSWORD_MIXED_MINIMUM_LENGTH' | 'PASSWORD_MAXIMUM_LENGTH'
>;

/**
 * So many characters of any kind, or fewer with small and capital letters, digits and symbols, up to the longest
 * (15, 12 and 256 unless set otherwise). Counted in code points after NFC, so that an emoji is one.
 */
export function followsPasswordRule(lengths: PasswordLengths, password: string): boolean {
  const normal = normalisePassword(password);
  const length = Array.from(normal).length;
  if (length > lengths.PASSWORD_MAXIMUM_LENGTH) return false;
  if (length >= lengths.PASSWORD_MINIMUM_LENGTH) return true;
  return length >= lengths.PASSWORD_MIXED_MINIMUM_LENGTH && classes.every((kind) => kind.test(normal));
}
