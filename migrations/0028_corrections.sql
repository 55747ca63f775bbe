-- Requests to correct the register, and what the register held before.
create schema if not exists privacy;
grant usage on schema privacy to goid_portal, goid_console, goid_worker;

create table privacy.correction (
  correction_id uuid primary key,
  account_id uuid not null,
  person_id uuid not null,
  state text not null check (state in ('draft', 'sent', 'needs_more', 'decided', 'accepted', 'refused', 'withdrawn')),
  content bytea,
  fields text[] not null check (fields <@ array['full_name', 'birth_date', 'national_number'] and cardinality(fields) > 0),
  case_id uuid constraint correction_case unique,
  case_number text,
  number_taken boolean not null default false,
  created_at timestamptz not null,
  sent_at timestamptz,
  due_at timestamptz,
  proposal_id uuid,
  proposal_expires_at timestamptz,
  ended_at timestamptz,
  check ((state = 'draft') = (sent_at is null)),
  check ((sent_at is null) = (due_at is null) and (sent_at is null) = (case_id is null) and (case_id is null) = (case_number is null)),
  check ((state in ('accepted', 'refused', 'withdrawn')) = (ended_at is not null)),
  check (content is not null or ended_at is not null)
);
create unique index correction_one_alive on privacy.correction (account_id) where ended_at is null;
create index correction_account on privacy.correction (account_id, created_at);
create index correction_waiting on privacy.correction (due_at) where state in ('sent', 'needs_more', 'decided');
create index correction_ended on privacy.correction (ended_at) where content is not null;
create index correction_draft on privacy.correction (created_at) where state = 'draft';
comment on table privacy.correction is 'Requests to correct name, birth date or NIK (UU 27/2022, Article 30). Kept as long as their case; a draft that is never sent goes after CORRECTION_DRAFT_DAYS.';
comment on column privacy.correction.correction_id is 'internal: id of the request';
comment on column privacy.correction.account_id is 'personal: whose account asks';
comment on column privacy.correction.person_id is 'personal: the person on the register whom it is about';
comment on column privacy.correction.state is 'internal: where it stands';
comment on column privacy.correction.content is 'personal: sealed; the new values and the reason, empty some time after the end';
comment on column privacy.correction.fields is 'internal: which values are said to be wrong, by name';
comment on column privacy.correction.case_id is 'internal: the case, from the sending on';
comment on column privacy.correction.case_number is 'internal: the number that the member sees';
comment on column privacy.correction.number_taken is 'internal: the NIK stood for another person when it was sent; never told to the member';
comment on column privacy.correction.created_at is 'internal: when it was begun';
comment on column privacy.correction.sent_at is 'internal: when it was sent, or completed last: the legal clock runs from then';
comment on column privacy.correction.due_at is 'internal: until when it has to be decided';
comment on column privacy.correction.proposal_id is 'internal: what an officer proposed and another has to decide';
comment on column privacy.correction.proposal_expires_at is 'internal: from then on another may be proposed in its place';
comment on column privacy.correction.ended_at is 'internal: when nothing more was to do';
grant select, insert, delete, update (state, content, fields, case_id, case_number, number_taken, sent_at, due_at, ended_at) on privacy.correction to goid_portal;
grant select, update (state, proposal_id, proposal_expires_at) on privacy.correction to goid_console;
grant select, delete, update (state, content, number_taken, proposal_id, proposal_expires_at, ended_at) on privacy.correction to goid_worker;

create table members.correction (
  correction_id uuid primary key,
  person_id uuid not null references members.person,
  case_number text not null,
  proposed_by uuid not null,
  decided_by uuid not null,
  corrected_at timestamptz not null,
  full_name_before text,
  birth_date_before date,
  index_before bytea,
  national_number_before bytea,
  check ((index_before is null) = (national_number_before is null))
);
create index correction_person on members.correction (person_id, corrected_at);
create index correction_index on members.correction (index_before) where index_before is not null;
comment on table members.correction is 'What the register held before a correction: who changed what, when, in which case. Kept as long as the person.';
comment on column members.correction.correction_id is 'internal: id of the correction';
comment on column members.correction.person_id is 'internal: whose record was corrected';
comment on column members.correction.case_number is 'internal: the case in which it was decided';
comment on column members.correction.proposed_by is 'internal: the account of the officer who proposed it';
comment on column members.correction.decided_by is 'internal: the account of the officer who decided';
comment on column members.correction.corrected_at is 'internal: when';
comment on column members.correction.full_name_before is 'personal: the name before, empty when it stayed';
comment on column members.correction.birth_date_before is 'personal: the birth date before, empty when it stayed';
comment on column members.correction.index_before is 'secret: blind index of the NIK before, so that a file that still has it is noticed';
comment on column members.correction.national_number_before is 'secret: the NIK before, sealed for this correction';
grant select, insert on members.correction to goid_worker;
-- Sending a request asks for the strength that the account has; the portal learns that, and nothing else of its factors.
create function accounts.methods_of(of_account uuid) returns table (method text, bound_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select method, bound_at from accounts.authenticator where account_id = of_account
$$;
revoke execute on function accounts.methods_of (uuid) from public;
grant execute on function accounts.methods_of (uuid) to goid_sso, goid_portal;
grant update (display_name) on accounts.account to goid_worker;

-- A case for each request, and one for the desk alone when a NIK stands for two people.
alter table cases.case drop constraint case_kind_check;
alter table cases.case add constraint case_kind_check check (kind in ('not_me', 'shared_contact', 'recovery',
  'message_report', 'wage_report', 'question', 'comment', 'locked', 'registration', 'support', 'correction', 'merging')) not valid;
grant update (state, changed_at, closed_at) on cases.case to goid_portal;
grant insert on cases.message to goid_worker;
grant update (changed_at, reader_hash, reader_expires_at) on cases.case to goid_worker;
