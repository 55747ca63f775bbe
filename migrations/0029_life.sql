-- What happens in a working life: an exit that the employer has not reported, a reported death, a movement that the member
-- does not recognise. The kinds of cases are a closed list that other rooms add to; this adds without knowing theirs.
do $$
declare kinds text;
begin
  select string_agg(distinct quote_literal(kind), ', ' order by quote_literal(kind)) into kinds from (
    select (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g'))[1] as kind
    from pg_constraint where conname = 'case_kind_check' and conrelid = 'cases.case'::regclass
    union select unnest(array['exit_notice', 'death_report', 'freeze_objection', 'movement'])) as known;
  alter table cases.case drop constraint case_kind_check;
  execute format('alter table cases.case add constraint case_kind_check check (kind in (%s)) not valid', kinds);
end $$;
alter table cases.case add column filled bytea;
comment on column cases.case.filled is 'personal: sealed; what was filled into the form that opened the case, by field';
grant update (person_id) on cases.case to goid_console;
-- For whoever wipes what a member once wrote.
grant update (filled) on cases.case to goid_worker;

-- What an officer did and learnt outside the program for a case: whom they called, what they were shown.
create table support.case_note (
  note_id uuid primary key,
  case_id uuid not null,
  officer_id uuid not null,
  kind text not null check (kind in ('employer_asked')),
  answer text not null check (answer in ('confirmed', 'denied', 'no_answer')),
  words bytea,
  noted_at timestamptz not null
);
create index case_note_case on support.case_note (case_id, noted_at);
create index case_note_old on support.case_note (noted_at);
comment on table support.case_note is 'What an officer learnt outside the program for a case. Kept as long as the activity.';
comment on column support.case_note.note_id is 'internal: id of the note';
comment on column support.case_note.case_id is 'internal: the case that it is for';
comment on column support.case_note.officer_id is 'internal: the account of the officer who noted it';
comment on column support.case_note.kind is 'internal: what was done, from a closed list';
comment on column support.case_note.answer is 'internal: what came of it, from a closed list';
comment on column support.case_note.words is 'personal: sealed; who answered, and in which words';
comment on column support.case_note.noted_at is 'internal: when it was noted';
grant select, insert on support.case_note to goid_console;
grant select (note_id, noted_at), delete on support.case_note to goid_worker;

-- A proposal may be about somebody on the register who has no account.
alter table support.proposal alter column account_id drop not null;
alter table support.proposal add column person_id uuid;
alter table support.proposal add constraint proposal_about check (account_id is not null or person_id is not null) not valid;
comment on column support.proposal.account_id is 'internal: the account that it is done to, if there is one';
comment on column support.proposal.person_id is 'internal: the person on the register that it is about, where that is what changes';

-- The end of a card that its worker gave notice of, and how it was found to be so.
create table members.exit (
  exit_id uuid primary key,
  person_id uuid not null,
  membership_id uuid not null,
  ended_on date not null,
  reason text not null check (reason in ('resigned', 'contract_ended', 'dismissed', 'retired', 'other')),
  source text not null check (source in ('worker_notice')),
  case_id uuid not null constraint exit_once_per_case unique,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  foreign key (person_id, membership_id) references members.membership
);
create index exit_membership on members.exit (person_id, membership_id);
comment on table members.exit is 'Ends of cards that no file of an employer brought: from where they are known.';
comment on column members.exit.exit_id is 'internal: id of the entry';
comment on column members.exit.person_id is 'internal: whose card it is';
comment on column members.exit.membership_id is 'internal: the card';
comment on column members.exit.ended_on is 'personal: last working day';
comment on column members.exit.reason is 'personal: why the work ended, from a closed list';
comment on column members.exit.source is 'internal: how it is known; worker_notice: the worker said so, the employer was asked, an officer decided';
comment on column members.exit.case_id is 'internal: the case in which it was decided';
comment on column members.exit.recorded_by is 'internal: the account of the officer who decided';
comment on column members.exit.recorded_at is 'internal: when it was decided';
grant select on members.exit to goid_portal, goid_console, goid_worker;
-- The desk ends a running card by a case, and does nothing else to a card.
create function members.record_exit(id uuid, of_person uuid, of_membership uuid, day date, why text, of_case uuid, officer uuid, at timestamptz)
  returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update members.membership set ended_on = day
    where person_id = of_person and membership_id = of_membership and ended_on is null and day >= started_on;
  if not found then return false; end if;
  insert into members.exit (exit_id, person_id, membership_id, ended_on, reason, source, case_id, recorded_by, recorded_at)
    values (id, of_person, of_membership, day, why, 'worker_notice', of_case, officer, at);
  return true;
end $$;
revoke execute on function members.record_exit (uuid, uuid, uuid, date, text, uuid, uuid, timestamptz) from public;
grant execute on function members.record_exit (uuid, uuid, uuid, date, text, uuid, uuid, timestamptz) to goid_console;

alter table members.person add column died_on date;
alter table members.person add constraint person_died_after_birth check (died_on >= birth_date) not valid;
comment on column members.person.died_on is 'personal: day of death, when two officers have confirmed it; empty otherwise';

-- An account stands still after a reported death that an officer has looked into, until two officers lift it.
create table accounts.freeze (
  freeze_id uuid primary key,
  account_id uuid references accounts.account,
  person_id uuid,
  case_id uuid not null,
  frozen_by uuid not null,
  frozen_at timestamptz not null,
  objection_hash bytea not null constraint freeze_objection unique,
  objection_code_hash bytea not null constraint freeze_objection_code unique,
  objected_at timestamptz,
  lifted_at timestamptz,
  lifted_by uuid[],
  check (account_id is not null or person_id is not null),
  check ((lifted_at is null) = (lifted_by is null))
);
create unique index freeze_account on accounts.freeze (account_id) where lifted_at is null;
create unique index freeze_person on accounts.freeze (person_id) where lifted_at is null;
comment on table accounts.freeze is 'Accounts, and people without one, that stand still after a reported death.';
comment on column accounts.freeze.freeze_id is 'internal: id of the freeze';
comment on column accounts.freeze.account_id is 'internal: the account, if there is one';
comment on column accounts.freeze.person_id is 'internal: the person on the register, if one is known';
comment on column accounts.freeze.case_id is 'internal: the case of the report';
comment on column accounts.freeze.frozen_by is 'internal: the account of the officer who looked into the report';
comment on column accounts.freeze.frozen_at is 'internal: since when';
comment on column accounts.freeze.objection_hash is 'secret: SHA-256 of the token with which the owner says that it is wrong';
comment on column accounts.freeze.objection_code_hash is 'secret: SHA-256 of the same as a code by SMS (55 bits, behind a limit)';
comment on column accounts.freeze.objected_at is 'internal: when somebody with an address of the account said that it is wrong';
comment on column accounts.freeze.lifted_at is 'internal: when it was lifted';
comment on column accounts.freeze.lifted_by is 'internal: the accounts of the two officers who lifted it';
grant select (freeze_id, account_id, person_id, case_id, frozen_by, frozen_at, objected_at, lifted_at) on accounts.freeze to goid_sso, goid_console;
grant select (objection_hash, objection_code_hash), update (objected_at) on accounts.freeze to goid_sso;
grant select on accounts.freeze to goid_worker;

-- The worker freezes and lifts, by these narrow functions, after what officers decided; no face can.
create function accounts.freeze_for_death(id uuid, of_account uuid, of_person uuid, of_case uuid, officer uuid, link_hash bytea,
    code_hash bytea, at timestamptz) returns uuid[] language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare ended uuid[];
begin
  if of_account is not null then
    update accounts.account set state = 'frozen' where account_id = of_account and state = 'open';
    if not found then return null; end if;
  elsif exists (select from accounts.freeze where person_id = of_person and lifted_at is null) then
    return null;
  end if;
  insert into accounts.freeze (freeze_id, account_id, person_id, case_id, frozen_by, frozen_at, objection_hash, objection_code_hash)
    values (id, of_account, of_person, of_case, officer, at, link_hash, code_hash);
  update accounts.reset_link set consumed_at = at where account_id = of_account and consumed_at is null;
  update accounts.sign_in_attempt set expires_at = at where account_id = of_account and expires_at > at;
  update accounts.slip set expires_at = at where account_id = of_account and expires_at > at;
  delete from accounts.contact_change where account_id = of_account;
  with gone as (
    update accounts.session set ended_at = at, end_reason = 'revoked'
    where account_id = of_account and ended_at is null and expires_at > at returning session_id
  ) select coalesce(array_agg(session_id), '{}') into ended from gone;
  return ended;
end $$;
create function accounts.lift_freeze(of_account uuid, of_person uuid, officers uuid[], at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update accounts.freeze set lifted_at = at, lifted_by = officers
    where lifted_at is null and (account_id = of_account or person_id = of_person);
  if not found then return false; end if;
  -- What was closed for another reason stays closed.
  update accounts.account set state = 'open' where account_id = of_account and state = 'frozen'
    and not exists (select from accounts.closing c where c.account_id = of_account and c.closed_at is not null)
    and not exists (select from accounts.officer o where o.account_id = of_account and o.removed_at is not null);
  return true;
end $$;
revoke execute on function accounts.freeze_for_death (uuid, uuid, uuid, uuid, uuid, bytea, bytea, timestamptz),
  accounts.lift_freeze (uuid, uuid, uuid[], timestamptz) from public;
grant execute on function accounts.freeze_for_death (uuid, uuid, uuid, uuid, uuid, bytea, bytea, timestamptz),
  accounts.lift_freeze (uuid, uuid, uuid[], timestamptz) to goid_worker;
