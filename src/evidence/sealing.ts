import { randomBytes } from 'node:crypto';
import { type KeyRing, seal, unseal } from '#platform';
import type { Subject } from './types.ts';

/** Where a ciphertext belongs: it opens nowhere else, neither for another document nor for another request. */
const place = (part: 'key' | 'content', subject: Subject, documentId: string) =>
  `evidence.document.${part}/${subject.kind}/${subject.id}/${documentId}`;

/** A ring of one key, so that a document is sealed as everything else is. */
const ringOf = (key: Buffer): KeyRing => ({ currentId: 'd', oldestId: 'd', ids: ['d'], key: () => key });

/** A key of the document's own seals the content; the data key seals that key. Whoever deletes the key deletes the document. */
export function sealDocument(keys: KeyRing, subject: Subject, documentId: string, content: Buffer) {
  const key = randomBytes(32);
  return {
    key_sealed: seal(keys, 'evidence', place('key', subject, documentId), key),
    content: seal(ringOf(key), 'evidence', place('content', subject, documentId), content),
  };
}

export function openDocument(
  keys: KeyRing,
  subject: Subject,
  documentId: string,
  sealed: { readonly key_sealed: Buffer; readonly content: Buffer },
): Buffer {
  const key = unseal(keys, 'evidence', place('key', subject, documentId), sealed.key_sealed);
  return unseal(ringOf(key), 'evidence', place('content', subject, documentId), sealed.content);
}
