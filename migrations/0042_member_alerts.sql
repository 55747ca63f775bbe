-- Evidence can also be for a report that a wage differs from the payslip, and for a notice that work has ended.
alter table evidence.document drop constraint document_subject_kind_check;
alter table evidence.document add constraint document_subject_kind_check check (subject_kind in ('correction', 'wage_report', 'exit_notice')) not valid;
-- Whoever closes such a case lets its documents go.
grant update (delete_after) on evidence.document to goid_console;

-- Alerts by message: what a member chose, and what was told.
create table contributions.alert_choice (
  account_id uuid primary key,
  person_id uuid not null,
  kinds text[] not null check (kinds <@ array['posted', 'missed', 'late', 'wage'] and cardinality(kinds) > 0),
  channel text not null check (channel in ('email', 'sms')),
  chosen_on date not null,
  chosen_at timestamptz not null
);
comment on table contributions.alert_choice is 'Who chose to be told of contributions by message: a consent, off until given. Deleted when it is withdrawn; the activity keeps that it was so.';
comment on column contributions.alert_choice.account_id is 'internal: the account that chose';
comment on column contributions.alert_choice.person_id is 'internal: whose contributions';
comment on column contributions.alert_choice.kinds is 'internal: what of: posted, missed months, late payments, wages';
comment on column contributions.alert_choice.channel is 'internal: how';
comment on column contributions.alert_choice.chosen_on is 'internal: nothing that was known before this day is told';
comment on column contributions.alert_choice.chosen_at is 'internal: when it was chosen or changed';

create table contributions.alert_told (
  account_id uuid not null,
  membership_id uuid not null,
  month text collate "C" not null,
  kind text not null,
  told_at timestamptz not null,
  stop_hash bytea not null,
  primary key (account_id, membership_id, month, kind)
);
create index alert_told_stop on contributions.alert_told (stop_hash);
create index alert_told_at on contributions.alert_told (account_id, told_at);
comment on table contributions.alert_told is 'What an account was told by message: each fact once.';
comment on column contributions.alert_told.account_id is 'internal: the account';
comment on column contributions.alert_told.membership_id is 'internal: the card';
comment on column contributions.alert_told.month is 'internal: the month';
comment on column contributions.alert_told.kind is 'internal: what of it';
comment on column contributions.alert_told.told_at is 'internal: when the message went to the outbox';
comment on column contributions.alert_told.stop_hash is 'secret: SHA-256 of the token in the message that switches alerts off';

grant select, insert, update, delete on contributions.alert_choice to goid_portal;
grant select on contributions.alert_told to goid_portal;
grant select, delete on contributions.alert_choice to goid_worker;
grant select, insert, delete on contributions.alert_told to goid_worker;
