-- Cases that people talk in: more kinds, the state that waits for the member, words, who works on it.
alter table cases.case drop constraint case_kind_check;
alter table cases.case add constraint case_kind_check check (kind in ('not_me', 'shared_contact', 'recovery',
  'message_report', 'wage_report', 'question', 'comment', 'locked', 'registration', 'support'));
alter table cases.case drop constraint case_state_check;
alter table cases.case add constraint case_state_check check (state in ('open', 'answered', 'closed'));
alter table cases.case
  add column changed_at timestamptz,
  add column taken_by uuid,
  add column taken_at timestamptz,
  add column language text check (language in ('id', 'en')),
  add column contact_channel text check (contact_channel in ('email', 'sms')),
  add column contact bytea,
  add column reader_hash bytea constraint case_reader unique,
  add column reader_expires_at timestamptz,
  add constraint case_contact_whole check ((contact is null) = (contact_channel is null));
create index case_open on cases.case (opened_at) where state <> 'closed';
comment on column cases.case.state is 'internal: a state of the table of cases: open, answered or closed';
comment on column cases.case.changed_at is 'internal: when it last moved or somebody last wrote; empty while it is as it was opened';
comment on column cases.case.taken_by is 'internal: account of the officer who works on it';
comment on column cases.case.taken_at is 'internal: since when';
comment on column cases.case.language is 'internal: language of the page it was asked on, for the answer; empty for the account''s own';
comment on column cases.case.contact_channel is 'internal: email or sms; how somebody without an account is told of the answer';
comment on column cases.case.contact is 'personal: sealed; the address that somebody without an account left for the answer';
comment on column cases.case.reader_hash is 'secret: SHA-256 of the token or code with which somebody without an account reads the answer';
comment on column cases.case.reader_expires_at is 'internal: from then on the token opens nothing';

create table cases.message (
  case_id uuid not null references cases.case,
  message_id uuid not null,
  written_by text not null check (written_by in ('member', 'support')),
  officer_id uuid,
  words bytea not null,
  written_at timestamptz not null,
  primary key (case_id, message_id),
  check (written_by = 'support' or officer_id is null)
);
comment on table cases.message is 'What people wrote in a case. Kept as long as the case.';
comment on column cases.message.case_id is 'internal: the case';
comment on column cases.message.message_id is 'internal: id, ordered by time; a form sent again has the same';
comment on column cases.message.written_by is 'internal: member or support';
comment on column cases.message.officer_id is 'internal: account of the officer who wrote it';
comment on column cases.message.words is 'personal: sealed; the words';
comment on column cases.message.written_at is 'internal: when it was written';

grant select, insert on cases.message to goid_sso, goid_portal, goid_console;
grant update (state, changed_at, closed_at) on cases.case to goid_sso;
grant update (changed_at, taken_by, taken_at, reader_hash, reader_expires_at) on cases.case to goid_console;

-- The desk finds a registration by the number that its page tells.
create index claim_case_number on accounts.claim (case_number);
grant select (case_number, person_id, created_at) on accounts.claim to goid_console;
