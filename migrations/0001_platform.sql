-- Roles: one per face and one for the worker. They cannot log in by themselves; the login that runs a face is a
-- member of its role and acts as it. Each room's migration grants what a face needs of that room.
do $$
declare face text;
begin
  foreach face in array array['goid_sso', 'goid_portal', 'goid_console', 'goid_employer', 'goid_api', 'goid_worker'] loop
    if not exists (select from pg_roles where rolname = face) then
      begin
        execute format('create role %I nologin', face);
      exception when duplicate_object or unique_violation then null; -- another database of the same server made it just now
      end;
    end if;
  end loop;
end $$;

grant usage on schema platform to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;
revoke all on platform.migration from public;
-- Each process asks at its start whether the schema is the one it needs.
grant select on platform.migration to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;

create table platform.form_submission (
  key bytea primary key,
  sent_at timestamptz not null,
  kept_until timestamptz not null,
  outcome bytea
);
create index form_submission_kept_until on platform.form_submission (kept_until);
grant select, insert, update, delete on platform.form_submission to goid_sso, goid_portal, goid_console, goid_employer, goid_worker;

comment on table platform.migration is 'Which migrations this database has had.';
comment on column platform.migration.number is 'internal: number of the file';
comment on column platform.migration.name is 'internal: name of the file';
comment on column platform.migration.applied_at is 'internal: when it was applied';
comment on table platform.form_submission is 'Answers to forms, kept for some minutes so that a form sent twice counts once.';
comment on column platform.form_submission.key is 'internal: keyed hash of browser, session, page, form key and content';
comment on column platform.form_submission.sent_at is 'internal: when the form came that is being answered';
comment on column platform.form_submission.kept_until is 'internal: when it is forgotten';
comment on column platform.form_submission.outcome is 'secret: the packed and sealed answer; null while it is being worked out, of no length when it may not be kept';

create table platform.key_check (
  key_id text primary key,
  probe bytea not null,
  makes_indexes boolean not null
);
create unique index key_check_makes_indexes on platform.key_check (makes_indexes) where makes_indexes;
grant select, insert on platform.key_check to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;
comment on table platform.key_check is 'One sealed word per master key, so that a wrong key is noticed at start and not at the first sealed value.';
comment on column platform.key_check.key_id is 'internal: id of the master key';
comment on column platform.key_check.probe is 'secret: a known word sealed with it';
comment on column platform.key_check.makes_indexes is 'internal: whether it is the one key that look-ups are made with';

create table platform.demonstration (
  loaded_at timestamptz primary key
);
grant select on platform.demonstration to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;
comment on table platform.demonstration is 'Has a row when the demonstration was ever loaded here; its passwords are public, so production refuses such a database.';
comment on column platform.demonstration.loaded_at is 'internal: when its loading began';

-- Faces queue jobs through this function, so that they need no rights on the queue itself, and only those that each
-- may queue: the worker and the owner any, a face those listed here. A job key counts within its task, so that no job
-- replaces one of another task. The role is the one that the pool acts as; a login without one is what it is a member of.
create function platform.add_job(task text, payload json, run_at timestamptz, max_attempts int, job_key text, priority int)
returns void language plpgsql security definer set search_path = pg_catalog as $$
declare acting text := coalesce(nullif(current_setting('role'), 'none'), session_user);
begin
  if not (acting = current_user or pg_has_role(acting, 'goid_worker', 'member') or exists (
    select from (values
      ('goid_sso', array['deliver_message', 'accounts.password_%', 'accounts.claim_asked', 'accounts.send_reset', 'accounts.session_ended', 'sso.%']),
      ('goid_portal', array['deliver_message', 'accounts.session_ended']),
      ('goid_console', array['deliver_message', 'accounts.session_ended']),
      ('goid_employer', array['deliver_message', 'accounts.session_ended'])
    ) as face (role, tasks)
    where pg_has_role(acting, face.role, 'member') and add_job.task like any (face.tasks)
  )) then
    raise exception '% may not queue the job %', acting, task using errcode = 'insufficient_privilege';
  end if;
  perform graphile_worker.add_job(task, payload => payload, run_at => run_at, max_attempts => max_attempts,
    job_key => task || '/' || job_key, priority => priority);
end $$;
revoke all on function platform.add_job(text, json, timestamptz, int, text, int) from public;
grant execute on function platform.add_job(text, json, timestamptz, int, text, int) to goid_sso, goid_portal, goid_console, goid_employer, goid_worker;
