import { createHash, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { type Result, ok, refused } from '#kernel';
import { equalBytes } from '#platform';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';

/** A password hash that another system made. */
export type ForeignHash =
  | { readonly kind: 'bcrypt'; readonly text: string; readonly cost: number }
  | (Salted & { readonly kind: 'pbkdf2'; readonly iterations: number })
  | (Salted & { readonly kind: 'sha'; readonly saltFirst: boolean });
type Salted = { readonly digest: Digest; readonly salt: Buffer; readonly hash: Buffer };
type Digest = 'sha1' | 'sha256' | 'sha512';
export type ForeignHashRefusal = 'password_hash_unknown' | 'password_hash_too_costly';

/** Above these a single sign-in would hold a core for seconds; no system in use goes near them. */
const highestBcryptCost = 14;
const mostIterations = 2_000_000;
const digestBytes: Readonly<Record<Digest, number>> = { sha1: 20, sha256: 32, sha512: 64 };

/**
 * Reads one of the notations of docs/files.md: bcrypt, PBKDF2 as Passlib and PHC write it, salted SHA-256 and SHA-512
 * as LDAP (RFC 2307) and PHC write it.
 */
export function readForeignHash(text: string): Result<ForeignHash, ForeignHashRefusal> {
  const hash = bcryptOf(text) ?? pbkdf2Of(text) ?? shaOf(text);
  if (!hash) return refused('password_hash_unknown');
  const tooCostly =
    (hash.kind === 'bcrypt' && hash.cost > highestBcryptCost) ||
    (hash.kind === 'pbkdf2' && hash.iterations > mostIterations);
  return tooCostly ? refused('password_hash_too_costly') : ok(hash);
}

function bcryptOf(text: string): ForeignHash | undefined {
  const [, cost] = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(text) ?? [];
  return cost === undefined || Number(cost) < 4 ? undefined : { kind: 'bcrypt', text, cost: Number(cost) };
}

/** `$pbkdf2-sha256$29000$salt$hash` or `$pbkdf2-sha256$i=29000,l=32$salt$hash`; without a digest it is SHA-1. */
function pbkdf2Of(text: string): ForeignHash | undefined {
  const found =
    /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?([1-9]\d{0,9})(?:,l=\d{1,3})?\$([A-Za-z0-9+/.]+={0,2})\$([A-Za-z0-9+/.]+={0,2})$/.exec(
      text,
    );
  if (!found) return undefined;
  const [, digest = 'sha1', iterations, salt = '', hash = ''] = found;
  const bytes = bytesOf(hash);
  if (bytes.length < 16 || bytes.length > 64) return undefined;
  return {
    kind: 'pbkdf2',
    digest: digest as Digest,
    iterations: Number(iterations),
    salt: bytesOf(salt),
    hash: bytes,
  };
}

/** `{SSHA256}base64(digest salt)`, or `$sha256$o=sp$salt$digest` with `sp` for salt before password, `ps` after. */
function shaOf(text: string): ForeignHash | undefined {
  const ldap = /^\{SSHA(256|512)\}([A-Za-z0-9+/]+={0,2})$/.exec(text);
  if (ldap) {
    const bytes = bytesOf(ldap[2] ?? '');
    const digest = ldap[1] === '256' ? 'sha256' : 'sha512';
    const hash = bytes.subarray(0, digestBytes[digest]);
    return salted({ digest, hash, salt: bytes.subarray(digestBytes[digest]) }, false);
  }
  const phc = /^\$(sha256|sha512)\$o=(sp|ps)\$([A-Za-z0-9+/.]+={0,2})\$([A-Za-z0-9+/.]+={0,2})$/.exec(text);
  if (!phc) return undefined;
  const [, digest, order, salt = '', hash = ''] = phc;
  return salted({ digest: digest as Digest, salt: bytesOf(salt), hash: bytesOf(hash) }, order === 'sp');
}

function salted(parts: Salted, saltFirst: boolean): ForeignHash | undefined {
  const whole = parts.salt.length > 0 && parts.hash.length === digestBytes[parts.digest];
  return whole ? { kind: 'sha', saltFirst, ...parts } : undefined;
}

/** Base64, also in Passlib's form with a dot for the plus. */
function bytesOf(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}

/** Notation and cost, such as `bcrypt/12`: hashes alike in it take equally long. */
export function costOf(hash: ForeignHash): string {
  if (hash.kind === 'bcrypt') return `bcrypt/${hash.cost}`;
  return hash.kind === 'pbkdf2' ? `pbkdf2-${hash.digest}/${hash.iterations}` : `${hash.digest}/1`;
}

/**
 * Whether the password, as typed, made the hash. Takes up to seconds of a core in libuv's pool: call it in the hash
 * pool, holding no connection. bcrypt looks at the first 72 bytes, as it did where the hash was made.
 */
export async function matchesForeign(hash: ForeignHash, password: string): Promise<boolean> {
  if (hash.kind === 'bcrypt') return verifyBcrypt(password, hash.text);
  if (hash.kind === 'pbkdf2') {
    const { salt, iterations, digest } = hash;
    return equalBytes(
      await promisify(pbkdf2)(password, salt, iterations, hash.hash.length, digest),
      hash.hash,
    );
  }
  const parts = hash.saltFirst ? [hash.salt, Buffer.from(password)] : [Buffer.from(password), hash.salt];
  return equalBytes(createHash(hash.digest).update(Buffer.concat(parts)).digest(), hash.hash);
}
