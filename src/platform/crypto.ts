import {
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { KeyRing } from './key-ring.ts';

/**
 * What each key is for. A key of its own is derived (HKDF, RFC 5869) from the master key for each purpose,
 * so that a leak of one tells nothing about another.
 */
export const keyPurposes = [
  'csrf',
  'form-outcome',
  'cookie',
  'code',
  'pepper',
  'foreign-password',
  'identifier-index',
  'national-number',
  'national-number-index',
  'contact',
  'contact-index',
  'message',
  'signing-key',
  'throttle',
  'totp',
  'recovery-code',
  'wrong-password',
  'link',
  'logged-out',
  'passkey',
  'activity-head',
  'case',
  'support',
  'filing',
  'billing',
  'data-key',
  'evidence',
  'statement-index',
  'backup',
] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/** What a key is in use for: seals, what browsers carry, passwords, look-ups, seals of the activity. */
export const keyKinds = ['data', 'cookie', 'pepper', 'index', 'head'] as const;
export type KeyKind = (typeof keyKinds)[number];

const carried: readonly KeyPurpose[] = ['csrf', 'form-outcome', 'cookie', 'link', 'passkey'];
const lookedUp: readonly KeyPurpose[] = [
  'identifier-index',
  'national-number-index',
  'contact-index',
  'throttle',
  'wrong-password',
  'statement-index',
];

function hashKindOf(purpose: KeyPurpose): 'cookie' | 'index' | 'pepper' {
  if (carried.includes(purpose)) return 'cookie';
  return lookedUp.includes(purpose) ? 'index' : 'pepper';
}

// The runtime turns a Buffer into a key object on every use, which costs five times the hash or seal itself.
const keyObjects = new WeakMap<Buffer, KeyObject>();
function keyObject(key: Buffer): KeyObject {
  let object = keyObjects.get(key);
  if (!object) keyObjects.set(key, (object = createSecretKey(key)));
  return object;
}

/**
 * Keyed hash of the parts. What browsers carry is made with the key in use for that (`isKeyedHash` checks it); passwords'
 * kin with the pepper's; what is looked up with the chain of the look-ups' keys, because a hash cannot say which key made it.
 */
export function keyedHash(ring: KeyRing, purpose: KeyPurpose, ...parts: readonly string[]): Buffer {
  const kind = hashKindOf(purpose);
  if (kind !== 'index') return hashWith(ring.key(purpose, ring.inUse(kind)), ...parts);
  const [first = ring.oldestId, ...further] = ring.indexIds;
  return hashSteps(ring, purpose, further, hashWith(ring.key(purpose, first), ...parts));
}

/** The same look-up after further keys: rows are brought to one without what was hashed. */
export function hashSteps(ring: KeyRing, purpose: KeyPurpose, ids: readonly string[], hash: Buffer): Buffer {
  return ids.reduce((before, id) => hashWith(ring.key(purpose, id), before.toString('hex')), hash);
}

/** What a row to be found may hold: one hash, and while rows are being brought to another key that one's too. */
export function lookUpHashes(ring: KeyRing, purpose: KeyPurpose, ...parts: readonly string[]): Buffer[] {
  return bothHashes(ring, purpose, keyedHash(ring, purpose, ...parts));
}

export function bothHashes(ring: KeyRing, purpose: KeyPurpose, hash: Buffer): Buffer[] {
  const next = ring.movingTo;
  return next === undefined ? [hash] : [hash, hashSteps(ring, purpose, [next], hash)];
}

/** The id of the key on the ring that the hash was made with; undefined when none did. For what browsers carry. */
export function keyOfHash(
  ring: KeyRing,
  purpose: KeyPurpose,
  hash: Buffer,
  ...parts: readonly string[]
): string | undefined {
  return ring.ids.find((id) => equalBytes(hash, hashWith(ring.key(purpose, id), ...parts)));
}

/** HMAC-SHA-256 of the parts, which cannot run into each other. */
export function hashWith(key: Buffer, ...parts: readonly string[]): Buffer {
  const hmac = createHmac('sha256', keyObject(key));
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
  return hmac.digest();
}

const nonceBytes = 12;
let drawn = Buffer.alloc(0);

/** Random bytes, each used once. Drawn many at a time: the call costs more than the sealing. */
function newNonce(): Buffer {
  if (drawn.length < nonceBytes) drawn = randomBytes(256 * nonceBytes);
  const nonce = drawn.subarray(0, nonceBytes);
  drawn = drawn.subarray(nonceBytes);
  return nonce;
}

/**
 * Encrypts for one place: AES-256-GCM with the place (table, column, row) as associated data, so that a
 * ciphertext moved to another row does not open. Layout: id length, key id, 12 bytes nonce, 16 bytes tag, text.
 */
export function seal(ring: KeyRing, purpose: KeyPurpose, place: string, plain: string | Buffer): Buffer {
  const keyId = ring.currentId;
  return Buffer.concat([sealedBy(keyId), sealWith(ring.key(purpose, keyId), place, plain)]);
}

/** What stands at the beginning of everything that was sealed with a key. */
export function sealedBy(keyId: string): Buffer {
  return Buffer.concat([Buffer.from([Buffer.byteLength(keyId)]), Buffer.from(keyId)]);
}

/** Opens what `seal` made for the same place; throws when it was changed or stands elsewhere. */
export function unseal(ring: KeyRing, purpose: KeyPurpose, place: string, sealed: Buffer): Buffer {
  const idEnd = 1 + (sealed[0] ?? 0);
  const id = sealed.subarray(1, idEnd).toString();
  return unsealWith(ring.key(purpose, id), place, sealed.subarray(idEnd));
}

/** As `seal`, with a key that stands in no ring, such as an account's own. Layout: 12 bytes nonce, 16 bytes tag, text. */
export function sealWith(key: Buffer, place: string, plain: string | Buffer): Buffer {
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', keyObject(key), nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Opens what `sealWith` made with this key for the same place; throws when it was changed or stands elsewhere. */
export function unsealWith(key: Buffer, place: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', keyObject(key), sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

export function equalBytes(first: Buffer, second: Buffer): boolean {
  return first.length === second.length && timingSafeEqual(first, second);
}
