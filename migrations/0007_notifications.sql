create schema notifications;

-- The outbox. A row is written in the transaction of the change that it tells about; a job hands it over.
create table notifications.message (
  id uuid primary key,
  account_id uuid,
  template text not null,
  channel text not null check (channel in ('email', 'sms')),
  language text not null check (language in ('id', 'en')),
  reference text not null unique,
  state text not null default 'queued' check (state in ('queued', 'accepted', 'delivered', 'failed', 'expired')),
  sealed bytea,
  queued_at timestamptz not null,
  expires_at timestamptz not null,
  claimed_until timestamptz,
  tried_at timestamptz,
  attempts int not null default 0,
  accepted_at timestamptz,
  delivered_at timestamptz,
  failed_at timestamptz,
  expired_at timestamptz,
  provider text,
  provider_message_id text,
  last_error text,
  -- What the message says and to whom is kept only while it waits.
  constraint message_wiped check ((state = 'queued') = (sealed is not null))
);
create index message_waiting on notifications.message (queued_at) where state = 'queued';
create index message_queued_at on notifications.message (queued_at);
create index message_awaiting_receipt on notifications.message (provider_message_id) where state = 'accepted';

comment on table notifications.message is 'Messages to people (e-mail, SMS) and what became of them. Kept 180 days.';
comment on column notifications.message.id is 'internal: id of the message';
comment on column notifications.message.account_id is 'personal: the account it was sent for';
comment on column notifications.message.template is 'internal: which text';
comment on column notifications.message.channel is 'internal: e-mail or SMS';
comment on column notifications.message.language is 'internal: language of the text';
comment on column notifications.message.reference is 'internal: public reference that stands in the message';
comment on column notifications.message.state is 'internal: how far the message has come';
comment on column notifications.message.sealed is 'secret: recipient and parameters, encrypted; wiped when the message leaves the queue';
comment on column notifications.message.queued_at is 'internal: when it was written';
comment on column notifications.message.expires_at is 'internal: after this it is not sent any more';
comment on column notifications.message.claimed_until is 'internal: until when one worker holds it for hand-over';
comment on column notifications.message.tried_at is 'internal: when a hand-over was last begun';
comment on column notifications.message.attempts is 'internal: how many hand-overs were begun';
comment on column notifications.message.accepted_at is 'internal: when a provider took it';
comment on column notifications.message.delivered_at is 'internal: when the provider reported that it arrived';
comment on column notifications.message.failed_at is 'internal: when it was refused for good';
comment on column notifications.message.expired_at is 'internal: when it was given up because it was late';
comment on column notifications.message.provider is 'internal: name of the provider that took it';
comment on column notifications.message.provider_message_id is 'internal: the provider''s own id, by which receipts come back';
comment on column notifications.message.last_error is 'internal: class of the last error, from a closed list';

-- A face writes messages and reads how far they came; only the worker reads what they say.
grant usage on schema notifications to goid_sso, goid_portal, goid_console, goid_employer, goid_worker;
grant insert on notifications.message to goid_sso, goid_portal, goid_console, goid_employer, goid_worker;
grant select (id, account_id, template, channel, reference, state, queued_at, accepted_at, delivered_at, failed_at, expired_at)
  on notifications.message to goid_sso, goid_portal, goid_console, goid_employer;
-- Delivery receipts of SMS gateways come in at the sign-in face.
grant select (provider, provider_message_id), update (state, delivered_at, failed_at, last_error) on notifications.message to goid_sso;
grant select, update, delete on notifications.message to goid_worker;
