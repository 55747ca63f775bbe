-- The unlock desk: what was asked to make sure who somebody is, what was proposed, by whom it was decided.
grant usage on schema support to goid_worker;
create table support.identity_check (
  check_id uuid primary key,
  case_id uuid not null,
  account_id uuid not null,
  officer_id uuid not null,
  asked jsonb not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz,
  passed boolean,
  called_at timestamptz,
  check ((answered_at is null) = (passed is null)),
  check (called_at is null or passed)
);
create index identity_check_case on support.identity_check (case_id, asked_at desc);
comment on table support.identity_check is 'What the desk asked somebody about the record, and whether all of it was right. What was answered is kept nowhere.';
comment on column support.identity_check.check_id is 'internal: id of the check';
comment on column support.identity_check.case_id is 'internal: the case that it is for';
comment on column support.identity_check.account_id is 'internal: the account that somebody says is theirs';
comment on column support.identity_check.officer_id is 'internal: the account of the officer who asks';
comment on column support.identity_check.asked is 'internal: which facts were drawn, by name, with ids of cards and months; no value of the record';
comment on column support.identity_check.asked_at is 'internal: when it was drawn';
comment on column support.identity_check.expires_at is 'internal: from then on it is worth nothing, answered or not';
comment on column support.identity_check.answered_at is 'internal: when it was answered, once';
comment on column support.identity_check.passed is 'internal: whether all answers were right; never which';
comment on column support.identity_check.called_at is 'internal: when the officer said that the registered number was called back';

create table support.proposal (
  proposal_id uuid primary key,
  kind text not null,
  case_id uuid not null,
  account_id uuid not null,
  content bytea not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  needs_second boolean not null,
  expires_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  approved boolean,
  applied_at timestamptz,
  outcome text,
  check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (approved is null)),
  constraint proposal_two_people check (decided_by <> asked_by or not needs_second),
  constraint proposal_not_own check (decided_by <> account_id and asked_by <> account_id),
  check (applied_at is null or approved)
);
create index proposal_case on support.proposal (case_id, asked_at desc);
create index proposal_waiting on support.proposal (asked_at) where decided_at is null;
comment on table support.proposal is 'What an officer wants done to an account. Where it needs a second officer, the table itself refuses the same one.';
comment on column support.proposal.proposal_id is 'internal: id of the proposal';
comment on column support.proposal.kind is 'internal: name of what is to be done';
comment on column support.proposal.case_id is 'internal: the case that it is for';
comment on column support.proposal.account_id is 'internal: the account that it is done to';
comment on column support.proposal.content is 'personal: sealed; what exactly, such as a new address, and why';
comment on column support.proposal.asked_by is 'internal: the account of the officer who proposed it';
comment on column support.proposal.asked_at is 'internal: when';
comment on column support.proposal.needs_second is 'internal: whether another officer has to decide';
comment on column support.proposal.expires_at is 'internal: from then on nobody can approve it';
comment on column support.proposal.decided_by is 'internal: the account of the officer who decided';
comment on column support.proposal.decided_at is 'internal: when, once';
comment on column support.proposal.approved is 'internal: the decision';
comment on column support.proposal.applied_at is 'internal: when it was carried out, once';
comment on column support.proposal.outcome is 'internal: what became of it, by name';
grant select, insert, update (answered_at, passed, called_at) on support.identity_check to goid_console;
grant select, insert, update (decided_by, decided_at, approved, applied_at, outcome) on support.proposal to goid_console;
grant select, update (applied_at, outcome) on support.proposal to goid_worker;

-- What the desk does to a way of signing in. The worker does it, by these narrow functions, and reads no hash or seed.
alter table accounts.password add column lifted int not null default 0;
comment on column accounts.password.lifted is 'internal: how often the desk has lifted the lock; wrong passwords are counted anew each time';
-- The same digest as passwordVersion in src/accounts/password-try.ts.
create or replace view accounts.password_state as
  select account_id, case when basis = '' then '' else encode(sha256(convert_to(basis, 'UTF8')), 'hex') end as version,
    changed_at, disabled_at, must_change
  from (select *, coalesce(hash, '') || case when lifted > 0 then ' ' || lifted else '' end as basis from accounts.password) as stored;
create function accounts.lift_lock(of_account uuid, with_cap boolean) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update accounts.password set lifted = lifted + 1, disabled_at = case when with_cap then null else disabled_at end
    where account_id = of_account;
  return found;
end $$;
create function accounts.drop_lost_factors(of_account uuid, one uuid, may_be_last boolean) returns text[]
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare gone text[];
begin
  perform from accounts.account where account_id = of_account for update;
  if not may_be_last and not exists (select from accounts.authenticator
    where account_id = of_account and authenticator_id <> one and method <> 'recovery') then return '{}'; end if;
  with dropped as (
    delete from accounts.authenticator where account_id = of_account and (one is null or authenticator_id = one) returning method
  ) select coalesce(array_agg(method), '{}') into gone from dropped;
  if 'passkey' = any(gone) then delete from accounts.credential where account_id = of_account; end if;
  if not exists (select from accounts.authenticator where account_id = of_account and method <> 'recovery') then
    delete from accounts.authenticator where account_id = of_account;
    delete from accounts.recovery_code where account_id = of_account;
  end if;
  delete from accounts.challenge where account_id = of_account;
  delete from accounts.remembered_browser where account_id = of_account;
  return gone;
end $$;
revoke execute on function accounts.lift_lock (uuid, boolean), accounts.drop_lost_factors (uuid, uuid, boolean) from public;
grant execute on function accounts.lift_lock (uuid, boolean), accounts.drop_lost_factors (uuid, uuid, boolean) to goid_worker;

-- A wait that the desk began: two more kinds, and the code with which whoever has the new address goes on.
alter table accounts.recovery drop constraint recovery_kind_check;
alter table accounts.recovery add constraint recovery_kind_check check (kind in ('password', 'factor', 'desk_factor', 'desk_lock'));
alter table accounts.recovery add column desk_code_hash bytea constraint recovery_desk_code unique;
comment on column accounts.recovery.kind is 'internal: a new password, another second factor, or what two officers decided: no second factor, or the lock lifted';
comment on column accounts.recovery.desk_code_hash is 'secret: SHA-256 of the code by SMS with which whoever has the new address goes on (55 bits, behind a limit)';
grant insert on accounts.recovery to goid_worker;

create table accounts.slip (
  slip_id uuid primary key,
  account_id uuid not null references accounts.account,
  code_hash bytea not null constraint slip_code unique,
  proposal_id uuid not null constraint slip_once unique,
  printed_by uuid not null,
  printed_at timestamptz not null,
  expires_at timestamptz not null,
  tries int not null default 0,
  consumed_at timestamptz
);
create index slip_account on accounts.slip (account_id);
comment on table accounts.slip is 'A one-time code on paper for somebody who has neither phone nor mailbox.';
comment on column accounts.slip.slip_id is 'internal: id of the slip';
comment on column accounts.slip.account_id is 'internal: the account that it leads into';
comment on column accounts.slip.code_hash is 'secret: SHA-256 of the code (73 random bits)';
comment on column accounts.slip.proposal_id is 'internal: the decision of two officers that it was printed for, once';
comment on column accounts.slip.printed_by is 'internal: the account of the officer who printed it';
comment on column accounts.slip.printed_at is 'internal: when';
comment on column accounts.slip.expires_at is 'internal: from then on it is worth nothing';
comment on column accounts.slip.tries is 'internal: wrong member numbers and birth dates typed with it';
comment on column accounts.slip.consumed_at is 'internal: when it was used, once';
grant insert, select (slip_id, account_id, proposal_id, printed_by, printed_at, expires_at, consumed_at) on accounts.slip to goid_console;
grant select, update (tries, consumed_at) on accounts.slip to goid_sso;

-- As before, and the console asks the worker to carry out what was approved.
create or replace function platform.add_job(task text, payload json, run_at timestamptz, max_attempts int, job_key text, priority int)
returns void language plpgsql security definer set search_path = pg_catalog as $$
declare acting text := coalesce(nullif(current_setting('role'), 'none'), session_user);
begin
  if not (acting = current_user or pg_has_role(acting, 'goid_worker', 'member') or exists (
    select from (values
      ('goid_sso', array['deliver_message', 'accounts.password_%', 'accounts.claim_asked', 'accounts.send_reset', 'accounts.session_ended', 'sso.%']),
      ('goid_portal', array['deliver_message', 'accounts.session_ended']),
      ('goid_console', array['deliver_message', 'accounts.session_ended', 'support.apply_proposal']),
      ('goid_employer', array['deliver_message', 'accounts.session_ended'])
    ) as face (role, tasks)
    where pg_has_role(acting, face.role, 'member') and add_job.task like any (face.tasks)
  )) then
    raise exception '% may not queue the job %', acting, task using errcode = 'insufficient_privilege';
  end if;
  perform graphile_worker.add_job(task, payload => payload, run_at => run_at, max_attempts => max_attempts,
    job_key => task || '/' || job_key, priority => priority);
end $$;
