-- What follows when a member says "this was not me".
alter table accounts.account add column contacts_frozen_until timestamptz;
comment on column accounts.account.contacts_frozen_until is 'internal: until when contacts and factors may not be changed, after "this was not me"';
grant update (contacts_frozen_until) on accounts.account to goid_sso;

alter table accounts.password add column must_change text check (must_change in ('not_me', 'breached', 'old'));
comment on column accounts.password.must_change is 'internal: why a new password has to be chosen before going on; null when it has not';
alter table accounts.password add column disowned_from timestamptz;
comment on column accounts.password.disowned_from is 'internal: second factors bound from this instant on do not show that the owner is there, until a new password is chosen; null when all do';
grant update (must_change, disowned_from) on accounts.password to goid_sso;

grant delete on accounts.remembered_browser to goid_sso;
create index session_live on accounts.session (account_id, last_seen_at desc) where ended_at is null;
