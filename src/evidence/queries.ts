import { type Executor, sql } from '#platform';
import type { MediaType, Subject } from './types.ts';

export type DocumentRow = {
  readonly document_id: string;
  readonly media_type: MediaType;
  readonly size_bytes: number;
  readonly added_at: Date;
};

export type NewDocumentRow = DocumentRow & {
  readonly account_id: string;
  readonly content_hash: Buffer;
  readonly key_sealed: Buffer;
  readonly content: Buffer;
};

/** The lock makes uploads for one thing wait for each other, so that the count before each is right. */
export async function lockSubject(tx: Executor, { kind, id }: Subject): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`evidence/${kind}/${id}`}::text, 0))`);
}

/** Nothing when the same document is there already. */
export function insertDocument(tx: Executor, subject: Subject, row: NewDocumentRow): Promise<number> {
  return tx.run(sql`
    insert into evidence.document (document_id, subject_kind, subject_id, account_id, media_type, size_bytes, content_hash,
      key_sealed, content, added_at)
    values (${row.document_id}, ${subject.kind}, ${subject.id}, ${row.account_id}, ${row.media_type}, ${row.size_bytes},
      ${row.content_hash}, ${row.key_sealed}, ${row.content}, ${row.added_at})
    on conflict on constraint document_once do nothing`);
}

export function hasDocument(executor: Executor, { kind, id }: Subject, hash: Buffer) {
  return executor.maybe<{ readonly document_id: string }>(sql`
    select document_id from evidence.document
    where subject_kind = ${kind} and subject_id = ${id} and content_hash = ${hash}`);
}

export function documentsOf(executor: Executor, { kind, id }: Subject): Promise<DocumentRow[]> {
  return executor.many<DocumentRow>(sql`
    select document_id, media_type, size_bytes, added_at from evidence.document
    where subject_kind = ${kind} and subject_id = ${id} order by added_at, document_id limit 50`);
}

export function deleteDocument(tx: Executor, { kind, id }: Subject, documentId: string): Promise<number> {
  return tx.run(sql`
    delete from evidence.document
    where document_id = ${documentId}::uuid and subject_kind = ${kind} and subject_id = ${id}`);
}

export function deleteOf(tx: Executor, { kind, id }: Subject): Promise<number> {
  return tx.run(sql`delete from evidence.document where subject_kind = ${kind} and subject_id = ${id}`);
}

export function deleteOfAccount(tx: Executor, accountId: string): Promise<number> {
  return tx.run(sql`delete from evidence.document where account_id = ${accountId}`);
}

export function dueSubjects(executor: Executor, kinds: readonly string[], now: Date): Promise<Subject[]> {
  return executor.many<Subject>(sql`
    select distinct subject_kind as kind, subject_id as id from evidence.document
    where delete_after <= ${now} and subject_kind = any (${kinds}::text[])`);
}

export function deleteAfter(tx: Executor, { kind, id }: Subject, instant: Date | null): Promise<number> {
  return tx.run(sql`
    update evidence.document set delete_after = ${instant}::timestamptz where subject_kind = ${kind} and subject_id = ${id}`);
}

export function deleteDue(executor: Executor, now: Date, limit: number): Promise<number> {
  return executor.run(sql`
    delete from evidence.document where document_id in (
      select document_id from evidence.document where delete_after <= ${now} order by delete_after limit ${limit})`);
}

export type SealedDocumentRow = DocumentRow & {
  readonly account_id: string;
  readonly content_hash: Buffer;
  readonly key_sealed: Buffer;
  readonly content: Buffer;
};

export function sealedDocument(
  executor: Executor,
  { kind, id }: Subject,
  documentId: string,
): Promise<SealedDocumentRow | undefined> {
  return executor.maybe<SealedDocumentRow>(sql`
    select document_id, account_id, media_type, size_bytes, added_at, content_hash, key_sealed, content
    from evidence.document
    where document_id = ${documentId}::uuid and subject_kind = ${kind} and subject_id = ${id}`);
}
