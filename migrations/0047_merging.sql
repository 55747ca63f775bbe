-- Merging of two records of one person (docs/decisions/0043-merging-records.md).

-- Nothing of the ledger is rewritten: an account of savings gets another owner, as a further part, and here it stands why.
create table ledger.merging (
  number bigint generated always as identity primary key,
  merging_id uuid not null,
  ledger_account_id bigint not null,
  from_owner uuid not null,
  into_owner uuid not null,
  head_account_id bigint not null,
  from_year smallint not null,
  merged_at timestamptz not null,
  unique (merging_id, ledger_account_id),
  check (from_owner <> into_owner),
  check (ledger_account_id <> head_account_id)
);
create index merging_account on ledger.merging (ledger_account_id, number);
create index merging_head on ledger.merging (head_account_id);
create index merging_from on ledger.merging (from_owner);
comment on table ledger.merging is 'Savings accounts that came to another owner, because both records were of one person. The last row of an account says whose it is.';
comment on column ledger.merging.number is 'internal: key; the order in which accounts were merged';
comment on column ledger.merging.merging_id is 'internal: the merging that was decided';
comment on column ledger.merging.ledger_account_id is 'internal: the account that changed hands';
comment on column ledger.merging.from_owner is 'internal: the person whose it was, who is no record any more';
comment on column ledger.merging.into_owner is 'internal: the person whose it is';
comment on column ledger.merging.head_account_id is 'internal: the account with which it is reckoned as one';
comment on column ledger.merging.from_year is 'internal: first year whose return is reckoned for both as one; those before were closed';
comment on column ledger.merging.merged_at is 'internal: when';
create trigger merging_append_only before update or delete on ledger.merging for each row execute function ledger.refuse_change();
create trigger merging_never_truncated before truncate on ledger.merging for each statement execute function ledger.refuse_change();

-- A part that came by a merging is named after the part it is read with and its own number: no program posts to it any more.
-- holds ledger.ledger_account: a rule is taken off and another put on without reading the rows, which is done in an instant
alter table ledger.ledger_account drop constraint ledger_account_part_check;
alter table ledger.ledger_account add constraint ledger_account_part_check check (part ~ '^(main|additional)(:[0-9]+)?$') not valid;
comment on column ledger.ledger_account.part is 'internal: part of the savings, main or additional, empty is main; with its own number behind a colon for one that came by a merging';

create function ledger.allow_merging_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.ledger_account_id = old.ledger_account_id and new.kind = old.kind and new.name is not distinct from old.name
    and new.part = concat(split_part(coalesce(old.part, 'main'), ':', 1), ':', old.ledger_account_id)
    and exists (select from ledger.merging m where m.ledger_account_id = old.ledger_account_id
      and m.from_owner = old.owner_id and m.into_owner = new.owner_id
      and m.number = (select max(number) from ledger.merging l where l.ledger_account_id = old.ledger_account_id))
  then
    return new;
  end if;
  raise exception 'ledger.ledger_account only grows, and changes by a merging only' using errcode = 'integrity_constraint_violation';
end $$;
drop trigger ledger_account_never_changed on ledger.ledger_account;
create trigger ledger_account_never_changed before update or delete on ledger.ledger_account for each row execute function ledger.allow_merging_only();

-- All accounts of one owner become parts of another's. The rights to do it are this function's alone.
create function ledger.merge_savings(of_merging uuid, gone uuid, stays uuid, at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare moved int;
begin
  perform ledger.wait_for_writers();
  if exists (select from ledger.closed_year where state = 'closing') then
    raise exception 'a year is being closed' using errcode = 'object_not_in_prerequisite_state';
  end if;
  insert into ledger.ledger_account (kind, owner_id, part)
    select distinct 'savings', stays, nullif(split_part(coalesce(a.part, 'main'), ':', 1), 'main')
    from ledger.ledger_account a where a.owner_id = gone
      and not exists (select from ledger.ledger_account s where s.owner_id = stays
        and coalesce(s.part, 'main') = split_part(coalesce(a.part, 'main'), ':', 1));
  insert into ledger.merging (merging_id, ledger_account_id, from_owner, into_owner, head_account_id, from_year, merged_at)
    select of_merging, a.ledger_account_id, gone, stays, h.ledger_account_id,
      (select coalesce(max(year), 0) + 1 from ledger.closed_year), at
    from ledger.ledger_account a join ledger.ledger_account h on h.owner_id = stays
      and coalesce(h.part, 'main') = split_part(coalesce(a.part, 'main'), ':', 1)
    where a.owner_id = gone order by a.ledger_account_id;
  update ledger.ledger_account set owner_id = stays, part = concat(split_part(coalesce(part, 'main'), ':', 1), ':', ledger_account_id)
    where owner_id = gone;
  get diagnostics moved = row_count;
  return moved;
end $$;
revoke all on function ledger.merge_savings(uuid, uuid, uuid, timestamptz) from public;
grant execute on function ledger.merge_savings(uuid, uuid, uuid, timestamptz) to goid_worker;
grant select on ledger.merging to goid_portal, goid_console, goid_employer, goid_api, goid_worker;

-- What stays of a record that went into another: nothing personal.
create table members.merged_person (
  person_id uuid primary key,
  into_person_id uuid not null references members.person,
  merging_id uuid not null unique,
  case_number text not null,
  merged_at timestamptz not null,
  check (person_id <> into_person_id)
);
create index merged_person_into on members.merged_person (into_person_id);
comment on table members.merged_person is 'Records that went into another of the same person. One that goes on into a third leads there.';
comment on column members.merged_person.person_id is 'internal: the record that is no more, for what history names it';
comment on column members.merged_person.into_person_id is 'internal: the record of the person today';
comment on column members.merged_person.merging_id is 'internal: the merging that was decided';
comment on column members.merged_person.case_number is 'internal: the case in which it was decided';
comment on column members.merged_person.merged_at is 'internal: when';
grant select on members.merged_person to goid_sso, goid_portal, goid_worker;

-- Cards, numbers, exits, earlier values and family go to the record that stays; NIK, name and addresses of the other are gone.
-- One statement moves what refers to one another. Answers how many cards; nothing when one of the two is no record.
create function members.merge_person(of_merging uuid, gone uuid, stays uuid, of_case text, at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare moved int;
begin
  if (select count(*) from members.person where person_id in (gone, stays) and died_on is null) <> 2 then return null; end if;
  with numbers as (update members.member_number set person_id = stays where person_id = gone),
    exits as (update members.exit set person_id = stays where person_id = gone),
    cards as (update members.membership set person_id = stays where person_id = gone returning 1)
  select count(*) into moved from cards;
  insert into members.family (person_id, relation, full_name, birth_date)
    select stays, relation, full_name, birth_date from members.family where person_id = gone on conflict do nothing;
  delete from members.family where person_id = gone;
  update members.correction set person_id = stays where person_id = gone;
  update members.address_change set person_id = stays where person_id = gone;
  update members.family_change set person_id = stays where person_id = gone;
  delete from members.national_number where person_id = gone;
  update members.merged_person set into_person_id = stays where into_person_id = gone;
  delete from members.person where person_id = gone;
  insert into members.merged_person (person_id, into_person_id, merging_id, case_number, merged_at)
    values (gone, stays, of_merging, of_case, at);
  return moved;
end $$;
revoke all on function members.merge_person(uuid, uuid, uuid, text, timestamptz) from public;
grant execute on function members.merge_person(uuid, uuid, uuid, text, timestamptz) to goid_worker;

-- A pay-out keeps its amount and day for ever; whose it was follows the register.
create function contributions.allow_merging_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (to_jsonb(new) - 'person_id') = (to_jsonb(old) - 'person_id') and exists (
    select from members.merged_person m where m.person_id = old.person_id and m.into_person_id = new.person_id)
  then
    return new;
  end if;
  raise exception '% of %.% is refused', lower(tg_op), tg_table_schema, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
drop trigger pay_out_append_only on contributions.pay_out;
create trigger pay_out_append_only before update or delete on contributions.pay_out for each row execute function contributions.allow_merging_only();

-- Months and payments come to the record into which the other went; for nobody else.
create function contributions.merge_record(gone uuid, stays uuid) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare moved int;
begin
  perform from members.merged_person where person_id = gone and into_person_id = stays;
  if not found then raise exception 'these records were not merged' using errcode = 'restrict_violation'; end if;
  update contributions.contribution set person_id = stays where person_id = gone;
  get diagnostics moved = row_count;
  update contributions.pay_out set person_id = stays where person_id = gone;
  update contributions.alert_choice set person_id = stays where person_id = gone;
  return moved;
end $$;
revoke all on function contributions.merge_record(uuid, uuid) from public;
grant execute on function contributions.merge_record(uuid, uuid) to goid_worker;
grant select (person_id), update (person_id) on filings.remark to goid_worker;

-- What two officers decided, while it waits and after it. The proposal itself stands at the desk.
create table privacy.merging (
  merging_id uuid primary key,
  proposal_id uuid not null unique,
  case_id uuid not null,
  case_number text not null,
  gone_person_id uuid not null,
  stays_person_id uuid not null,
  gone_account_id uuid,
  stays_account_id uuid,
  state text not null check (state in ('waiting', 'stopped', 'refused', 'done')),
  began_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  outcome text,
  check (gone_person_id <> stays_person_id),
  check ((state = 'waiting') = (ended_at is null))
);
create index merging_due on privacy.merging (ends_at) where state = 'waiting';
create index merging_case on privacy.merging (case_id);
create unique index merging_one_gone on privacy.merging (gone_person_id) where state = 'waiting';
create unique index merging_one_stays on privacy.merging (stays_person_id) where state = 'waiting';
comment on table privacy.merging is 'Mergings of two records of one person that two officers decided: while its owner may stop one, and how it ended.';
comment on column privacy.merging.merging_id is 'internal: key';
comment on column privacy.merging.proposal_id is 'internal: what was decided';
comment on column privacy.merging.case_id is 'internal: the case in which it was decided';
comment on column privacy.merging.case_number is 'internal: its number';
comment on column privacy.merging.gone_person_id is 'internal: the record that goes into the other';
comment on column privacy.merging.stays_person_id is 'internal: the record that stays';
comment on column privacy.merging.gone_account_id is 'internal: the account of the one that goes, if it had one when the wait began';
comment on column privacy.merging.stays_account_id is 'internal: the account of the one that stays, if it had one when the wait began';
comment on column privacy.merging.state is 'internal: waiting, stopped by an owner, refused by what came up meanwhile, or done';
comment on column privacy.merging.began_at is 'internal: when every address was told';
comment on column privacy.merging.ends_at is 'internal: until then it can be stopped';
comment on column privacy.merging.ended_at is 'internal: when it was stopped, refused or done';
comment on column privacy.merging.outcome is 'internal: name of what came up, for one that was refused';

-- What was stopped is not begun again by any face: only a wait ends. One whose conditions failed at its end is refused.
create function privacy.refuse_revival() returns trigger language plpgsql as $$
begin
  if old.state = 'waiting' or (old.state = 'done' and new.state = 'refused') then return new; end if;
  raise exception 'a merging that ended stays as it ended' using errcode = 'integrity_constraint_violation';
end $$;
create trigger merging_stays_ended before update on privacy.merging for each row execute function privacy.refuse_revival();

create table privacy.merging_stop (
  token_hash bytea primary key,
  merging_id uuid not null references privacy.merging,
  account_id uuid not null,
  used_at timestamptz
);
create index merging_stop_merging on privacy.merging_stop (merging_id);
comment on table privacy.merging_stop is 'The code with which whoever reads an address of an account stops a merging of its record.';
comment on column privacy.merging_stop.token_hash is 'secret: hash of the code';
comment on column privacy.merging_stop.merging_id is 'internal: what it stops';
comment on column privacy.merging_stop.account_id is 'internal: the account whose addresses were told';
comment on column privacy.merging_stop.used_at is 'internal: when it was used';

grant select on privacy.merging to goid_console, goid_portal;
grant update (state, ended_at) on privacy.merging to goid_portal;
grant select, insert, update (state, ended_at, outcome) on privacy.merging to goid_worker;
grant select, update (used_at) on privacy.merging_stop to goid_portal;
grant select, insert, delete on privacy.merging_stop to goid_worker;
grant update (person_id, ended_at) on privacy.correction to goid_worker;

-- The account of the record that goes: it becomes the account of the one that stays, or, where that has one, it is closed like an
-- account whose deletion is due. Only for records that were merged. Answers what became of it, and which sessions ended.
create function accounts.merge_account(gone uuid, stays uuid, at timestamptz, out merged uuid, out became text, out ended uuid[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from members.merged_person where person_id = gone and into_person_id = stays;
  if not found then raise exception 'these records were not merged' using errcode = 'restrict_violation'; end if;
  ended := '{}';
  update accounts.officer set own_person_id = stays where own_person_id = gone;
  update accounts.officer_enrolment set own_person_id = stays where own_person_id = gone;
  update accounts.freeze set person_id = stays where person_id = gone and lifted_at is not null;
  update accounts.claim set person_id = stays where person_id = gone;
  select account_id into merged from accounts.account where person_id = gone for update;
  if merged is null then became := 'none'; return; end if;
  if not exists (select from accounts.account where person_id = stays) then
    update accounts.account set person_id = stays where account_id = merged;
    became := 'moved';
    return;
  end if;
  update accounts.account set person_id = null, state = 'frozen' where account_id = merged;
  insert into accounts.closing (account_id, asked_at, erase_after, closed_at) values (merged, at - interval '1 day', at, at);
  with over as (
    update accounts.session set ended_at = at, end_reason = 'revoked' where account_id = merged and ended_at is null returning session_id
  ) select coalesce(array_agg(session_id), '{}') into ended from over;
  became := 'closed';
end $$;
revoke all on function accounts.merge_account(uuid, uuid, timestamptz) from public;
grant execute on function accounts.merge_account(uuid, uuid, timestamptz) to goid_worker;
