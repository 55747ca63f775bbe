-- One key per owner of data. What is sealed with it opens no more once this one small row is gone, wherever a copy lies.
create table platform.data_key (
  owner_id uuid primary key,
  sealed bytea not null,
  made_at timestamptz not null
);
comment on table platform.data_key is 'Data keys, one an account: words in cases and copies of data are sealed with them. Deleting the row destroys the key. Backups keep this table in a file of its own.';
comment on column platform.data_key.owner_id is 'internal: the account';
comment on column platform.data_key.sealed is 'secret: the key, sealed with the master key';
comment on column platform.data_key.made_at is 'internal: when it was made';
grant select, insert on platform.data_key to goid_sso, goid_portal, goid_console, goid_worker;
grant delete on platform.data_key to goid_worker;

alter table cases.message add column owned_words bytea;
comment on column cases.message.owned_words is 'personal: sealed with the data key of the account whose case it is; words is empty then';

-- That of the migration before, looked through in a transaction of its own, in which others read and write.
alter table cases.case validate constraint case_kind_check;
