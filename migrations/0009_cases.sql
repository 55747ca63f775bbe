create schema cases;
grant usage on schema cases to goid_sso, goid_portal, goid_console, goid_worker;

create table cases.case (
  case_id uuid primary key,
  case_number text not null constraint case_number_taken unique,
  kind text not null check (kind in ('not_me', 'shared_contact', 'recovery', 'message_report')),
  state text not null default 'open' check (state in ('open', 'closed')),
  account_id uuid,
  person_id uuid,
  about text,
  details jsonb not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  check ((state = 'closed') = (closed_at is not null)),
  constraint case_once_about unique (kind, about)
);
create index case_account_id on cases.case (account_id, opened_at);

comment on table cases.case is 'Numbered cases: what a person or the program put on the desk. Kept as long as the account.';
comment on column cases.case.case_id is 'internal: id of the case';
comment on column cases.case.case_number is 'internal: the number that people are told; says nothing about whom';
comment on column cases.case.kind is 'internal: what it is about, from a closed list';
comment on column cases.case.state is 'internal: open or closed';
comment on column cases.case.account_id is 'personal: the account it is about, if any';
comment on column cases.case.person_id is 'personal: the person on the register it is about, if any';
comment on column cases.case.about is 'internal: id of the one thing that it is about, so that reporting it again finds the same case';
comment on column cases.case.details is 'internal: names from closed lists, ids; no personal value';
comment on column cases.case.opened_at is 'internal: when it was opened';
comment on column cases.case.closed_at is 'internal: when it was closed';

grant select, insert, update (about) on cases.case to goid_sso, goid_portal;
grant select, insert, update (about, state, closed_at) on cases.case to goid_console, goid_worker;

-- When the holder of a session last showed again who they are; signing in counts as the first time.
alter table accounts.session add column confirmed_at timestamptz;
comment on column accounts.session.confirmed_at is 'internal: when the holder last proved again who they are, after signing in';
grant update (confirmed_at) on accounts.session to goid_sso;
