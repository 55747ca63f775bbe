-- The member's rights over data (UU 27/2022): requests with their clocks, copies of the data, and the end of an account.
create schema if not exists privacy;
grant usage on schema privacy to goid_portal, goid_console, goid_worker;

create table privacy.request (
  request_id uuid primary key,
  account_id uuid not null,
  person_id uuid,
  kind text not null check (kind in ('export', 'limitation', 'deletion', 'consent')),
  state text not null check (state in ('open', 'done', 'refused', 'cancelled')),
  ground text,
  case_id uuid not null unique,
  case_number text not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  lifted_at timestamptz
);
create index request_account on privacy.request (account_id, asked_at desc);
create index request_open on privacy.request (due_at) where state = 'open';
create unique index request_one_open on privacy.request (account_id, kind) where state = 'open' and kind in ('export', 'deletion');
create unique index request_one_limitation on privacy.request (account_id) where kind = 'limitation' and lifted_at is null;
comment on table privacy.request is 'What a member asked for by a right over data, each a case with a clock. Kept while the account is; after its deletion the row stays without ground, to show that it was answered.';
comment on column privacy.request.request_id is 'internal: id of the request';
comment on column privacy.request.account_id is 'personal: who asked';
comment on column privacy.request.person_id is 'personal: the person on the register behind the account';
comment on column privacy.request.kind is 'internal: which right, from a closed list';
comment on column privacy.request.state is 'internal: open, done, refused or cancelled by the member';
comment on column privacy.request.ground is 'personal: of a limitation: why, from a closed list; of a withdrawn consent: the service';
comment on column privacy.request.case_id is 'internal: the case that it is';
comment on column privacy.request.case_number is 'internal: the number that the member was told';
comment on column privacy.request.asked_at is 'internal: when it was asked for';
comment on column privacy.request.due_at is 'internal: by when it has to be answered, or of a deletion when it is done';
comment on column privacy.request.decided_at is 'internal: when it was answered';
comment on column privacy.request.decided_by is 'internal: the officer who decided; empty for the program and the member';
comment on column privacy.request.lifted_at is 'internal: when a limitation ended';

create table privacy.export_file (
  request_id uuid not null,
  account_id uuid not null,
  format text not null check (format in ('json', 'pdf')),
  sealed bytea not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (request_id, format)
);
create index export_file_expires_at on privacy.export_file (expires_at);
comment on table privacy.export_file is 'Copies of a member''s data that wait to be fetched: each goes with its one download, or after 24 hours.';
comment on column privacy.export_file.request_id is 'internal: the request that it answers';
comment on column privacy.export_file.account_id is 'personal: whose it is';
comment on column privacy.export_file.format is 'internal: json or pdf';
comment on column privacy.export_file.sealed is 'secret: the file, packed and sealed with the account''s data key';
comment on column privacy.export_file.made_at is 'internal: when it was made';
comment on column privacy.export_file.expires_at is 'internal: until when it can be fetched';

create table privacy.keep_link (
  token_hash bytea primary key,
  request_id uuid not null references privacy.request,
  account_id uuid not null,
  made_at timestamptz not null,
  used_at timestamptz
);
create index keep_link_request on privacy.keep_link (request_id);
comment on table privacy.keep_link is 'Links and codes in the notices of a deletion, by which anybody who reads one of the addresses keeps the account.';
comment on column privacy.keep_link.token_hash is 'secret: SHA-256 of the token or code';
comment on column privacy.keep_link.request_id is 'internal: the deletion that it stops';
comment on column privacy.keep_link.account_id is 'personal: the account';
comment on column privacy.keep_link.made_at is 'internal: when it was made';
comment on column privacy.keep_link.used_at is 'internal: when it was used, once';

create table privacy.reminder (
  request_id uuid not null references privacy.request,
  days_left int not null,
  sent_at timestamptz not null,
  primary key (request_id, days_left)
);
comment on table privacy.reminder is 'Which reminders of a coming deletion were sent, so that each goes out once.';
comment on column privacy.reminder.request_id is 'internal: the deletion';
comment on column privacy.reminder.days_left is 'internal: how many days before';
comment on column privacy.reminder.sent_at is 'internal: when it was sent';

-- A copy is made by the worker. The portal needs no right to queue anything else for it.
create function privacy.queue_export(of_request uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from privacy.request where request_id = of_request and kind = 'export' and state = 'open';
  if not found then raise exception 'no copy is asked for' using errcode = 'restrict_violation'; end if;
  perform graphile_worker.add_job('privacy.make_export', payload => json_build_object('requestId', of_request),
    max_attempts => 12, job_key => 'privacy.make_export/' || of_request);
end $$;
revoke all on function privacy.queue_export (uuid) from public;
grant execute on function privacy.queue_export (uuid) to goid_portal;

-- The kinds of cases are a closed list that other rooms add to; this adds without knowing theirs.
do $$
declare kinds text;
begin
  select string_agg(distinct quote_literal(kind), ', ' order by quote_literal(kind)) into kinds from (
    select (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g'))[1] as kind
    from pg_constraint where conname = 'case_kind_check' and conrelid = 'cases.case'::regclass
    union select unnest(array['data_export', 'data_limitation', 'data_deletion', 'data_consent'])) as known;
  alter table cases.case drop constraint case_kind_check;
  execute format('alter table cases.case add constraint case_kind_check check (kind in (%s)) not valid', kinds);
end $$;
grant update (about, state, closed_at, changed_at) on cases.case to goid_portal;
grant delete on cases.message to goid_worker;
grant select on cases.message to goid_worker;
grant update (account_id, contact, contact_channel, reader_hash, changed_at) on cases.case to goid_worker;

-- The end of an account. What is asked for stands here, so that the functions below can see that its time has come.
create table accounts.closing (
  account_id uuid primary key references accounts.account,
  asked_at timestamptz not null,
  erase_after timestamptz not null check (erase_after >= asked_at + interval '1 day'),
  closed_at timestamptz
);
comment on table accounts.closing is 'Accounts whose holder asked for their deletion. The row goes when the deletion is stopped, or with the account.';
comment on column accounts.closing.account_id is 'internal: the account';
comment on column accounts.closing.asked_at is 'internal: when it was asked for';
comment on column accounts.closing.erase_after is 'internal: until then it can be stopped';
comment on column accounts.closing.closed_at is 'internal: when its sessions ended, some time before the rest is deleted';
-- Whoever says "this was not me" stops it too. Only the function below begins one, so that no face can backdate it.
grant select, delete on accounts.closing to goid_portal, goid_sso;
grant select on accounts.closing to goid_console, goid_worker;
grant select (freeze_id, account_id, person_id, case_id, frozen_by, frozen_at, objected_at, lifted_at) on accounts.freeze to goid_portal;

-- Answers until when it can be stopped; nothing when it was asked for already.
create function accounts.begin_closing(of_account uuid, wait_days int) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare until timestamptz;
begin
  if wait_days is null or wait_days < 1 then
    raise exception 'a deletion waits for a day at least' using errcode = 'check_violation';
  end if;
  insert into accounts.closing (account_id, asked_at, erase_after)
    values (of_account, clock_timestamp(), clock_timestamp() + make_interval(days => wait_days))
    on conflict do nothing returning erase_after into until;
  return until;
end $$;
revoke all on function accounts.begin_closing (uuid, int) from public;
grant execute on function accounts.begin_closing (uuid, int) to goid_portal;

-- After a reported death nothing of an account goes, until two officers have said that the report was wrong.
create function accounts.is_reported_dead(of_account uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from accounts.freeze f join accounts.account a on a.account_id = of_account
    where f.lifted_at is null and (f.account_id = a.account_id or f.person_id = a.person_id))
$$;
revoke all on function accounts.is_reported_dead (uuid) from public;

alter table accounts.account add column limited_at timestamptz;
comment on column accounts.account.limited_at is 'internal: since when the holder has the processing of data limited to what the law asks for; null for most';
grant update (limited_at) on accounts.account to goid_portal, goid_console;

-- Nobody gets in any more; the sessions that ended are answered, so that other services are told before everything goes.
-- Null when nothing was closed: the deletion was stopped, its time has not come, or the holder is reported dead.
create function accounts.close_account(of_account uuid, at_instant timestamptz) returns uuid[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare ended uuid[];
begin
  perform from accounts.account where account_id = of_account for update;
  if accounts.is_reported_dead(of_account) then return null; end if;
  update accounts.closing set closed_at = at_instant
    where account_id = of_account and closed_at is null and erase_after <= at_instant and erase_after <= clock_timestamp();
  if not found then return null; end if;
  update accounts.account set state = 'frozen' where account_id = of_account;
  with gone as (
    update accounts.session set ended_at = at_instant, end_reason = 'revoked'
    where account_id = of_account and ended_at is null returning session_id
  ) select coalesce(array_agg(session_id), '{}') into ended from gone;
  return ended;
end $$;

-- Every row of the account, children first. Only for one that was closed an hour ago or longer by the database's own
-- clock. Answers whether it was there: run again it finds nothing.
create function accounts.erase_account(of_account uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare child record;
begin
  perform from accounts.account where account_id = of_account for update;
  if accounts.is_reported_dead(of_account) then return false; end if;
  perform from accounts.closing where account_id = of_account and closed_at < clock_timestamp() - interval '1 hour' for update;
  if not found then return false; end if;
  delete from accounts.face_session f using accounts.session s where s.account_id = of_account and f.session_id = s.session_id;
  delete from accounts.sign_in_attempt where account_id = of_account;
  delete from accounts.challenge_sending where account_id = of_account;
  delete from accounts.challenge where account_id = of_account;
  delete from accounts.contact_change where account_id = of_account;
  delete from accounts.contact_stop where account_id = of_account;
  delete from accounts.credential where account_id = of_account;
  delete from accounts.authenticator_setup where account_id = of_account;
  delete from accounts.authenticator where account_id = of_account;
  -- Whatever else hangs on an account, also in tables that came later.
  for child in
    select n.nspname, c.relname, a.attname from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = 'accounts.account'::regclass and n.nspname = 'accounts'
      and c.relname <> 'contact' and array_length(k.conkey, 1) = 1
    order by c.relname
  loop
    execute format('delete from %I.%I where %I = $1', child.nspname, child.relname, child.attname) using of_account;
  end loop;
  delete from accounts.contact where account_id = of_account;
  delete from accounts.reset_request where account_id = of_account;
  delete from accounts.account where account_id = of_account;
  return true;
end $$;
revoke all on function accounts.close_account (uuid, timestamptz), accounts.erase_account (uuid) from public;
grant execute on function accounts.close_account (uuid, timestamptz), accounts.erase_account (uuid) to goid_worker;

-- What is personal in the entries of an erased account, sealed or not long ago. The erasure itself is recorded first, and
-- stays: by it the check of the chain knows that nobody hid anything.
create function activity.forget_account(of_account uuid) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  count int;
begin
  perform from activity.entry where account_id = of_account and event = 'account_erased';
  if not found then
    raise exception 'no erasure of this account is recorded' using errcode = 'restrict_violation';
  end if;
  update activity.leaf l set salt = null from activity.entry e
    where e.account_id = of_account and l.entry_id = e.entry_id and l.salt is not null and e.event <> 'account_erased';
  update activity.entry e set person_id = null, address = null, user_agent = null, details = '{}'
  from activity.leaf l where e.account_id = of_account and l.entry_id = e.entry_id and l.salt is null
    and (e.person_id is not null or e.address is not null or e.user_agent is not null or e.details <> '{}');
  get diagnostics count = row_count;
  return count;
end $$;
-- holds activity.entry: read once for an index of few rows; who writes an entry waits for some seconds at most
create index entry_erased on activity.entry (account_id) where event = 'account_erased';
revoke all on function activity.forget_account (uuid) from public;
grant execute on function activity.forget_account (uuid) to goid_worker;

-- Services that get data by consent, for the member's own page and copy, without the tokens themselves.
create function sso.services_of(of_subject text, at_instant timestamptz)
returns table (client_id text, name text, scopes text, since timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select g.client_id, c.name,
    string_agg(distinct coalesce(g.payload -> 'openid' ->> 'scope', ''), ' '),
    to_timestamp(min((g.payload ->> 'iat')::bigint))
  from sso.client_grant g join sso.client c using (client_id)
  where g.subject = of_subject and not c.first_party and g.expires_at > at_instant
  group by g.client_id, c.name order by c.name limit 200
$$;
create function sso.withdraw_service(of_subject text, of_client text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare gone text[];
begin
  with grants as (delete from sso.client_grant where subject = of_subject
    and (of_client is null or client_id = of_client) returning id)
  select coalesce(array_agg(id), '{}') into gone from grants;
  delete from sso.token where grant_id = any(gone);
  delete from sso.authorization_code where grant_id = any(gone);
  return gone <> '{}';
end $$;
revoke all on function sso.services_of (text, timestamptz), sso.withdraw_service (text, text) from public;
grant usage on schema sso to goid_portal;
grant execute on function sso.services_of (text, timestamptz), sso.withdraw_service (text, text) to goid_portal, goid_worker;

-- What officers wrote about a member, and what the desk wanted done, goes with the account; that they looked stays.
create function support.forget_words(of_account uuid, of_cases uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from activity.entry where account_id = of_account and event = 'account_erased';
  if not found then
    raise exception 'no erasure of this account is recorded' using errcode = 'restrict_violation';
  end if;
  update support.look set words = null where account_id = of_account and words is not null;
  update support.case_note set words = null where case_id = any(of_cases) and words is not null;
  -- What nobody has decided on nobody decides on any more.
  update support.proposal set content = '',
    expires_at = case when decided_at is null then least(expires_at, clock_timestamp()) else expires_at end
    where account_id = of_account;
end $$;
revoke all on function support.forget_words (uuid, uuid[]) from public;
grant execute on function support.forget_words (uuid, uuid[]) to goid_worker;
grant update (content) on privacy.correction to goid_worker;

grant select, insert, update (state, decided_at, lifted_at) on privacy.request to goid_portal;
grant select, update (state, decided_at, decided_by, lifted_at) on privacy.request to goid_console;
grant select, update (state, decided_at, lifted_at, ground, person_id) on privacy.request to goid_worker;
grant select, delete on privacy.export_file to goid_portal;
grant select, insert, delete on privacy.export_file to goid_worker;
grant select, insert, update (used_at) on privacy.keep_link to goid_portal;
grant select, insert, delete on privacy.keep_link to goid_worker;
grant select, insert, delete on privacy.reminder to goid_worker;

-- The copy holds everything that is held on the member; the worker reads it and writes none of it.
grant usage on schema members, contributions, ledger, activity, cases, notifications, sso to goid_worker;
grant select on members.person, members.national_number, members.family, members.membership, members.employer to goid_worker;
grant select on contributions.contribution to goid_worker;
grant select on ledger.entry, ledger.posting, ledger.ledger_account to goid_worker;
grant select on activity.entry to goid_worker;
grant select on cases.case to goid_worker;
grant select (media_type, size_bytes) on evidence.document to goid_worker;
grant select on accounts.account_role to goid_worker;
grant select on accounts.password_state, accounts.factor_state, accounts.recovery_code_state to goid_worker;
grant select (account_id, device_id, user_agent, created_at, last_used_at, expires_at) on accounts.known_device to goid_worker;
grant select (account_id, user_agent, created_at, expires_at) on accounts.remembered_browser to goid_worker;
grant select (account_id, passkey_id, name, backup_eligible, backed_up, created_at, last_used_at) on accounts.credential to goid_worker;
grant select on accounts.session to goid_worker;
grant select on notifications.message to goid_worker;

-- Those of the migration before, looked through in a transaction of their own, in which others read and write.
alter table support.proposal validate constraint proposal_about;
alter table members.person validate constraint person_died_after_birth;
