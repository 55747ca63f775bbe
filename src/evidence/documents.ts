import { createHash } from 'node:crypto';
import { AppError } from '#kernel';
import { equalBytes, type Executor, inChunks, type KeyRing, type Transaction } from '#platform';
import * as queries from './queries.ts';
import { openDocument } from './sealing.ts';
import {
  type EvidenceDocument,
  evidenceCaseKinds,
  type EvidenceServices,
  type MediaType,
  type Subject,
} from './types.ts';

/** What was handed in for something, the oldest first; without any content. */
export async function documentsOf(executor: Executor, subject: Subject): Promise<EvidenceDocument[]> {
  return (await queries.documentsOf(executor, subject)).map((row) => ({
    documentId: row.document_id,
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    addedAt: row.added_at,
  }));
}

export type OpenedDocument = {
  readonly mediaType: MediaType;
  readonly accountId: string;
  readonly content: Buffer;
};

/**
 * The content of one document, for the officer who has a reason to see it: the caller has found that, and records it in the
 * same transaction. Undefined when it is not evidence for this. Throws when the stored bytes were changed.
 */
export async function readDocument(
  tx: Transaction,
  keys: KeyRing,
  subject: Subject,
  documentId: string,
): Promise<OpenedDocument | undefined> {
  const row = await queries.sealedDocument(tx, subject, documentId);
  if (!row) return undefined;
  const content = openDocument(keys, subject, documentId, row);
  if (!equalBytes(createHash('sha256').update(content).digest(), row.content_hash))
    throw new AppError('bug', `the document ${documentId} has another hash than when it was kept`);
  return { mediaType: row.media_type, accountId: row.account_id, content };
}

/** Takes one document back; false when it was not there. */
export async function removeDocument(
  tx: Transaction,
  subject: Subject,
  documentId: string,
): Promise<boolean> {
  return (await queries.deleteDocument(tx, subject, documentId)) > 0;
}

/** Deletes all of them at once, where nothing was ever sent. */
export async function removeDocumentsOf(tx: Transaction, subject: Subject): Promise<void> {
  await queries.deleteOf(tx, subject);
}

/** Deletes whatever an erased account handed in. */
export async function forgetDocumentsOf(tx: Transaction, accountId: string): Promise<void> {
  await queries.deleteOfAccount(tx, accountId);
}

const dayMs = 86_400_000;

/** Waits for a document that is being handed in for it, so that what is done next in the transaction finds it. */
export async function awaitUploads(tx: Transaction, subject: Subject): Promise<void> {
  await queries.lockSubject(tx, subject);
}

/** What it was for has ended: from EVIDENCE_KEEP_DAYS later on a job deletes the documents. */
export async function letDocumentsGo(
  tx: Transaction,
  config: Pick<EvidenceServices['config'], 'EVIDENCE_KEEP_DAYS'>,
  subject: Subject,
  now: Date,
): Promise<void> {
  await queries.deleteAfter(tx, subject, new Date(now.getTime() + config.EVIDENCE_KEEP_DAYS * dayMs));
}

/** The cases whose documents are due to be deleted; whether one is open again, their own room knows. */
export function dueCaseSubjects(executor: Executor, now: Date): Promise<Subject[]> {
  return queries.dueSubjects(executor, evidenceCaseKinds, now);
}

/** What it was for goes on: its documents have no day any more. */
export async function keepDocuments(executor: Executor, subject: Subject): Promise<void> {
  await queries.deleteAfter(executor, subject, null);
}

/** Deletes what was kept long enough, whatever it was for; the job asks first which cases are open again (#support). */
export function forgetOldDocuments({
  database,
  clock,
}: Pick<EvidenceServices, 'database' | 'clock'>): Promise<number> {
  const now = clock.now();
  return inChunks((limit) => queries.deleteDue(database, now, limit));
}
