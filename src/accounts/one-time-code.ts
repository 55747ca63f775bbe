import { createHmac } from 'node:crypto';
import { type KeyRing, equalBytes } from '#platform';
import type { ChallengeRow } from './queries.ts';

/**
 * Six digits computed from a secret key, the challenge and the number of the code, so that none is stored
 * (NIST SP 800-63B-4 §3.1.3.2). 48 bits modulo 10^6: no digit is likelier than another by more than 1 in 10^8.
 */
export function codeOf(
  keys: KeyRing,
  challenge: Pick<ChallengeRow, 'challenge_id' | 'key_id'>,
  number: number,
): string {
  const hmac = createHmac('sha256', keys.key('code', challenge.key_id));
  const bytes = hmac.update(`${challenge.challenge_id}/${number}`).digest();
  return String(bytes.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

/** The newest code while it lives, and the one before while that lives. */
export function validCodes(keys: KeyRing, challenge: ChallengeRow, now: Date): string[] {
  const codes: string[] = [];
  if (challenge.expires_at > now) codes.push(codeOf(keys, challenge, challenge.last_number));
  if (challenge.previous_expires_at && challenge.previous_expires_at > now)
    codes.push(codeOf(keys, challenge, challenge.last_number - 1));
  return codes;
}

export function isOneOf(codes: readonly string[], typed: string): boolean {
  return codes.filter((code) => equalBytes(Buffer.from(code), Buffer.from(typed))).length > 0;
}
