create schema accounts;
grant usage on schema accounts to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;

create table accounts.account (
  account_id uuid primary key,
  subject text not null constraint account_subject_taken unique,
  person_id uuid constraint account_person_taken unique,
  display_name bytea not null,
  language text not null default 'id' check (language in ('id', 'en')),
  language_chosen_at timestamptz,
  time_zone text not null default 'WIB' check (time_zone in ('WIB', 'WITA', 'WIT')),
  state text not null default 'open' check (state in ('open', 'frozen')),
  created_at timestamptz not null
);
comment on table accounts.account is 'What a person signs in to.';
comment on column accounts.account.account_id is 'internal: the account itself';
comment on column accounts.account.subject is 'internal: random public id, given to clients as sub';
comment on column accounts.account.person_id is 'internal: the person on the register, for a member';
comment on column accounts.account.display_name is 'personal: sealed; the name shown on pages';
comment on column accounts.account.language is 'internal: language that was chosen last on any face, for pages and messages';
comment on column accounts.account.language_chosen_at is 'internal: when it was chosen; null while nobody chose';
comment on column accounts.account.time_zone is 'personal: time zone of the province on the register, for the times on pages';
comment on column accounts.account.state is 'internal: open, or frozen after a reported death or by a decision';
comment on column accounts.account.created_at is 'internal: when it was created';

create table accounts.identifier (
  identifier_hash bytea constraint identifier_taken primary key,
  account_id uuid not null references accounts.account,
  kind text not null check (kind in ('username', 'email', 'phone'))
);
create index identifier_account_id on accounts.identifier (account_id);
comment on table accounts.identifier is 'Finds an account by what was typed. Member numbers are found through the register of members.';
comment on column accounts.identifier.identifier_hash is 'personal: keyed hash of kind and normalised identifier';
comment on column accounts.identifier.account_id is 'internal: the account it finds';
comment on column accounts.identifier.kind is 'internal: username, email or phone';

create table accounts.contact (
  account_id uuid not null references accounts.account,
  contact_id uuid not null,
  channel text not null check (channel in ('email', 'sms')),
  address bytea not null,
  confirmed_at timestamptz not null,
  primary key (account_id, contact_id)
);
comment on table accounts.contact is 'Verified addresses: where codes and notices go.';
comment on column accounts.contact.account_id is 'internal: the account';
comment on column accounts.contact.contact_id is 'internal: id within the account, ordered by time';
comment on column accounts.contact.channel is 'internal: email or sms';
comment on column accounts.contact.address is 'personal: sealed e-mail address or phone number';
comment on column accounts.contact.confirmed_at is 'internal: when it was proven reachable';

create table accounts.password (
  account_id uuid primary key references accounts.account,
  hash text not null,
  pepper_key_id text not null,
  changed_at timestamptz not null
);
comment on table accounts.password is 'Password hashes (Argon2id over a keyed hash of the password).';
comment on column accounts.password.account_id is 'internal: the account';
comment on column accounts.password.hash is 'secret: Argon2id in PHC form, with its parameters and salt';
comment on column accounts.password.pepper_key_id is 'internal: which master key the pepper came from';
comment on column accounts.password.changed_at is 'internal: when the member last chose it';

create table accounts.authenticator (
  account_id uuid not null references accounts.account,
  authenticator_id uuid not null,
  method text not null check (method in ('sms', 'email', 'totp')),
  position int not null,
  contact_id uuid,
  seed bytea,
  last_used_step bigint,
  bound_at timestamptz not null,
  primary key (account_id, authenticator_id),
  constraint authenticator_once_per_method unique (account_id, method),
  foreign key (account_id, contact_id) references accounts.contact,
  check ((method = 'totp') = (seed is not null) and (method = 'totp') = (contact_id is null))
);
comment on table accounts.authenticator is 'Second factors bound to an account, in the order in which they are offered.';
comment on column accounts.authenticator.account_id is 'internal: the account';
comment on column accounts.authenticator.authenticator_id is 'internal: id within the account';
comment on column accounts.authenticator.method is 'internal: sms, email or totp';
comment on column accounts.authenticator.position is 'internal: order in which it is offered';
comment on column accounts.authenticator.contact_id is 'internal: where its codes go';
comment on column accounts.authenticator.seed is 'secret: sealed TOTP seed';
comment on column accounts.authenticator.last_used_step is 'internal: newest TOTP time step that was used; none up to it works again';
comment on column accounts.authenticator.bound_at is 'internal: when it was bound';

create table accounts.account_role (
  account_id uuid not null references accounts.account,
  role text not null check (role in ('member', 'agent', 'supervisor', 'operator', 'auditor', 'clerk')),
  primary key (account_id, role)
);
comment on table accounts.account_role is 'Roles of an account.';
comment on column accounts.account_role.account_id is 'internal: the account';
comment on column accounts.account_role.role is 'internal: member, agent, supervisor, operator, auditor or clerk';

-- Logged, although short-lived: it says that a password was right and that the result was taken, and a crash must
-- not bring either back or lose the mark.
create table accounts.sign_in_attempt (
  interaction_uid text primary key,
  account_id uuid not null references accounts.account,
  state text not null check (state in ('second-factor', 'done', 'taken')),
  shared boolean not null,
  acr_needed text,
  acr text not null,
  amr text[] not null,
  method text check (method in ('sms', 'email', 'totp')),
  authenticated_at timestamptz not null,
  expires_at timestamptz not null
);
create index sign_in_attempt_expires_at on accounts.sign_in_attempt (expires_at);
comment on table accounts.sign_in_attempt is 'How far the sign-in of one interaction has come, after its password was right.';
comment on column accounts.sign_in_attempt.interaction_uid is 'internal: the interaction at the provider that waits for it';
comment on column accounts.sign_in_attempt.account_id is 'internal: the account whose password was right';
comment on column accounts.sign_in_attempt.state is 'internal: a state of the journey table; taken when its session was opened';
comment on column accounts.sign_in_attempt.shared is 'internal: signed in on a shared computer';
comment on column accounts.sign_in_attempt.acr_needed is 'internal: the strength that the client demands';
comment on column accounts.sign_in_attempt.acr is 'internal: the strength reached';
comment on column accounts.sign_in_attempt.amr is 'internal: how it was reached (RFC 8176)';
comment on column accounts.sign_in_attempt.method is 'internal: the second factor chosen on the code page';
comment on column accounts.sign_in_attempt.authenticated_at is 'internal: when the last factor was right';
comment on column accounts.sign_in_attempt.expires_at is 'internal: from this instant it counts no more';

create table accounts.challenge (
  account_id uuid not null references accounts.account,
  challenge_id uuid not null,
  interaction_uid text not null,
  authenticator_id uuid not null,
  key_id text not null,
  last_number int not null,
  expires_at timestamptz not null,
  previous_expires_at timestamptz,
  tries int not null,
  sent_at timestamptz not null,
  message_id uuid,
  consumed_at timestamptz,
  primary key (account_id, challenge_id),
  constraint challenge_once_per_way unique (interaction_uid, authenticator_id),
  foreign key (account_id, authenticator_id) references accounts.authenticator
);
comment on table accounts.challenge is 'One-time codes of a sign-in by one way. The codes are computed from key, id and number; only counters stand here.';
comment on column accounts.challenge.account_id is 'internal: the account';
comment on column accounts.challenge.challenge_id is 'internal: id; part of what the code is computed from';
comment on column accounts.challenge.interaction_uid is 'internal: the sign-in that the codes are for';
comment on column accounts.challenge.authenticator_id is 'internal: the way they are sent';
comment on column accounts.challenge.key_id is 'internal: which master key they are computed with';
comment on column accounts.challenge.last_number is 'internal: number of the newest code; it and the one before may be valid';
comment on column accounts.challenge.expires_at is 'internal: end of the newest code, from its first issue';
comment on column accounts.challenge.previous_expires_at is 'internal: end of the code before; empty when that one is not valid';
comment on column accounts.challenge.tries is 'internal: tries since the codes were last all new';
comment on column accounts.challenge.sent_at is 'internal: last time a message went out';
comment on column accounts.challenge.message_id is 'internal: the last message, to show what became of it';
comment on column accounts.challenge.consumed_at is 'internal: when a code was used; no code works after it';

create table accounts.session (
  session_id uuid primary key,
  account_id uuid not null references accounts.account,
  acr text not null,
  amr text[] not null,
  shared boolean not null,
  address text not null,
  user_agent text not null,
  authenticated_at timestamptz not null,
  last_seen_at timestamptz not null,
  idle_seconds int not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text
) with (fillfactor = 80);
create index session_account_id on accounts.session (account_id);
comment on table accounts.session is 'One row per sign-in; every face looks at it on each page.';
comment on column accounts.session.session_id is 'internal: id, given to clients as sid';
comment on column accounts.session.account_id is 'internal: the account';
comment on column accounts.session.acr is 'internal: the strength of the sign-in';
comment on column accounts.session.amr is 'internal: how it was reached (RFC 8176)';
comment on column accounts.session.shared is 'internal: signed in on a shared computer';
comment on column accounts.session.address is 'personal: network address of the sign-in';
comment on column accounts.session.user_agent is 'personal: browser of the sign-in';
comment on column accounts.session.authenticated_at is 'internal: when the last factor was right';
comment on column accounts.session.last_seen_at is 'internal: last page, to the minute';
comment on column accounts.session.idle_seconds is 'internal: it ends so long after the last page';
comment on column accounts.session.expires_at is 'internal: it ends then in any case';
comment on column accounts.session.ended_at is 'internal: when it was ended';
comment on column accounts.session.end_reason is 'internal: signed_out, ended_elsewhere or revoked';

create table accounts.face_session (
  token_hash bytea primary key,
  face text not null,
  session_id uuid not null references accounts.session,
  opened_at timestamptz not null
);
create index face_session_session_id on accounts.face_session (session_id);
comment on table accounts.face_session is 'Cookies of the faces, each pointing at its session.';
comment on column accounts.face_session.token_hash is 'secret: SHA-256 of face and cookie value (256 random bits)';
comment on column accounts.face_session.face is 'internal: the face that opened it; no other accepts it';
comment on column accounts.face_session.session_id is 'internal: the session it stands for';
comment on column accounts.face_session.opened_at is 'internal: when it was opened';

create table accounts.remembered_browser (
  account_id uuid not null references accounts.account,
  token_hash bytea not null,
  user_agent text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (account_id, token_hash)
);
comment on table accounts.remembered_browser is 'Browsers whose member asked not to be asked for a code for some days.';
comment on column accounts.remembered_browser.account_id is 'internal: the account';
comment on column accounts.remembered_browser.token_hash is 'secret: SHA-256 of the cookie value (256 random bits)';
comment on column accounts.remembered_browser.user_agent is 'personal: the browser, for the member to recognise';
comment on column accounts.remembered_browser.created_at is 'internal: when it was remembered';
comment on column accounts.remembered_browser.expires_at is 'internal: from then on a code is asked for again';

grant select on accounts.account, accounts.identifier, accounts.contact, accounts.password, accounts.authenticator, accounts.account_role to goid_sso;
grant update (language, language_chosen_at) on accounts.account to goid_sso, goid_portal, goid_console, goid_employer;
grant update (hash, pepper_key_id) on accounts.password to goid_sso;
grant update (last_used_step) on accounts.authenticator to goid_sso;
grant select, insert, update on accounts.sign_in_attempt, accounts.challenge, accounts.session to goid_sso;
grant select, insert on accounts.face_session, accounts.remembered_browser to goid_sso;

grant update (time_zone) on accounts.account to goid_portal;
grant select on accounts.account, accounts.contact, accounts.account_role, accounts.session to goid_portal, goid_console, goid_employer, goid_api;
grant update (last_seen_at, ended_at, end_reason) on accounts.session to goid_portal, goid_console, goid_employer;
grant select, insert on accounts.face_session to goid_portal, goid_console, goid_employer;
-- A face opens and reads its own cookies only: with its rights, nobody makes one for another face.
alter table accounts.face_session enable row level security;
create policy own_face on accounts.face_session to goid_sso, goid_portal, goid_console, goid_employer
  using ('goid_' || face = current_user) with check ('goid_' || face = current_user);
create policy housekeeping on accounts.face_session to goid_worker using (true);

grant select on accounts.account, accounts.contact to goid_worker;
grant select (expires_at), delete on accounts.sign_in_attempt, accounts.challenge, accounts.remembered_browser to goid_worker;
grant select (session_id), delete on accounts.face_session to goid_worker;
grant select (session_id, expires_at) on accounts.session to goid_worker;
