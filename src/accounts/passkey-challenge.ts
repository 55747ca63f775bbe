import { createHash, randomBytes } from 'node:crypto';
import { type KeyRing, keyedHash, keyOfHash } from '#platform';
import { attemptLifeSeconds } from './attempt.ts';

/** What an answer is for: nothing that was signed for one of these counts for another. */
export type PasskeyPurpose =
  | { readonly kind: 'sign-in'; readonly interactionUid: string }
  | { readonly kind: 'confirm' | 'add'; readonly sessionId: string };

const saltBytes = 16;
const headBytes = saltBytes + 6;

/**
 * What a passkey signs, once: 128 random bits, the end of its life, and a keyed hash that binds both to the journey
 * (NIST SP 800-63B-4 §3.1.6.2 asks for 64 bits). It is computed, not stored, so that showing a page writes nothing; what
 * was used is remembered (`useChallenge`).
 */
export function newChallenge(keys: KeyRing, purpose: PasskeyPurpose, now: Date): Buffer {
  const end = Buffer.alloc(6);
  end.writeUIntBE(Math.floor(now.getTime() / 1000) + attemptLifeSeconds, 0, 6);
  const head = Buffer.concat([randomBytes(saltBytes), end]);
  return Buffer.concat([head, sealOf(keys, purpose, head)]);
}

function sealOf(keys: KeyRing, purpose: PasskeyPurpose, head: Buffer): Buffer {
  return keyedHash(keys, 'passkey', ...partsOf(purpose, head));
}

function partsOf(purpose: PasskeyPurpose, head: Buffer): string[] {
  const journey = purpose.kind === 'sign-in' ? purpose.interactionUid : purpose.sessionId;
  return [purpose.kind, journey, head.toString('base64url')];
}

export type LiveChallenge = { readonly hash: Buffer; readonly expiresAt: Date };

/** The challenge when it is one of ours for this purpose and lives; whether it was used, its use tells. */
export function readChallenge(
  keys: KeyRing,
  purpose: PasskeyPurpose,
  text: string,
  now: Date,
): LiveChallenge | undefined {
  const challenge = Buffer.from(text, 'base64url');
  const head = challenge.subarray(0, headBytes);
  if (head.length < headBytes) return undefined;
  const key = keyOfHash(keys, 'passkey', challenge.subarray(headBytes), ...partsOf(purpose, head));
  if (key === undefined) return undefined;
  const expiresAt = new Date(head.readUIntBE(saltBytes, 6) * 1000);
  return expiresAt > now ? { hash: createHash('sha256').update(challenge).digest(), expiresAt } : undefined;
}
