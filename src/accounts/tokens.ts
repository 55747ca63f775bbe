import { createHash } from 'node:crypto';

/** Tokens are 256 random bits, so a plain hash is enough; `purpose` keeps one kind from standing for another. */
export function tokenHash(purpose: string, token: string): Buffer {
  return createHash('sha256').update(`${purpose}:${token}`).digest();
}
