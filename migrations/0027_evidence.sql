-- Documents that people hand in as evidence: checked, cleaned, sealed with a key of their own.
create schema if not exists evidence;
grant usage on schema evidence to goid_portal, goid_console, goid_worker;

create table evidence.document (
  document_id uuid primary key,
  subject_kind text not null check (subject_kind in ('correction')),
  subject_id uuid not null,
  account_id uuid not null,
  media_type text not null check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
  size_bytes int not null,
  content_hash bytea not null,
  key_sealed bytea not null,
  content bytea not null,
  added_at timestamptz not null,
  delete_after timestamptz,
  constraint document_once unique (subject_kind, subject_id, content_hash)
);
-- Ciphertext does not get smaller.
alter table evidence.document alter column content set storage external;
create index document_account on evidence.document (account_id, added_at);
create index document_due on evidence.document (delete_after) where delete_after is not null;
comment on table evidence.document is 'Documents handed in as evidence, without the metadata they came with. Deleted EVIDENCE_KEEP_DAYS after what they are for has ended; what was never sent, with its draft.';
comment on column evidence.document.document_id is 'internal: id of the document';
comment on column evidence.document.subject_kind is 'internal: what it is evidence for, from a closed list';
comment on column evidence.document.subject_id is 'internal: id of what it is evidence for';
comment on column evidence.document.account_id is 'personal: the account that handed it in';
comment on column evidence.document.media_type is 'internal: by its content, never by what the browser said';
comment on column evidence.document.size_bytes is 'internal: of the content as it is kept';
comment on column evidence.document.content_hash is 'secret: SHA-256 of the content as it is kept; the same document twice is one';
comment on column evidence.document.key_sealed is 'secret: the key of this document alone, sealed for its place';
comment on column evidence.document.content is 'personal: sealed with the key of this document; the document';
comment on column evidence.document.added_at is 'internal: when it was handed in';
comment on column evidence.document.delete_after is 'internal: from then on a job deletes it; empty while what it is for goes on';

-- Whoever hands in lists and takes back, and reads no content.
grant insert, delete, select (document_id, subject_kind, subject_id, account_id, media_type, size_bytes, content_hash, added_at, delete_after),
  update (delete_after) on evidence.document to goid_portal;
grant select on evidence.document to goid_console;
grant select (document_id, subject_kind, subject_id, account_id, added_at, delete_after), update (delete_after), delete on evidence.document to goid_worker;
