-- A person on the register opens an account: registration, and accounts taken over from another system.

alter table members.person add column email_hash bytea, add column phone_hash bytea;
create index person_email_hash on members.person (email_hash) where email_hash is not null;
create index person_phone_hash on members.person (phone_hash) where phone_hash is not null;
comment on column members.person.email_hash is 'secret: keyed hash of the e-mail address, to see whether it stands for other people too';
comment on column members.person.phone_hash is 'secret: keyed hash of the phone number, to see whether it stands for other people too';

create table accounts.claim (
  claim_id uuid primary key,
  token_hash bytea not null constraint claim_token unique,
  case_number text not null,
  state text not null check (state in ('code', 'contact', 'contact-code', 'password', 'done')),
  identity_hash bytea not null,
  typed bytea,
  language text not null check (language in ('id', 'en')),
  address text not null,
  channel text not null check (channel in ('email', 'sms')),
  key_id text not null,
  last_number int not null,
  code_expires_at timestamptz not null,
  previous_expires_at timestamptz,
  tries int not null default 0,
  consumed_at timestamptz,
  sent_at timestamptz not null,
  sends_asked int not null,
  sends_done int not null default 0,
  outcome text check (outcome in ('fits', 'not-on-register', 'has-account', 'account-frozen', 'contact-shared', 'no-contact')),
  person_id uuid,
  display_name bytea,
  register_contact bytea,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index claim_expires_at on accounts.claim (expires_at);
comment on table accounts.claim is 'One person on the way to an account: what was typed is checked by a job, so that no page takes longer or says more for somebody who is on the register.';
comment on column accounts.claim.claim_id is 'internal: id; part of what the code is computed from';
comment on column accounts.claim.token_hash is 'secret: SHA-256 of the cookie value (256 random bits)';
comment on column accounts.claim.case_number is 'internal: what the person tells support when nothing arrives';
comment on column accounts.claim.state is 'internal: a state of the claim journey';
comment on column accounts.claim.identity_hash is 'secret: keyed hash of the typed NIK; what limits count, on the register or not';
comment on column accounts.claim.typed is 'personal: sealed member number, NIK and birth date; wiped when they were checked';
comment on column accounts.claim.language is 'internal: language of the pages, for messages';
comment on column accounts.claim.address is 'personal: network address that asked, for the budgets of messages';
comment on column accounts.claim.channel is 'internal: how the person would like the code: email or sms';
comment on column accounts.claim.key_id is 'internal: which master key the codes are computed with';
comment on column accounts.claim.last_number is 'internal: number of the newest code; it and the one before may be valid';
comment on column accounts.claim.code_expires_at is 'internal: end of the newest code, from its first issue';
comment on column accounts.claim.previous_expires_at is 'internal: end of the code before; empty when that one is not valid';
comment on column accounts.claim.tries is 'internal: tries since the codes were last all new';
comment on column accounts.claim.consumed_at is 'internal: when the code was used; none works after it';
comment on column accounts.claim.sent_at is 'internal: last time a code was asked for';
comment on column accounts.claim.sends_asked is 'internal: how often a code was asked for';
comment on column accounts.claim.sends_done is 'internal: how many of these were answered';
comment on column accounts.claim.outcome is 'internal: what the check found, for support; the sign-in face cannot read it';
comment on column accounts.claim.person_id is 'internal: the person on the register, when a code could be sent';
comment on column accounts.claim.display_name is 'personal: sealed name from the register, for the account';
comment on column accounts.claim.register_contact is 'personal: sealed contact on the register that the code went to';
comment on column accounts.claim.created_at is 'internal: when it was begun';
comment on column accounts.claim.expires_at is 'internal: from this instant it counts no more';

create table accounts.claim_contact (
  claim_id uuid not null references accounts.claim on delete cascade,
  channel text not null check (channel in ('email', 'sms')),
  contact_id uuid not null,
  address bytea not null,
  key_id text not null,
  last_number int not null,
  code_expires_at timestamptz not null,
  previous_expires_at timestamptz,
  tries int not null default 0,
  consumed_at timestamptz,
  sent_at timestamptz not null,
  message_id uuid,
  primary key (claim_id, channel)
);
comment on table accounts.claim_contact is 'Contacts that the person gave for the account, at most one of each kind; confirmed by a code.';
comment on column accounts.claim_contact.claim_id is 'internal: the claim';
comment on column accounts.claim_contact.channel is 'internal: email or sms';
comment on column accounts.claim_contact.contact_id is 'internal: id; part of what the code is computed from';
comment on column accounts.claim_contact.address is 'personal: sealed e-mail address or phone number';
comment on column accounts.claim_contact.key_id is 'internal: which master key the codes are computed with';
comment on column accounts.claim_contact.last_number is 'internal: number of the newest code; it and the one before may be valid';
comment on column accounts.claim_contact.code_expires_at is 'internal: end of the newest code, from its first issue';
comment on column accounts.claim_contact.previous_expires_at is 'internal: end of the code before; empty when that one is not valid';
comment on column accounts.claim_contact.tries is 'internal: tries since the codes were last all new';
comment on column accounts.claim_contact.consumed_at is 'internal: when its code was used: from then on it is confirmed';
comment on column accounts.claim_contact.sent_at is 'internal: last time a message went out';
comment on column accounts.claim_contact.message_id is 'internal: the last message, to show what became of it';

create table accounts.foreign_password (
  account_id uuid primary key references accounts.account,
  sealed bytea not null,
  cost text not null,
  imported_at timestamptz not null
);
create index foreign_password_cost on accounts.foreign_password (cost);
comment on table accounts.foreign_password is 'Password hashes of another system, sealed; each is replaced by one of ours at the next sign-in.';
comment on column accounts.foreign_password.account_id is 'internal: the account';
comment on column accounts.foreign_password.sealed is 'secret: sealed hash in its own notation (docs/files.md)';
comment on column accounts.foreign_password.cost is 'internal: notation and cost, such as bcrypt/12: how long a wrong answer must take for nobody to see a difference';
comment on column accounts.foreign_password.imported_at is 'internal: when it was taken over';

create table accounts.imported_account (
  account_id uuid primary key references accounts.account,
  row_hash bytea not null
);
comment on table accounts.imported_account is 'Which row of an imported file made an account, so that the same file again changes nothing.';
comment on column accounts.imported_account.account_id is 'internal: the account';
comment on column accounts.imported_account.row_hash is 'secret: keyed hash of the row';

-- Whatever sets a password of ours, the foreign one works no more: the database itself sees to it.
create function accounts.forget_foreign_password() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from accounts.foreign_password where account_id = new.account_id;
  return null;
end $$;
create trigger forget_foreign_password after insert or update of hash on accounts.password
  for each row execute function accounts.forget_foreign_password();

-- Whoever holds the rights of the sign-in face can make members, and nobody else.
create function accounts.give_member_role(account uuid) returns void
language sql security definer set search_path = pg_catalog as $$
  insert into accounts.account_role (account_id, role) values (account, 'member')
$$;
revoke all on function accounts.give_member_role(uuid) from public;
grant execute on function accounts.give_member_role(uuid) to goid_sso;

grant insert on accounts.account, accounts.password, accounts.identifier to goid_sso;
grant insert on accounts.claim to goid_sso;
grant select (claim_id, token_hash, case_number, state, identity_hash, language, channel, key_id, last_number, code_expires_at,
  previous_expires_at, tries, consumed_at, sent_at, sends_asked, person_id, display_name, register_contact, address, created_at,
  expires_at)
  on accounts.claim to goid_sso;
grant update (state, channel, key_id, last_number, code_expires_at, previous_expires_at, tries, consumed_at, sent_at, sends_asked)
  on accounts.claim to goid_sso;
grant select, insert, update, delete on accounts.claim_contact to goid_sso;
grant select on accounts.foreign_password to goid_sso;
grant select, update, delete on accounts.claim to goid_worker;
grant select (claim_id), delete on accounts.claim_contact to goid_worker;
