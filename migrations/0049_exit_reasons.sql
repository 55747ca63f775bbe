-- Why work ended, as the employer reported it: benefits that the member asks for later depend on it.
-- holds members.exit: rules are taken off and wider ones put on without reading the rows, which is done in an instant
alter table members.exit drop constraint exit_reason_check;
alter table members.exit add constraint exit_reason_check check (reason in ('resigned', 'contract_ended', 'dismissed', 'retired', 'died', 'other')) not valid;
alter table members.exit drop constraint exit_source_check;
alter table members.exit add constraint exit_source_check check (source in ('worker_notice', 'employer_report')) not valid;
alter table members.exit alter column case_id drop not null, alter column recorded_by drop not null;
alter table members.exit add constraint exit_decided check ((source = 'worker_notice') = (case_id is not null and recorded_by is not null)) not valid;
comment on table members.exit is 'Ends of cards: from where they are known, and why the work ended.';
comment on column members.exit.source is 'internal: how it is known; worker_notice: the worker said so, the employer was asked, an officer decided; employer_report: by file or form of the employer';
comment on column members.exit.case_id is 'internal: the case in which it was decided, empty where the employer reported it';
comment on column members.exit.recorded_by is 'internal: the account of the officer who decided, empty where the employer reported it';
comment on column members.exit.recorded_at is 'internal: when it was decided or taken';
grant insert on members.exit to goid_worker;
