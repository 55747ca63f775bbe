-- One code for a whole sign-in, whichever way it is sent: what arrives late is still right after another way was chosen.
alter table accounts.challenge drop constraint challenge_once_per_way;
alter table accounts.challenge drop column authenticator_id;
alter table accounts.challenge drop column sent_at;
alter table accounts.challenge drop column message_id;
alter table accounts.challenge rename column interaction_uid to purpose;
alter table accounts.challenge add constraint challenge_once unique (account_id, purpose);
comment on table accounts.challenge is 'One-time codes for one purpose. The codes are computed from key, id and number; only counters stand here.';
comment on column accounts.challenge.purpose is 'internal: what the codes are for: the interaction of a sign-in, or factor:… for turning a way on';

create table accounts.challenge_sending (
  account_id uuid not null,
  challenge_id uuid not null,
  number int not null,
  method text not null check (method in ('sms', 'whatsapp', 'email')),
  message_id uuid not null,
  sent_at timestamptz not null,
  primary key (account_id, challenge_id, number, method),
  foreign key (account_id, challenge_id) references accounts.challenge on delete cascade
);
comment on table accounts.challenge_sending is 'By which ways each code went out, and the last message of each.';
comment on column accounts.challenge_sending.account_id is 'internal: the account';
comment on column accounts.challenge_sending.challenge_id is 'internal: the challenge';
comment on column accounts.challenge_sending.number is 'internal: number of the code';
comment on column accounts.challenge_sending.method is 'internal: sms, whatsapp or email';
comment on column accounts.challenge_sending.message_id is 'internal: the last message by this way, to show what became of it';
comment on column accounts.challenge_sending.sent_at is 'internal: when it went out';

-- More ways of a second factor.
alter table accounts.authenticator drop constraint authenticator_method_check;
alter table accounts.authenticator drop constraint authenticator_check;
alter table accounts.authenticator add constraint authenticator_method_check
  check (method in ('sms', 'whatsapp', 'email', 'totp', 'recovery'));
alter table accounts.authenticator add constraint authenticator_check check (
  (method = 'totp') = (seed is not null) and (method in ('sms', 'whatsapp', 'email')) = (contact_id is not null));
alter table accounts.authenticator add column last_used_at timestamptz;
comment on column accounts.authenticator.method is 'internal: sms, whatsapp, email, totp or recovery';
comment on column accounts.authenticator.last_used_at is 'internal: when it last completed a sign-in or a confirmation';
alter table accounts.sign_in_attempt drop constraint sign_in_attempt_method_check;
alter table accounts.sign_in_attempt add constraint sign_in_attempt_method_check
  check (method in ('sms', 'whatsapp', 'email', 'totp', 'recovery'));

create table accounts.recovery_code (
  account_id uuid not null references accounts.account,
  code_hash bytea not null,
  salt bytea not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);
comment on table accounts.recovery_code is 'The recovery codes of an account''s newest set.';
comment on column accounts.recovery_code.account_id is 'internal: the account';
comment on column accounts.recovery_code.code_hash is 'secret: Argon2id of the keyed hash of account and code (80 random bits)';
comment on column accounts.recovery_code.salt is 'internal: 128 random bits, the same for all codes of a set';
comment on column accounts.recovery_code.used_at is 'internal: when it was used; it works once';

create table accounts.authenticator_setup (
  account_id uuid primary key references accounts.account,
  authenticator_id uuid not null,
  seed bytea not null,
  expires_at timestamptz not null
);
comment on table accounts.authenticator_setup is 'Authenticator apps that were shown their seed and have not yet answered with a code.';
comment on column accounts.authenticator_setup.account_id is 'internal: the account';
comment on column accounts.authenticator_setup.authenticator_id is 'internal: id that the authenticator will have';
comment on column accounts.authenticator_setup.seed is 'secret: sealed TOTP seed';
comment on column accounts.authenticator_setup.expires_at is 'internal: from this instant a new seed is shown';

grant select, insert, update on accounts.challenge_sending to goid_sso;
grant insert, delete, update (position, last_used_at) on accounts.authenticator to goid_sso;
grant select, insert, update, delete on accounts.recovery_code, accounts.authenticator_setup to goid_sso;
grant delete on accounts.remembered_browser to goid_sso;
grant select (expires_at), delete on accounts.authenticator_setup to goid_worker;

alter table notifications.message drop constraint message_channel_check;
alter table notifications.message add constraint message_channel_check check (channel in ('email', 'sms', 'whatsapp'));
comment on column notifications.message.channel is 'internal: e-mail, SMS or WhatsApp';
