-- The security check-up, and what a new password may not be made of.
alter table accounts.account add column checked_up_at timestamptz;
alter table accounts.account add column check_up_later_at timestamptz;
comment on column accounts.account.checked_up_at is 'internal: when the holder last looked the account''s safety over';
comment on column accounts.account.check_up_later_at is 'internal: when the holder last put the check-up off';
grant update (checked_up_at, check_up_later_at) on accounts.account to goid_sso;
grant update (changed_at) on accounts.password to goid_sso;
grant select (person_id, full_name, birth_date) on members.person to goid_sso;
