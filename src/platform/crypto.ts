import {
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { AppError } from '#kernel';
import { ConfigError } from './config.ts';

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
  'data-key',
  'evidence',
] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

export type KeyRing = {
  /** Id of the newest key: new things are sealed with it. */
  readonly currentId: string;
  /** Id of the oldest key: what must be found again is hashed with it, so that a newer key changes no look-up. */
  readonly oldestId: string;
  /** All ids, newest first. */
  readonly ids: readonly string[];
  /** A key of 32 bytes; without an id the newest. Throws when the id is not on the ring. */
  key(purpose: KeyPurpose, id?: string): Buffer;
};

/** Reads `id:base64,id:base64`, newest first. Throws ConfigError when a key is not 32 bytes. */
export function readKeyRing(masterKeys: string): KeyRing {
  const entries = masterKeys.split(',').map((entry) => parseMaster(entry.trim()));
  const masters = new Map(entries);
  const ids = entries.map(([id]) => id);
  if (masters.size < ids.length)
    throw new ConfigError('MASTER_KEYS: two entries have the same id. Each key needs an id of its own.');
  const [currentId = ''] = ids;
  const derived = new Map<string, Buffer>();
  return {
    currentId,
    oldestId: ids.at(-1) ?? currentId,
    ids,
    key(purpose, id = currentId) {
      const name = `${id}/${purpose}`;
      const known = derived.get(name);
      if (known) return known;
      const master = masters.get(id);
      if (!master) throw new AppError('bug', `key ${id} is not on the ring`);
      const key = Buffer.from(hkdfSync('sha256', master, '', `goid/${purpose}`, 32));
      derived.set(name, key);
      return key;
    },
  };
}

function parseMaster(entry: string): [string, Buffer] {
  const [id = '', encoded = ''] = entry.split(':');
  const key = Buffer.from(encoded, 'base64');
  if (!/^[a-z0-9]{1,16}$/.test(id) || key.length !== 32) {
    throw new ConfigError(
      'MASTER_KEYS: each entry is id:base64, the id up to 16 small letters or digits, the key 32 bytes. Make one with: ./goid keys new',
    );
  }
  return [id, key];
}

export function newMasterKey(id = '1'): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

// The runtime turns a Buffer into a key object on every use, which costs five times the hash or seal itself.
const keyObjects = new WeakMap<Buffer, KeyObject>();
function keyObject(key: Buffer): KeyObject {
  let object = keyObjects.get(key);
  if (!object) keyObjects.set(key, (object = createSecretKey(key)));
  return object;
}

/**
 * Keyed hash of the parts, for what is looked up or compared again later: always with the oldest key of the ring,
 * because a hash, unlike a sealed value, cannot say which key made it.
 */
export function keyedHash(ring: KeyRing, purpose: KeyPurpose, ...parts: readonly string[]): Buffer {
  return hashWith(ring.key(purpose, ring.oldestId), ...parts);
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
  const id = Buffer.from(ring.currentId);
  return Buffer.concat([Buffer.from([id.length]), id, sealWith(ring.key(purpose), place, plain)]);
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
