-- A browser that finished a sign-in: it keeps a password limit of its own, which no stranger can use up.
create table accounts.known_device (
  account_id uuid not null references accounts.account,
  device_id uuid not null,
  token_hash bytea not null,
  user_agent text not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (account_id, device_id),
  constraint known_device_once unique (account_id, token_hash)
);
create index known_device_expires_at on accounts.known_device (expires_at);
comment on table accounts.known_device is 'Browsers that an account signed in with and that were not shared. A stranger''s wrong passwords do not close them.';
comment on column accounts.known_device.account_id is 'internal: the account that knows the browser';
comment on column accounts.known_device.device_id is 'internal: id within the account, ordered by time';
comment on column accounts.known_device.token_hash is 'secret: SHA-256 of the token in the cookie (256 random bits, one for each account)';
comment on column accounts.known_device.user_agent is 'personal: the browser, for the member to recognise';
comment on column accounts.known_device.created_at is 'internal: first sign-in with it';
comment on column accounts.known_device.last_used_at is 'internal: newest sign-in with it';
comment on column accounts.known_device.expires_at is 'internal: from then on it is unknown again';

-- Logged: a crash must not make a repeated password count anew, and the rows are few.
create table accounts.wrong_password (
  subject bytea primary key,
  password_hashes bytea[] not null,
  evaluated boolean[] not null,
  noted_at timestamptz[] not null,
  forget_at timestamptz not null
);
create index wrong_password_forget_at on accounts.wrong_password (forget_at);
comment on table accounts.wrong_password is 'The last wrong passwords for a typed identifier or a known device, so that the same one again is not counted.';
comment on column accounts.wrong_password.subject is 'internal: keyed hash of the identifier as typed, whether an account has it or not, or of the device';
comment on column accounts.wrong_password.password_hashes is 'secret: keyed hashes of subject and password, the newest first; worth nothing without the key';
comment on column accounts.wrong_password.evaluated is 'internal: whether each was compared with a password';
comment on column accounts.wrong_password.noted_at is 'internal: when each was first typed';
comment on column accounts.wrong_password.forget_at is 'internal: from this instant the row says nothing any more';

alter table accounts.password add column disabled_at timestamptz;
comment on column accounts.password.disabled_at is 'internal: when too many wrong passwords disabled it for unknown devices; choosing another clears it';

-- Whoever replaces a password says when it was chosen; that alone opens it again.
create function accounts.open_new_password() returns trigger language plpgsql as $$
begin
  new.disabled_at := null;
  return new;
end $$;
create trigger new_password_is_open before update of changed_at on accounts.password
  for each row execute function accounts.open_new_password();

grant select, insert, update, delete on accounts.known_device, accounts.wrong_password to goid_sso;
grant update (disabled_at) on accounts.password to goid_sso;
-- The first sign-in of an account that was taken over is told of like any other.
grant select (account_id) on accounts.imported_account to goid_sso;
grant select (expires_at), delete on accounts.known_device to goid_worker;
grant select (forget_at), delete on accounts.wrong_password to goid_worker;
