import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import type { KeyRing } from '#platform';
import { joinParts } from './leaf.ts';

/** What a batch promises: its entries by their root, all entries before by the head before. */
export type HeadContent = {
  /** Place in the chain, from 1. */
  readonly number: number;
  /** Entries in the batch. */
  readonly size: number;
  readonly root: Buffer;
  /** Head of the batch before; `noHead` for the first. */
  readonly previous: Buffer;
  readonly sealedAt: Date;
  /** The key of the ring that signs. */
  readonly keyId: string;
};
export type SignedHead = HeadContent & { readonly head: Buffer; readonly signature: Buffer };

export const noHead = Buffer.alloc(32);

function textOf(content: HeadContent): Buffer {
  return joinParts([
    'goid-head-1',
    String(content.number),
    String(content.size),
    content.root.toString('hex'),
    content.previous.toString('hex'),
    content.sealedAt.toISOString(),
    content.keyId,
  ]);
}

/** SHA-256 of the content: what the next batch is chained to. */
export function headOf(content: HeadContent): Buffer {
  return hash('sha256', textOf(content), 'buffer');
}

/** Signs with the key that the content names (Ed25519, RFC 8032). */
export function signHead(keys: KeyRing, content: HeadContent): SignedHead {
  const signature = sign(null, textOf(content), privateKeyOf(keys, content.keyId));
  return { ...content, head: headOf(content), signature };
}

export function isSignedBy(key: KeyObject, content: HeadContent, signature: Buffer): boolean {
  return verify(null, textOf(content), key, signature);
}

// RFC 8410 §7: what stands before the 32 bytes of a private Ed25519 key.
const privateKeyStart = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Derived as every key of the ring, for this alone: the database holds none, so whoever has only that can sign nothing. */
function privateKeyOf(keys: KeyRing, keyId: string): KeyObject {
  const seed = keys.key('activity-head', keyId);
  return createPrivateKey({ key: Buffer.concat([privateKeyStart, seed]), format: 'der', type: 'pkcs8' });
}

export type PublicHeadKey = {
  readonly keyId: string;
  /** The 32 bytes of the public Ed25519 key in base64url, as in a JSON Web Key. */
  readonly publicKey: string;
};

/** The public keys of the ring, by which anybody can check a head without a secret. */
export function publicHeadKeys(keys: KeyRing): PublicHeadKey[] {
  return keys.ids.map((keyId) => {
    const { x = '' } = createPublicKey(privateKeyOf(keys, keyId)).export({ format: 'jwk' });
    return { keyId, publicKey: x };
  });
}

/** From key id to key, for checking. Throws when a public key is not one. */
export type HeadKeys = ReadonlyMap<string, KeyObject>;
export function headKeysOf(published: readonly PublicHeadKey[]): HeadKeys {
  return new Map(
    published.map(({ keyId, publicKey }) => [
      keyId,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' }),
    ]),
  );
}
