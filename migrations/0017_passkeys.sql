-- Passkeys (WebAuthn) as a way of signing in. The account has one way of this name, with as many credentials as devices.
alter table accounts.authenticator drop constraint authenticator_method_check;
alter table accounts.authenticator add constraint authenticator_method_check
  check (method in ('sms', 'whatsapp', 'email', 'totp', 'passkey', 'recovery'));
comment on column accounts.authenticator.method is 'internal: sms, whatsapp, email, totp, passkey or recovery';
alter table accounts.sign_in_attempt drop constraint sign_in_attempt_method_check;
alter table accounts.sign_in_attempt add constraint sign_in_attempt_method_check
  check (method in ('sms', 'whatsapp', 'email', 'totp', 'passkey', 'recovery'));

alter table accounts.account add column user_handle bytea;
comment on column accounts.account.user_handle is 'internal: 256 random bits by which passkeys name the account; nothing else uses them';

create table accounts.credential (
  account_id uuid not null,
  passkey_id uuid not null,
  authenticator_id uuid not null,
  credential_id bytea not null constraint credential_taken unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name bytea not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  second_only boolean not null default false,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (account_id, passkey_id),
  foreign key (account_id, authenticator_id) references accounts.authenticator on delete cascade
);
create index credential_authenticator on accounts.credential (account_id, authenticator_id);
comment on table accounts.credential is 'Passkeys: the public keys of WebAuthn credentials. They go with the way that they belong to.';
comment on column accounts.credential.account_id is 'internal: the account';
comment on column accounts.credential.passkey_id is 'internal: id within the account, ordered by time';
comment on column accounts.credential.authenticator_id is 'internal: the way of signing in that it belongs to';
comment on column accounts.credential.credential_id is 'internal: id that the authenticator gave it';
comment on column accounts.credential.public_key is 'internal: public key in COSE form';
comment on column accounts.credential.counter is 'internal: newest signature counter that it showed; zero when it keeps none';
comment on column accounts.credential.transports is 'internal: how the browser reaches it, as the browser said';
comment on column accounts.credential.name is 'personal: sealed; what the member calls it';
comment on column accounts.credential.backup_eligible is 'internal: whether it may be copied to other devices of its holder';
comment on column accounts.credential.backed_up is 'internal: whether it was copied when it was last used';
comment on column accounts.credential.second_only is 'internal: whether it opens nothing alone any more, because a change of contacts from that time was stopped';
comment on column accounts.credential.created_at is 'internal: when it was added';
comment on column accounts.credential.last_used_at is 'internal: when it last completed a sign-in or a confirmation';

-- Logged: a crash must not make a used challenge good again.
create table accounts.used_challenge (
  challenge_hash bytea constraint challenge_used primary key,
  expires_at timestamptz not null
);
create index used_challenge_expires_at on accounts.used_challenge (expires_at);
comment on table accounts.used_challenge is 'Challenges that a passkey has answered. They are computed, so only used ones stand here.';
comment on column accounts.used_challenge.challenge_hash is 'internal: SHA-256 of the challenge';
comment on column accounts.used_challenge.expires_at is 'internal: from this instant the challenge is refused for its age';

grant update (user_handle) on accounts.account to goid_sso;
grant select, insert, delete on accounts.credential to goid_sso;
grant update (name, counter, backed_up, second_only, last_used_at) on accounts.credential to goid_sso;
grant select, insert on accounts.used_challenge to goid_sso;
grant select (expires_at), delete on accounts.used_challenge to goid_worker;
