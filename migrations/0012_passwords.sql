-- The security check-up, and what a new password may not be made of.
alter table accounts.account add column checked_up_at timestamptz;
alter table accounts.account add column check_up_later_at timestamptz;
comment on column accounts.account.checked_up_at is 'internal: when the holder last looked the account''s safety over';
comment on column accounts.account.check_up_later_at is 'internal: when the holder last put the check-up off';
grant update (checked_up_at, check_up_later_at) on accounts.account to goid_sso;
grant update (changed_at) on accounts.password to goid_sso;

-- An account that was taken over has its row from the start, so that demanding a new password, closing it and resetting
-- it find something to write on; the hash follows at its first sign-in.
alter table accounts.password alter column hash drop not null, alter column pepper_key_id drop not null,
  add constraint password_hash_has_key check ((hash is null) = (pepper_key_id is null));
comment on column accounts.password.hash is 'secret: Argon2id in PHC form, with its parameters and salt; null while a foreign password stands for it';
comment on column accounts.password.pepper_key_id is 'internal: which master key the pepper came from; null with the hash';
comment on column accounts.password.changed_at is 'internal: when the member last chose it, or when the account was taken over';

-- The gate at sign-in: a password that may not be kept is replaced, and a number that was long not used is confirmed,
-- before a session is opened.
alter table accounts.sign_in_attempt drop constraint sign_in_attempt_state_check;
alter table accounts.sign_in_attempt add constraint sign_in_attempt_state_check
  check (state in ('second-factor', 'stale-number', 'new-password', 'reset-due', 'done', 'taken'));

-- The sign-in face judges new passwords without a right to read the register: one person at a time, these words only.
create function members.words_of_person(of_person uuid) returns table (full_name text, birth_date date, member_numbers text[])
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select full_name, birth_date,
    array(select member_number from members.member_number where member_number.person_id = person.person_id)
  from members.person where person_id = of_person
$$;
revoke execute on function members.words_of_person (uuid) from public;
grant execute on function members.words_of_person (uuid) to goid_sso;
