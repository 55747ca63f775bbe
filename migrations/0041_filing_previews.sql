-- A preview that is true when it is approved, own names of columns, words to the clerks, shares of a correction by worker.
alter table filings.filing
  add column preview_digest bytea,
  add column changed_at timestamptz,
  add column own_columns jsonb,
  add column unknown_columns text[],
  add column told_at timestamptz;
comment on column filings.filing.preview_digest is 'internal: SHA-256 of what the check found, compared when the filing is taken; empty before this column was there';
comment on column filings.filing.changed_at is 'internal: when it was approved and not taken, because what it comes to had changed; empty once it is approved again';
comment on column filings.filing.own_columns is 'internal: names that this employer gave our columns, as they stood when the file came';
comment on column filings.filing.unknown_columns is 'personal: columns of the file that nobody knows, at most 40; in a file without a header whatever stood in its first row';
comment on column filings.filing.told_at is 'internal: when the clerks were told what became of it';
grant update (changed_at) on filings.filing to goid_employer;
-- holds filings.filing: a row for each file, thousands, so that the index is made in well under a second
create index filing_untold on filings.filing (coalesce(counted_at, changed_at, received_at))
  where told_at is null and (state in ('counted', 'unreadable') or changed_at is not null);

alter table filings.clerk add column wants_messages boolean not null default true;
comment on column filings.clerk.wants_messages is 'internal: is told by e-mail what became of filings';
grant update (wants_messages) on filings.clerk to goid_employer;

alter table filings.remark
  add column shares bigint[],
  add column last_shares bigint[];
comment on column filings.remark.shares is 'personal: of a correction what it makes of JHT, JP, JKK and JKM, both sides together';
comment on column filings.remark.last_shares is 'personal: of a correction what stood of JHT, JP, JKK and JKM';

create table filings.own_column (
  employer_id uuid not null,
  kind text not null check (kind in ('wages', 'workers', 'exits')),
  column_name text not null,
  own_name text not null,
  changed_by uuid not null,
  changed_at timestamptz not null,
  primary key (employer_id, kind, column_name)
);
comment on table filings.own_column is 'What an employer calls a column of ours in its own files; without a row the usual names are known.';
comment on column filings.own_column.employer_id is 'internal: the employer';
comment on column filings.own_column.kind is 'internal: wages, workers or exits';
comment on column filings.own_column.column_name is 'internal: our name of the column';
comment on column filings.own_column.own_name is 'internal: the name in the employer''s files';
comment on column filings.own_column.changed_by is 'internal: account of the clerk who said so';
comment on column filings.own_column.changed_at is 'internal: when';
grant select, insert, delete on filings.own_column to goid_employer;
