import { createHash } from 'node:crypto';
import { record } from '#activity';
import { newId, ok, refused, type Result } from '#kernel';
import type { Transaction } from '#platform';
import { checkDocument, type CheckedDocument } from './check-document.ts';
import * as queries from './queries.ts';
import { sealDocument } from './sealing.ts';
import type { DocumentRefusal, EvidenceServices, Subject } from './types.ts';

export type AddRefusal =
  | DocumentRefusal
  /** Larger than EVIDENCE_MOST_BYTES. */
  | 'too-large'
  /** EVIDENCE_MOST_DOCUMENTS are there. */
  | 'too-many'
  /** What it is for takes none any more. */
  | 'closed';

export type NewDocument = {
  readonly subject: Subject;
  readonly accountId: string;
  readonly personId: string;
  readonly file: { readonly bytes: Buffer; readonly tooLarge: boolean };
  readonly address: string;
  readonly userAgent: string;
};

/**
 * Checks a document, cleans it, seals it and keeps it, with an entry in the member's activity. The same document handed in
 * again, also at once, is one. `mayStillAdd` looks, in the transaction that writes, whether what it is for still takes one.
 */
export async function addDocument(
  services: EvidenceServices,
  added: NewDocument,
  mayStillAdd: (tx: Transaction) => Promise<boolean>,
): Promise<Result<undefined, AddRefusal>> {
  const { config, keys, database, clock } = services;
  const { subject, accountId, file } = added;
  const now = clock.now();
  const checked = await checkUpload(config, file);
  if (!checked.ok) return checked;
  const { mediaType, content } = checked.value;
  const documentId = newId(now);
  const row = {
    document_id: documentId,
    account_id: accountId,
    media_type: mediaType,
    size_bytes: content.length,
    content_hash: createHash('sha256').update(content).digest(),
    added_at: now,
    ...sealDocument(keys, subject, documentId, content),
  };
  return database.transaction(async (tx): Promise<Result<undefined, AddRefusal>> => {
    await queries.lockSubject(tx, subject);
    if (!(await mayStillAdd(tx))) return refused('closed');
    if (await queries.hasDocument(tx, subject, row.content_hash)) return ok(undefined);
    const there = await queries.documentsOf(tx, subject);
    if (there.length >= config.EVIDENCE_MOST_DOCUMENTS) return refused('too-many');
    await queries.insertDocument(tx, subject, row);
    await record(tx, {
      event: 'evidence_added',
      actor: { kind: 'member', accountId },
      accountId,
      personId: added.personId,
      at: now,
      address: added.address,
      userAgent: added.userAgent,
    });
    return ok(undefined);
  });
}

/** What would be kept of a document, or why it is not taken; keeps nothing. */
export async function checkUpload(
  config: EvidenceServices['config'],
  file: NewDocument['file'],
): Promise<Result<CheckedDocument, DocumentRefusal | 'too-large'>> {
  if (file.tooLarge || file.bytes.length > config.EVIDENCE_MOST_BYTES) return refused('too-large');
  return checkDocument(file.bytes, {
    mostPixels: config.EVIDENCE_MEGAPIXELS * 1_000_000,
    // The most that a picture of so many pixels needs: three colours and a see-through part, a byte each.
    mostUnpackedBytes: config.EVIDENCE_MEGAPIXELS * 4_000_000,
  });
}
