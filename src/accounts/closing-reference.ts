import { referenceFrom } from '#cases';
import { type KeyRing, keyedHash } from '#platform';
import { type PasswordTry, lockedSubject } from './password-try.ts';

/**
 * What the page of a closing tells support: worked out from what was closed and until when, so that an identifier that
 * no account has gets one of the same shape, and each look at the same closing shows the same. The activity keeps it.
 */
export function closingReference(keys: KeyRing, attempt: PasswordTry, until: Date): string {
  return referenceFrom(
    'T',
    keyedHash(keys, 'throttle', 'closing', lockedSubject(attempt), until.toISOString()),
  );
}
