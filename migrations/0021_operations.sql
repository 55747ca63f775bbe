-- How the house is doing: what the program measures of itself, and what operators announce.
create schema operations;
grant usage on schema operations to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;

create table operations.component (
  component text primary key,
  provider text,
  state text not null check (state in ('operational', 'degraded', 'down')),
  since timestamptz not null,
  measured_at timestamptz not null,
  pending_state text check (pending_state in ('operational', 'degraded', 'down')),
  pending_count int not null default 0
);
comment on table operations.component is 'The state of each part of the service, as measured each minute.';
comment on column operations.component.component is 'internal: sign_in, records, jobs, email, sms_1, sms_2, whatsapp_1';
comment on column operations.component.provider is 'internal: protocol and host of the provider of messages, for operators';
comment on column operations.component.state is 'internal: what people are told';
comment on column operations.component.since is 'internal: when it came into that state';
comment on column operations.component.measured_at is 'internal: when it was last measured';
comment on column operations.component.pending_state is 'internal: what the last measurements say when they say something else';
comment on column operations.component.pending_count is 'internal: how many measurements in a row have said something else';

create table operations.component_day (
  component text not null,
  day date not null,
  measured_minutes int not null,
  degraded_minutes int not null,
  down_minutes int not null,
  primary key (component, day)
);
comment on table operations.component_day is 'Minutes of each day (Jakarta) by state and component, for 90 days.';
comment on column operations.component_day.component is 'internal: the component';
comment on column operations.component_day.day is 'internal: the day';
comment on column operations.component_day.measured_minutes is 'internal: how many minutes of the day were measured';
comment on column operations.component_day.degraded_minutes is 'internal: how many of those it was degraded';
comment on column operations.component_day.down_minutes is 'internal: how many of those it was down';

create table operations.pulse (
  process_id uuid not null,
  face text not null,
  at timestamptz not null,
  requests int not null,
  failures int not null,
  primary key (process_id, face)
);
comment on table operations.pulse is 'Each face of each process says twice a minute that it lives, and how its requests went.';
comment on column operations.pulse.process_id is 'internal: drawn when the process starts';
comment on column operations.pulse.face is 'internal: sso, portal, console';
comment on column operations.pulse.at is 'internal: when it last said so';
comment on column operations.pulse.requests is 'internal: requests answered since the time before';
comment on column operations.pulse.failures is 'internal: how many of those with an error of ours';

create table operations.notice (
  notice_id uuid primary key,
  kind text not null check (kind in ('incident', 'maintenance')),
  impact text not null check (impact in ('degraded', 'down')),
  components text[] not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  closed_at timestamptz,
  title_id text not null,
  title_en text not null,
  check (kind = 'incident' or ends_at is not null),
  check (ends_at > starts_at)
);
create index notice_starts_at on operations.notice (starts_at);
comment on table operations.notice is 'Incidents and planned maintenance, written by operators for everybody to read.';
comment on column operations.notice.notice_id is 'internal: id of the notice';
comment on column operations.notice.kind is 'internal: incident or maintenance';
comment on column operations.notice.impact is 'internal: whether it is slower or away';
comment on column operations.notice.components is 'internal: the parts of the service that it concerns';
comment on column operations.notice.starts_at is 'internal: when it began or is to begin';
comment on column operations.notice.ends_at is 'internal: when it is to be over, if that is known';
comment on column operations.notice.closed_at is 'internal: when an operator said that it is over, or called it off';
comment on column operations.notice.title_id is 'internal: its title in Indonesian';
comment on column operations.notice.title_en is 'internal: its title in English';

create table operations.notice_update (
  update_id uuid primary key,
  notice_id uuid not null references operations.notice,
  state text not null check (state in
    ('investigating', 'identified', 'watching', 'resolved', 'planned', 'running', 'finished', 'cancelled')),
  at timestamptz not null,
  text_id text not null,
  text_en text not null,
  written_by uuid
);
create index notice_update_notice_id on operations.notice_update (notice_id, at);
comment on table operations.notice_update is 'What operators wrote about a notice, one row each time; never changed.';
comment on column operations.notice_update.update_id is 'internal: id of the update';
comment on column operations.notice_update.notice_id is 'internal: the notice';
comment on column operations.notice_update.state is 'internal: how far it is';
comment on column operations.notice_update.at is 'internal: when it was written';
comment on column operations.notice_update.text_id is 'internal: the text in Indonesian';
comment on column operations.notice_update.text_en is 'internal: the text in English';
comment on column operations.notice_update.written_by is 'personal: account of the officer who wrote it; null from the command line';

create table operations.read_only (
  read_only_id uuid primary key,
  scope text not null check (scope in ('records', 'site')),
  starts_at timestamptz not null,
  until timestamptz not null,
  reason_id text not null,
  reason_en text not null,
  notice_id uuid references operations.notice,
  set_by uuid,
  set_at timestamptz not null,
  lifted_at timestamptz,
  check (until > starts_at)
);
create index read_only_open on operations.read_only (starts_at) where lifted_at is null;
comment on table operations.read_only is 'The switch to read-only: one row each time it was set.';
comment on column operations.read_only.read_only_id is 'internal: id of the row';
comment on column operations.read_only.scope is 'internal: the records, or the whole site';
comment on column operations.read_only.starts_at is 'internal: from when writes are refused';
comment on column operations.read_only.until is 'internal: when writes are promised back; they stay refused until somebody lifts it';
comment on column operations.read_only.reason_id is 'internal: why, in Indonesian, for everybody to read';
comment on column operations.read_only.reason_en is 'internal: why, in English, for everybody to read';
comment on column operations.read_only.notice_id is 'internal: the planned maintenance that it belongs to';
comment on column operations.read_only.set_by is 'personal: account of the officer who set it; null from the command line';
comment on column operations.read_only.set_at is 'internal: when it was set';
comment on column operations.read_only.lifted_at is 'internal: when it was lifted';

grant select on operations.component, operations.component_day, operations.notice, operations.notice_update, operations.read_only
  to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;
grant insert, update, delete on operations.component, operations.component_day to goid_worker;
grant select, insert, update on operations.pulse to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;
grant delete on operations.pulse to goid_worker;
grant insert, update (closed_at, ends_at) on operations.notice to goid_console;
grant insert on operations.notice_update to goid_console;
grant insert, update (until, lifted_at) on operations.read_only to goid_console;

-- What each provider of messages answered, by minute: the memory of all workers together.
create table notifications.provider_minute (
  provider text not null,
  channel text not null,
  minute timestamptz not null,
  accepted int not null,
  refused int not null,
  unavailable int not null,
  primary key (provider, channel, minute)
);
create index provider_minute_minute on notifications.provider_minute (minute);
comment on table notifications.provider_minute is 'What each provider of messages answered, by minute. Kept 1 day.';
comment on column notifications.provider_minute.provider is 'internal: protocol and host of the provider';
comment on column notifications.provider_minute.channel is 'internal: e-mail, SMS or WhatsApp';
comment on column notifications.provider_minute.minute is 'internal: the minute';
comment on column notifications.provider_minute.accepted is 'internal: messages that it took';
comment on column notifications.provider_minute.refused is 'internal: messages that it refused for good';
comment on column notifications.provider_minute.unavailable is 'internal: hand-overs that it did not answer or put off';
grant select, insert, update, delete on notifications.provider_minute to goid_worker;
