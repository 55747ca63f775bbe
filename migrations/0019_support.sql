-- The people behind the counter: how they come in, whom they look for, what they look at and why.
create schema support;
grant usage on schema support to goid_console;

alter table cases.case drop constraint case_kind_check;
alter table cases.case add constraint case_kind_check
  check (kind in ('not_me', 'shared_contact', 'recovery', 'message_report', 'support'));

create table accounts.officer (
  account_id uuid primary key references accounts.account,
  enrolment_id uuid not null,
  username bytea not null,
  own_person_id uuid,
  enrolled_at timestamptz not null,
  removed_at timestamptz
);
comment on table accounts.officer is 'Accounts of officers that were enrolled by a link.';
comment on column accounts.officer.account_id is 'internal: the account';
comment on column accounts.officer.enrolment_id is 'internal: the link that was used; the name is sealed for it';
comment on column accounts.officer.username is 'personal: sealed; the name that the officer signs in with';
comment on column accounts.officer.own_person_id is 'personal: the officer on the register of members, whom this account may not look at';
comment on column accounts.officer.enrolled_at is 'internal: when the link was used';
comment on column accounts.officer.removed_at is 'internal: when the roles were taken away for good';

create table accounts.officer_enrolment (
  enrolment_id uuid primary key,
  token_hash bytea not null unique,
  username bytea not null,
  username_hash bytea not null,
  display_name bytea not null,
  roles text[] not null,
  own_person_id uuid,
  seed bytea not null,
  tries int not null default 0,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz
);
create index officer_enrolment_expires_at on accounts.officer_enrolment (expires_at);
comment on table accounts.officer_enrolment is 'Links by which officers choose a password and an authenticator app of their own; the account is made when one is used.';
comment on column accounts.officer_enrolment.enrolment_id is 'internal: id of the row';
comment on column accounts.officer_enrolment.token_hash is 'secret: SHA-256 of the token in the link (256 random bits)';
comment on column accounts.officer_enrolment.username is 'personal: sealed; the name that the officer will sign in with';
comment on column accounts.officer_enrolment.username_hash is 'personal: keyed hash of the same name, as accounts.identifier has it';
comment on column accounts.officer_enrolment.display_name is 'personal: sealed; the name shown on pages';
comment on column accounts.officer_enrolment.roles is 'internal: the roles that the account will have';
comment on column accounts.officer_enrolment.own_person_id is 'personal: the officer on the register of members';
comment on column accounts.officer_enrolment.seed is 'secret: sealed TOTP seed that the page shows';
comment on column accounts.officer_enrolment.tries is 'internal: wrong codes of the app; after ten the link is worth nothing';
comment on column accounts.officer_enrolment.made_at is 'internal: when it was made';
comment on column accounts.officer_enrolment.expires_at is 'internal: from then on it is worth nothing';
comment on column accounts.officer_enrolment.consumed_at is 'internal: when it was used, once';

-- The sign-in face gives an officer's roles only by using up a link that the operator made.
create function accounts.use_officer_enrolment(of_token_hash bytea, to_account uuid, at_instant timestamptz)
  returns uuid language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare used accounts.officer_enrolment;
begin
  update accounts.officer_enrolment set consumed_at = at_instant
    where token_hash = of_token_hash and consumed_at is null and expires_at > at_instant returning * into used;
  if not found then return null; end if;
  insert into accounts.account_role (account_id, role) select to_account, unnest(used.roles);
  insert into accounts.officer (account_id, enrolment_id, username, own_person_id, enrolled_at)
    values (to_account, used.enrolment_id, used.username, used.own_person_id, at_instant);
  return used.enrolment_id;
end $$;
revoke execute on function accounts.use_officer_enrolment (bytea, uuid, timestamptz) from public;
grant execute on function accounts.use_officer_enrolment (bytea, uuid, timestamptz) to goid_sso;
grant select, update (tries) on accounts.officer_enrolment to goid_sso;
grant select (own_person_id, account_id, removed_at) on accounts.officer to goid_console;

create table support.search (
  search_id uuid primary key,
  officer_id uuid not null,
  session_id uuid not null,
  kind text not null check (kind in ('member_number', 'national_number', 'email', 'phone', 'username', 'case_number')),
  account_id uuid,
  person_id uuid,
  case_id uuid,
  searched_at timestamptz not null,
  expires_at timestamptz not null
);
create index search_officer on support.search (officer_id, searched_at desc);
create index search_at on support.search (searched_at desc);
comment on table support.search is 'Each search of an officer for a member: what was typed is not kept, whom it found is.';
comment on column support.search.search_id is 'internal: id; stands in the address of the page that asks for case and reason';
comment on column support.search.officer_id is 'internal: the account of the officer';
comment on column support.search.session_id is 'internal: the session that it was made in';
comment on column support.search.kind is 'internal: what was searched by';
comment on column support.search.account_id is 'personal: the account that was found';
comment on column support.search.person_id is 'personal: the person on the register that was found';
comment on column support.search.case_id is 'internal: the case that was searched by';
comment on column support.search.searched_at is 'internal: when';
comment on column support.search.expires_at is 'internal: from then on nothing can be looked at by it';

create table support.look (
  look_id uuid primary key,
  officer_id uuid,
  session_id uuid,
  case_id uuid not null,
  case_number text not null,
  account_id uuid,
  person_id uuid,
  reason text not null,
  words bytea,
  looked_at timestamptz not null,
  expires_at timestamptz not null
);
create index look_alive on support.look (officer_id, case_id, expires_at desc);
create index look_account on support.look (account_id, looked_at desc);
create index look_person on support.look (person_id, looked_at desc);
create index look_at on support.look (looked_at desc);
comment on table support.look is 'For which case, why and how long an officer may look at a member. The same stands in the member''s activity.';
comment on column support.look.look_id is 'internal: id of the look';
comment on column support.look.officer_id is 'internal: the account of the officer; empty for the command line';
comment on column support.look.session_id is 'internal: the session that it was opened in';
comment on column support.look.case_id is 'internal: the case that it is for';
comment on column support.look.case_number is 'internal: the number that the member sees';
comment on column support.look.account_id is 'personal: the account looked at';
comment on column support.look.person_id is 'personal: the person on the register looked at';
comment on column support.look.reason is 'internal: from the closed list of reasons';
comment on column support.look.words is 'personal: sealed; what the officer added in words';
comment on column support.look.looked_at is 'internal: when it was opened';
comment on column support.look.expires_at is 'internal: from then on a reason is asked for again';

create table support.alarm (
  alarm_id uuid primary key,
  officer_id uuid not null,
  limit_name text not null,
  used int not null,
  allowed int not null,
  raised_at timestamptz not null
);
create index alarm_raised_at on support.alarm (raised_at desc);
comment on table support.alarm is 'An officer came near a limit of the day, or reached it. Supervisors see it in the console.';
comment on column support.alarm.alarm_id is 'internal: id of the row';
comment on column support.alarm.officer_id is 'internal: the account of the officer';
comment on column support.alarm.limit_name is 'internal: name from the table of limits';
comment on column support.alarm.used is 'internal: how many were used';
comment on column support.alarm.allowed is 'internal: how many a day has';
comment on column support.alarm.raised_at is 'internal: when';
grant select, insert on support.search, support.look, support.alarm to goid_console;

-- What the desk may know of an account's sign-in. Hashes, seeds and tokens stay behind these views: they say of a
-- password only which version it is, so that its limits can be looked up.
create view accounts.password_state as
  select account_id, case when hash is null then '' else encode(sha256(convert_to(hash, 'UTF8')), 'hex') end as version,
    changed_at, disabled_at, must_change
  from accounts.password;
create view accounts.factor_state as
  select account_id, authenticator_id, method, contact_id, position, last_used_step, bound_at, last_used_at
  from accounts.authenticator;
create view accounts.code_state as
  select account_id, method, message_id, sent_at, expires_at, tries, consumed_at
  from accounts.challenge_sending join accounts.challenge using (account_id, challenge_id);
create view accounts.recovery_code_state as
  select account_id, count(*) filter (where used_at is null)::int as codes_left from accounts.recovery_code group by account_id;
grant select on accounts.password_state, accounts.factor_state, accounts.code_state, accounts.recovery_code_state to goid_console;
grant select on accounts.identifier to goid_console;
grant select (account_id, device_id, user_agent, created_at, last_used_at, expires_at) on accounts.known_device to goid_console;
grant select (account_id, passkey_id, backed_up, second_only, created_at, last_used_at) on accounts.credential to goid_console;
grant select (id, account_id, template, channel, state, queued_at, accepted_at, delivered_at, failed_at, expired_at, last_error, tried_at)
  on notifications.message to goid_console;
create index message_account_id on notifications.message (account_id, queued_at desc) where account_id is not null;
