import { createHmac, randomBytes } from 'node:crypto';
import type { Config, KeyRing } from '#platform';
import { hash, hashRaw, parseOptions, verify } from '@node-rs/argon2';
import { normalisePassword } from './password-rule.ts';

export type StoredPassword = { readonly hash: string; readonly pepperKeyId: string };
type Hashing = { readonly keys: KeyRing; readonly config: Config };

/** OWASP's figures for Argon2id; the cheap ones are for bounded simulations in tests only. */
const strong = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 };

function costOf(config: Config): typeof strong {
  return config.TEST_HASH_COST ? cheap : strong;
}

/** What is hashed is a keyed hash of the password: a stolen table is useless without the key, and length costs nothing. */
function peppered(keys: KeyRing, password: string, keyId: string): string {
  return createHmac('sha256', keys.key('pepper', keyId)).update(normalisePassword(password)).digest('base64');
}

/** Takes 10–16 ms of a core: call it in the hash pool, holding no connection. */
export async function hashPassword(hashing: Hashing, password: string): Promise<StoredPassword> {
  const pepperKeyId = hashing.keys.inUse('pepper');
  const text = peppered(hashing.keys, password, pepperKeyId);
  return { hash: await hash(text, costOf(hashing.config)), pepperKeyId };
}

/** The same work for another short secret, with a salt that stands beside it, so that one hash looks it up. In the hash pool, too. */
export function stretch(config: Config, secret: Buffer, salt: Buffer): Promise<Buffer> {
  return hashRaw(secret, { ...costOf(config), salt });
}

/** As `hashPassword`. Without a stored password it does the same work against a hash that nothing matches. */
export async function verifyPassword(
  hashing: Hashing,
  password: string,
  stored: StoredPassword | undefined,
): Promise<boolean> {
  const against = stored ?? (await nobodysPassword(hashing));
  const text = peppered(hashing.keys, password, against.pepperKeyId);
  return (await verify(against.hash, text)) && stored !== undefined;
}

/** True when it was made with other parameters or an older key than today's, and should be made anew. */
export function isOutdated(hashing: Hashing, stored: StoredPassword): boolean {
  const made = parseOptions(stored.hash);
  const wanted = costOf(hashing.config);
  return (
    stored.pepperKeyId !== hashing.keys.inUse('pepper') ||
    made.memoryCost !== wanted.memoryCost ||
    made.timeCost !== wanted.timeCost ||
    made.parallelism !== wanted.parallelism
  );
}

const nobodys = new Map<string, Promise<StoredPassword>>();

function nobodysPassword(hashing: Hashing): Promise<StoredPassword> {
  const name = `${hashing.keys.inUse('pepper')}/${costOf(hashing.config).memoryCost}`;
  const known = nobodys.get(name);
  if (known) return known;
  const made = hashPassword(hashing, randomBytes(32).toString('base64'));
  nobodys.set(name, made);
  return made;
}
