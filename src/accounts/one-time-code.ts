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

/** A row of another table that holds its one code itself. */
type OwnCode = {
  readonly account_id: string | null;
  readonly code_key_id: string | null;
  readonly code_number: number;
  readonly code_expires_at: Date | null;
  readonly code_previous_expires_at: Date | null;
  readonly code_tries: number;
};

/** The code of such a row as a challenge; undefined while none was sent. */
export function challengeIn(row: OwnCode, challengeId: string, consumedAt: Date | null = null) {
  if (row.code_key_id === null || row.code_expires_at === null) return undefined;
  return {
    account_id: row.account_id ?? '',
    challenge_id: challengeId,
    key_id: row.code_key_id,
    last_number: row.code_number,
    expires_at: row.code_expires_at,
    previous_expires_at: row.code_previous_expires_at,
    tries: row.code_tries,
    consumed_at: consumedAt,
  } satisfies ChallengeRow;
}

export type LiveCode = { readonly number: number; readonly code: string };

/** The newest code while it lives, and the one before while that lives. */
export function validCodes(keys: KeyRing, challenge: ChallengeRow, now: Date): LiveCode[] {
  const { last_number: newest, previous_expires_at: previousEnd } = challenge;
  const numbers = [
    ...(challenge.expires_at > now ? [newest] : []),
    ...(previousEnd && previousEnd > now ? [newest - 1] : []),
  ];
  return numbers.map((number) => ({ number, code: codeOf(keys, challenge, number) }));
}

/** The one that was typed; all are compared, whichever it is. */
export function matching(codes: readonly LiveCode[], typed: string): LiveCode | undefined {
  return codes.filter(({ code }) => isOneOf([code], typed))[0];
}

export function isOneOf(codes: readonly string[], typed: string): boolean {
  return codes.filter((code) => equalBytes(Buffer.from(code), Buffer.from(typed))).length > 0;
}
