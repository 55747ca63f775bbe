-- Ways back into an account: a new password by mail or SMS, and the ladder for whoever lost the second factor.

create table accounts.reset_request (
  request_id uuid primary key,
  token_hash bytea not null unique,
  purpose text not null check (purpose in ('password', 'factor')),
  account_id uuid,
  typed bytea not null,
  typed_kind text not null check (typed_kind in ('email', 'other')),
  limit_subject text not null,
  language text not null check (language in ('id', 'en')),
  address text not null,
  user_agent text not null,
  asked_at timestamptz not null,
  sent_at timestamptz,
  message_id uuid,
  code_key_id text,
  code_number int not null default 0,
  code_expires_at timestamptz,
  code_previous_expires_at timestamptz,
  code_tries int not null default 0,
  code_consumed_at timestamptz,
  number_confirmed_at timestamptz,
  case_number text,
  expires_at timestamptz not null
);
create index reset_request_expires_at on accounts.reset_request (expires_at);
comment on table accounts.reset_request is 'Somebody asked for a way back in; the same row whether an account has what was typed or not. Kept for a day.';
comment on column accounts.reset_request.request_id is 'internal: id; part of what the code is computed from';
comment on column accounts.reset_request.token_hash is 'secret: SHA-256 of the cookie of the browser that asked (256 random bits)';
comment on column accounts.reset_request.purpose is 'internal: a new password, or another second factor';
comment on column accounts.reset_request.account_id is 'personal: the account that was meant; empty when there is none';
comment on column accounts.reset_request.typed is 'personal: sealed; what was typed, so that it can be sent again';
comment on column accounts.reset_request.typed_kind is 'internal: whether an e-mail address was typed, whose delivery the page may then show';
comment on column accounts.reset_request.limit_subject is 'internal: keyed hash of what was typed, for limits';
comment on column accounts.reset_request.language is 'internal: language of the page, for the message';
comment on column accounts.reset_request.address is 'personal: network address that asked, for the activity page';
comment on column accounts.reset_request.user_agent is 'personal: browser that asked, for the activity page';
comment on column accounts.reset_request.asked_at is 'internal: when it was last asked';
comment on column accounts.reset_request.sent_at is 'internal: when the job was through with it';
comment on column accounts.reset_request.message_id is 'internal: the last message, to show what became of it';
comment on column accounts.reset_request.code_key_id is 'internal: which master key the code is computed with; empty when none was sent';
comment on column accounts.reset_request.code_number is 'internal: number of the newest code';
comment on column accounts.reset_request.code_expires_at is 'internal: end of the code, from its first issue';
comment on column accounts.reset_request.code_previous_expires_at is 'internal: end of the code before; empty when that one is not valid';
comment on column accounts.reset_request.code_tries is 'internal: tries at the code';
comment on column accounts.reset_request.code_consumed_at is 'internal: when the code was used';
comment on column accounts.reset_request.number_confirmed_at is 'internal: when member number and birth date were right, after a code to a number that was long not used';
comment on column accounts.reset_request.case_number is 'internal: the case that was opened for it';
comment on column accounts.reset_request.expires_at is 'internal: from then on the page starts afresh';

create table accounts.reset_link (
  account_id uuid not null references accounts.account,
  purpose text not null check (purpose in ('password', 'factor')),
  token_hash bytea not null unique,
  via text not null check (via in ('email', 'sms')),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  primary key (account_id, purpose)
);
comment on table accounts.reset_link is 'The one link of an account that is alive: a newer one takes its place.';
comment on column accounts.reset_link.account_id is 'internal: the account';
comment on column accounts.reset_link.purpose is 'internal: a new password, or another second factor';
comment on column accounts.reset_link.token_hash is 'secret: SHA-256 of the token (256 random bits)';
comment on column accounts.reset_link.via is 'internal: what was proven with it: the mailbox, or the phone';
comment on column accounts.reset_link.made_at is 'internal: when it was made';
comment on column accounts.reset_link.expires_at is 'internal: from then on it is worth nothing';
comment on column accounts.reset_link.consumed_at is 'internal: when it was used';

create table accounts.recovery (
  recovery_id uuid primary key,
  account_id uuid not null references accounts.account,
  kind text not null check (kind in ('password', 'factor')),
  state text not null check (state in ('waiting', 'ready', 'done', 'cancelled', 'expired')),
  token_hash bytea not null unique,
  cancel_hash bytea not null unique,
  cancel_code_hash bytea not null unique,
  started_at timestamptz not null,
  ends_at timestamptz not null,
  noticed_at timestamptz not null,
  closed_at timestamptz,
  new_channel text check (new_channel in ('email', 'sms')),
  new_address bytea,
  code_key_id text,
  code_number int not null default 0,
  code_expires_at timestamptz,
  code_previous_expires_at timestamptz,
  code_tries int not null default 0,
  code_message_id uuid,
  removed_methods text[] not null default '{}',
  check ((state in ('waiting', 'ready')) = (closed_at is null))
);
create unique index recovery_one_open on accounts.recovery (account_id) where closed_at is null;
create index recovery_account on accounts.recovery (account_id, started_at);
create index recovery_open on accounts.recovery (noticed_at) where closed_at is null;
comment on table accounts.recovery is 'A way back in that waits, so that the owner can stop it; the states of src/accounts/recovery-journey.ts.';
comment on column accounts.recovery.recovery_id is 'internal: id; part of what its codes and its stop link are computed from';
comment on column accounts.recovery.account_id is 'internal: the account; it is read-only while one is open';
comment on column accounts.recovery.kind is 'internal: a new password by SMS, or another second factor';
comment on column accounts.recovery.state is 'internal: a state of the table of recovery';
comment on column accounts.recovery.token_hash is 'secret: SHA-256 of the cookie that shows it and goes on with it (256 random bits)';
comment on column accounts.recovery.cancel_hash is 'secret: SHA-256 of the token in the stop link (256 bits)';
comment on column accounts.recovery.cancel_code_hash is 'secret: SHA-256 of the code that stops it, for a notice by SMS (55 bits, behind a limit)';
comment on column accounts.recovery.started_at is 'internal: when it was proven and the wait began';
comment on column accounts.recovery.ends_at is 'internal: end of the wait';
comment on column accounts.recovery.noticed_at is 'internal: when the addresses were last told';
comment on column accounts.recovery.closed_at is 'internal: when it was done, cancelled or given up';
comment on column accounts.recovery.new_channel is 'internal: email or sms; how the new second factor is reached';
comment on column accounts.recovery.new_address is 'personal: sealed; the new address, until it is confirmed';
comment on column accounts.recovery.code_key_id is 'internal: which master key the code to the new address is computed with';
comment on column accounts.recovery.code_number is 'internal: number of the newest code to the new address';
comment on column accounts.recovery.code_expires_at is 'internal: end of that code';
comment on column accounts.recovery.code_previous_expires_at is 'internal: end of the code before; empty when that one is not valid';
comment on column accounts.recovery.code_message_id is 'internal: the message that carried the code, to show what became of it';
comment on column accounts.recovery.code_tries is 'internal: tries at that code';
comment on column accounts.recovery.removed_methods is 'internal: second factors that it took away when it was finished';

-- After a reset by mail a code to a mailbox would prove the same thing twice.
alter table accounts.account add column mailbox_used_at timestamptz;
comment on column accounts.account.mailbox_used_at is 'internal: when the password was last reset by mail; until a sign-in with another factor no code goes by e-mail';


grant select, insert, update on accounts.reset_request, accounts.reset_link, accounts.recovery to goid_sso;
grant update (mailbox_used_at) on accounts.account to goid_sso;
grant update (hash, pepper_key_id, changed_at, disabled_at) on accounts.password to goid_sso;
grant delete on accounts.remembered_browser to goid_sso;
grant insert, delete on accounts.contact, accounts.identifier, accounts.authenticator to goid_sso;
grant delete on accounts.challenge to goid_sso;
grant select on accounts.recovery to goid_portal, goid_console;
grant select, update, delete on accounts.reset_request to goid_worker;
grant select, insert, update, delete on accounts.reset_link to goid_worker;
grant select, update on accounts.recovery to goid_worker;
