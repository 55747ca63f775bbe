-- The security check-up, and what a new password may not be made of.
alter table accounts.account add column checked_up_at timestamptz;
alter table accounts.account add column check_up_later_at timestamptz;
comment on column accounts.account.checked_up_at is 'internal: when the holder last looked the account''s safety over';
comment on column accounts.account.check_up_later_at is 'internal: when the holder last put the check-up off';
grant update (checked_up_at, check_up_later_at) on accounts.account to goid_sso;
grant update (changed_at) on accounts.password to goid_sso;

-- The sign-in face judges new passwords without a right to read the register: one person at a time, these words only.
create function members.words_of_person(of_person uuid) returns table (full_name text, birth_date date, member_numbers text[])
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select full_name, birth_date,
    array(select member_number from members.member_number where member_number.person_id = person.person_id)
  from members.person where person_id = of_person
$$;
revoke execute on function members.words_of_person (uuid) from public;
grant execute on function members.words_of_person (uuid) to goid_sso;
