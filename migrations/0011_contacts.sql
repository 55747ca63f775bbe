-- Changing e-mail and phone: a code proves the new address, a link stops the change for seven days.
alter table accounts.contact add column address_hash bytea not null;
alter table accounts.contact add column last_used_at timestamptz;
comment on column accounts.contact.address_hash is 'personal: keyed hash of the address, to know a number that several members share';
comment on column accounts.contact.last_used_at is 'internal: when its holder last showed that it still is theirs';
create index contact_address_hash on accounts.contact (address_hash);
grant insert, delete, update (last_used_at, confirmed_at) on accounts.contact to goid_sso;
grant insert, delete on accounts.identifier to goid_sso;
grant update (contact_id) on accounts.authenticator to goid_sso;

create table accounts.contact_change (
  change_id uuid primary key,
  account_id uuid not null references accounts.account,
  channel text not null check (channel in ('email', 'sms')),
  address bytea not null,
  address_hash bytea not null,
  replaces uuid,
  key_id text not null,
  last_number int not null,
  previous_expires_at timestamptz,
  message_id uuid,
  tries int not null default 0,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  taken_at timestamptz
);
create index contact_change_account_id on accounts.contact_change (account_id);
comment on table accounts.contact_change is 'Addresses that wait for the code that was sent to them; kept for a day.';
comment on column accounts.contact_change.change_id is 'internal: id; the code is computed from it';
comment on column accounts.contact_change.account_id is 'internal: whose';
comment on column accounts.contact_change.channel is 'internal: e-mail or SMS';
comment on column accounts.contact_change.address is 'personal: the new address, encrypted';
comment on column accounts.contact_change.address_hash is 'personal: keyed hash of the new address';
comment on column accounts.contact_change.replaces is 'internal: the contact that it takes the place of';
comment on column accounts.contact_change.key_id is 'internal: the key that the code is computed with';
comment on column accounts.contact_change.last_number is 'internal: number of the newest code; it and the one before may be valid';
comment on column accounts.contact_change.previous_expires_at is 'internal: end of the code before; empty when that one is not valid';
comment on column accounts.contact_change.message_id is 'internal: the message that carried the code, to show what became of it';
comment on column accounts.contact_change.tries is 'internal: codes tried';
comment on column accounts.contact_change.sent_at is 'internal: when the code was last sent';
comment on column accounts.contact_change.expires_at is 'internal: end of the code''s life';
comment on column accounts.contact_change.taken_at is 'internal: when the right code was typed';

create table accounts.contact_stop (
  token_hash bytea primary key,
  stop_id uuid not null,
  account_id uuid not null references accounts.account,
  change text not null check (change in ('added', 'changed', 'removed')),
  channel text not null check (channel in ('email', 'sms')),
  old_contact_id uuid,
  old_address bytea,
  old_address_hash bytea,
  old_confirmed_at timestamptz,
  new_contact_id uuid,
  changed_at timestamptz not null,
  expires_at timestamptz not null
);
create index contact_stop_account_id on accounts.contact_stop (account_id, changed_at);
create index contact_stop_expires_at on accounts.contact_stop (expires_at);
comment on table accounts.contact_stop is 'Ways to undo a change of contacts, one row a token; gone when one is used or after seven days.';
comment on column accounts.contact_stop.token_hash is 'secret: hash of the token or code that stops the change';
comment on column accounts.contact_stop.stop_id is 'internal: the change that all its tokens stop';
comment on column accounts.contact_stop.account_id is 'internal: whose';
comment on column accounts.contact_stop.change is 'internal: what was done';
comment on column accounts.contact_stop.channel is 'internal: e-mail or SMS';
comment on column accounts.contact_stop.old_contact_id is 'internal: the contact before';
comment on column accounts.contact_stop.old_address is 'personal: the address before, encrypted';
comment on column accounts.contact_stop.old_address_hash is 'personal: keyed hash of the address before';
comment on column accounts.contact_stop.old_confirmed_at is 'internal: when the address before was proven reachable';
comment on column accounts.contact_stop.new_contact_id is 'internal: the contact that goes when the change is stopped';
comment on column accounts.contact_stop.changed_at is 'internal: when it was done';
comment on column accounts.contact_stop.expires_at is 'internal: end of the seven days';
grant select, insert, update on accounts.contact_change to goid_sso;
grant select, insert, delete on accounts.contact_stop to goid_sso;
grant select (expires_at), delete on accounts.contact_change, accounts.contact_stop to goid_worker;
