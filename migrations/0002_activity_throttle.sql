-- Who did what: rows are added and read, never changed.
create schema activity;
grant usage on schema activity to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;

create table activity.entry (
  entry_id uuid primary key,
  account_id uuid,
  person_id uuid,
  event text not null,
  actor_kind text not null check (actor_kind in ('member', 'officer', 'system', 'unknown')),
  actor_account_id uuid,
  at timestamptz not null,
  address text,
  user_agent text,
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object' and length(details::text) <= 1000)
);
create index entry_account_at on activity.entry (account_id, at desc, entry_id desc) where account_id is not null;

create function activity.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'activity.entry only grows: % is refused', tg_op using errcode = 'restrict_violation';
end $$;
create trigger entry_only_grows before update or delete on activity.entry for each row execute function activity.refuse_change();
create trigger entry_never_truncated before truncate on activity.entry for each statement execute function activity.refuse_change();

grant select, insert on activity.entry to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;

comment on table activity.entry is 'One recorded event: what happened to an account or a person, by whom, from where.';
comment on column activity.entry.entry_id is 'internal: id, ordered by time';
comment on column activity.entry.account_id is 'internal: the account it happened to; empty when the identifier is unknown';
comment on column activity.entry.person_id is 'internal: the person whose record was concerned';
comment on column activity.entry.event is 'internal: name from the closed list of events';
comment on column activity.entry.actor_kind is 'internal: member, officer, system or unknown';
comment on column activity.entry.actor_account_id is 'internal: the account that acted';
comment on column activity.entry.at is 'internal: when it happened';
comment on column activity.entry.address is 'personal: network address, for the member to recognise';
comment on column activity.entry.user_agent is 'personal: what the browser calls itself, for the member to recognise';
comment on column activity.entry.details is 'internal: names of limits, channels and methods; never a personal value';

-- Counts behind the named limits of src/throttle/limits.ts. Logged: a crash must not hand out new guesses.
create schema throttle;
grant usage on schema throttle to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;

create table throttle.state (
  limit_name text not null,
  subject bytea not null,
  taken_at timestamptz[] not null default '{}',
  count int not null default 0,
  closed_until timestamptz,
  forget_at timestamptz not null,
  primary key (subject, limit_name)
) with (fillfactor = 70);
grant select, insert, update, delete on throttle.state to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;

comment on table throttle.state is 'How much of a limit one subject has used.';
comment on column throttle.state.limit_name is 'internal: name from the table of limits';
comment on column throttle.state.subject is 'internal: keyed hash of what the limit is about';
comment on column throttle.state.taken_at is 'internal: the instants that still count, for limits with a window';
comment on column throttle.state.count is 'internal: tries since the last success, for limits that close';
comment on column throttle.state.closed_until is 'internal: nothing is allowed before this instant, for limits that close';
comment on column throttle.state.forget_at is 'internal: from this instant the row says nothing any more';
