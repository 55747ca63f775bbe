-- "This was not me" ends the request behind a deletion in its own transaction.
grant usage on schema privacy to goid_sso;
grant select, update (state, decided_at) on privacy.request to goid_sso;

grant update (state, closed_at, changed_at) on cases.case to goid_sso;

-- The cases of an erased account lead to nobody on the register any more, nor do its corrections lead from the person to it.
grant update (person_id) on cases.case to goid_worker;
alter table privacy.correction alter column account_id drop not null;
alter table privacy.correction add constraint correction_alive_has_account check (account_id is not null or ended_at is not null) not valid;
grant update (account_id) on privacy.correction to goid_worker;
comment on column privacy.correction.account_id is 'personal: whose account asks; empty once it is deleted';

-- A clerk whose account is erased is a clerk no more.
grant update (removed_by, removed_at) on filings.clerk to goid_worker;

-- What officers wrote about a member, and what the desk wanted done, goes with the account; that they looked stays, and leads
-- to nobody. The caller has recorded the erasure before, in the same transaction: activity.forget_account demands it. The
-- worker may delete these rows by their age in any case.
create or replace function support.forget_words(of_account uuid, of_cases uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update support.look set words = null, account_id = null, person_id = null where account_id = of_account;
  update support.search set account_id = null, person_id = null where account_id = of_account;
  update support.case_note set words = null where case_id = any(of_cases) and words is not null;
  -- What nobody has decided on nobody decides on any more.
  update support.proposal set content = '', person_id = null,
    expires_at = case when decided_at is null then least(expires_at, clock_timestamp()) else expires_at end
    where account_id = of_account;
end $$;
