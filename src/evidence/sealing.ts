import { randomBytes } from 'node:crypto';
import { type KeyRing, seal, sealWith, unseal, unsealWith } from '#platform';
import type { Subject } from './types.ts';

/** Where a ciphertext belongs: it opens nowhere else, neither for another document nor for another request. */
const of = (subject: Subject, documentId: string) => `${subject.kind}/${subject.id}/${documentId}`;
export const keyPlaceAt = (row: string) => `evidence.document.key/${row}`;
const contentPlaceAt = (row: string) => `evidence.document.content/${row}`;

/** A key of the document's own seals the content; the data key seals that key. Whoever deletes the key deletes the document. */
export function sealDocument(keys: KeyRing, subject: Subject, documentId: string, content: Buffer) {
  const key = randomBytes(32);
  return {
    key_sealed: seal(keys, 'evidence', keyPlaceAt(of(subject, documentId)), key),
    content: sealWith(key, contentPlaceAt(of(subject, documentId)), content),
  };
}

export function openDocument(
  keys: KeyRing,
  subject: Subject,
  documentId: string,
  sealed: { readonly key_sealed: Buffer; readonly content: Buffer },
): Buffer {
  const key = unseal(keys, 'evidence', keyPlaceAt(of(subject, documentId)), sealed.key_sealed);
  return unsealWith(key, contentPlaceAt(of(subject, documentId)), sealed.content);
}
