const shortest = 12;
const longEnoughAlone = 15;
const longest = 256;
const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];

/** Passwords are compared and counted in this form (NIST SP 800-63B-4 §3.1.1.2): "e" with an accent is one letter. */
export function normalisePassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * 15 or more characters of any kind, or 12 to 14 with small and capital letters, digits and symbols; up to 256.
 * Counted in code points after NFC, so that an emoji is one.
 */
export function followsPasswordRule(password: string): boolean {
  const normal = normalisePassword(password);
  const length = Array.from(normal).length;
  if (length < shortest || length > longest) return false;
  return length >= longEnoughAlone || classes.every((kind) => kind.test(normal));
}
