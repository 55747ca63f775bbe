-- What the self-employed choose, money that goes back to a payer or that a bank takes back, and reminders of bills.
alter table billing.declaration add column with_savings boolean not null default true;
comment on column billing.declaration.with_savings is 'personal: whether JHT, which is of free choice, is paid for this month';

alter table billing.declaration add column declared_by uuid;
comment on column billing.declaration.declared_by is 'internal: account of the member who declared it';

create table billing.refund (
  payer_id uuid not null,
  refund_id uuid not null constraint refund_id_once unique,
  amount bigint not null check (amount > 0),
  asked_by uuid not null,
  asked_at timestamptz not null,
  primary key (payer_id, refund_id)
);
comment on table billing.refund is 'What was paid too much and is asked back, instead of leaving it for the next bill. Never changed.';
comment on column billing.refund.payer_id is 'internal: the payer';
comment on column billing.refund.refund_id is 'internal: id of the refund';
comment on column billing.refund.amount is 'internal: whole rupiah';
comment on column billing.refund.asked_by is 'internal: account of who asked for it';
comment on column billing.refund.asked_at is 'internal: when';

create table billing.refund_destination (
  refund_id uuid primary key references billing.refund (refund_id),
  destination_sealed bytea not null
);
comment on table billing.refund_destination is 'Where a refund goes; beside the refund, because a new key seals it anew.';
comment on column billing.refund_destination.refund_id is 'internal: the refund';
comment on column billing.refund_destination.destination_sealed is 'personal: bank, number and holder of the account, sealed';

create table billing.refund_part (
  payer_id uuid not null,
  refund_id uuid not null,
  payment_id uuid not null,
  amount bigint not null check (amount > 0),
  primary key (payer_id, refund_id, payment_id),
  foreign key (payer_id, refund_id) references billing.refund
);
comment on table billing.refund_part is 'Which payment a refund is taken from; held from the asking on, so that no bill uses it meanwhile. Never changed.';
comment on column billing.refund_part.payer_id is 'internal: the payer';
comment on column billing.refund_part.refund_id is 'internal: the refund';
comment on column billing.refund_part.payment_id is 'internal: the payment';
comment on column billing.refund_part.amount is 'internal: whole rupiah';

create table billing.refund_step (
  refund_id uuid not null references billing.refund (refund_id),
  step text not null check (step in ('checked', 'approved', 'refused', 'withdrawn', 'sent', 'returning', 'returned')),
  done_by uuid,
  done_at timestamptz not null,
  file_id uuid,
  primary key (refund_id, step),
  check ((step = 'sent') = (file_id is not null))
);
create unique index refund_decided_once on billing.refund_step (refund_id)
  where step in ('approved', 'refused', 'withdrawn') and done_by is not null;
create index refund_step_file on billing.refund_step (file_id) where file_id is not null;
comment on table billing.refund_step is 'What became of a refund, each step once: looked at by one officer, approved by another, sent to the bank; that the bank returned it is said by one officer and confirmed by another. Never changed.';
comment on column billing.refund_step.refund_id is 'internal: the refund';
comment on column billing.refund_step.step is 'internal: checked, approved, refused, withdrawn by who asked, sent in a file, said to be returned by the bank, or confirmed to be; refused, withdrawn and returned set the money free';
comment on column billing.refund_step.done_by is 'internal: account of who did it; empty where the bank took the payment back';
comment on column billing.refund_step.done_at is 'internal: when';
comment on column billing.refund_step.file_id is 'internal: the file of outgoing payments that it stands in';

create table billing.reversal (
  payment_id uuid primary key references billing.payment (payment_id),
  bank text not null,
  reversal_reference text not null check (length(reversal_reference) between 1 and 64),
  reversed_on date not null,
  received_at timestamptz not null,
  constraint reversal_once unique (bank, reversal_reference)
);
comment on table billing.reversal is 'A payment that its bank took back whole: what it was used for is owed again. Never changed.';
comment on column billing.reversal.payment_id is 'internal: the payment';
comment on column billing.reversal.bank is 'internal: the bank, that of the payment';
comment on column billing.reversal.reversal_reference is 'internal: the bank''s own number of the reversal';
comment on column billing.reversal.reversed_on is 'internal: day on which the bank took it back';
comment on column billing.reversal.received_at is 'internal: when we heard of it';

-- holds billing.bill: read once for an index of the days; who makes a bill waits for some seconds
create index bill_due on billing.bill (due_on);

create table billing.reminder (
  payer_id uuid not null,
  month text collate "C" not null,
  fact text not null check (fact in ('issued', 'due_soon', 'overdue')),
  reminded_on date not null,
  primary key (payer_id, month, fact),
  foreign key (payer_id, month) references billing.bill
);
comment on table billing.reminder is 'That a payer was told of a bill, each fact once.';
comment on column billing.reminder.payer_id is 'internal: the payer';
comment on column billing.reminder.month is 'internal: month of the bill';
comment on column billing.reminder.fact is 'internal: the bill stands, its day is near, or its day has passed';
comment on column billing.reminder.reminded_on is 'internal: day of the message';

create table billing.reminder_choice (
  payer_id uuid primary key,
  wanted boolean not null,
  changed_by uuid not null,
  changed_at timestamptz not null
);
comment on table billing.reminder_choice is 'Who chose whether messages about bills are sent; without a row they are.';
comment on column billing.reminder_choice.payer_id is 'internal: the payer';
comment on column billing.reminder_choice.wanted is 'internal: whether they are sent';
comment on column billing.reminder_choice.changed_by is 'internal: account of who chose';
comment on column billing.reminder_choice.changed_at is 'internal: when';

-- A penalty falls away with the payment that brought it, when its bank takes that payment back.
-- holds billing.charge: a rule is taken off, which is done in an instant; the program before never writes a penalty below zero
alter table billing.charge drop constraint charge_penalty_check;

-- A month of the self-employed that was taken back with its payment is entered again as a further revision, which corrects nothing.
-- holds contributions.contribution: a rule is taken off and another put on without reading the rows, which is done in an instant
alter table contributions.contribution drop constraint contribution_corrected;
-- holds contributions.contribution: put on without reading the rows, likewise in an instant
alter table contributions.contribution add constraint contribution_corrected check ((corrected_on is null) = (correction_id is null) and (revision > 0 or corrected_on is null) and (revision = 0 or corrected_on is not null or employer_id is null)) not valid;
comment on column contributions.contribution.superseded is 'internal: a later revision has taken its place, or it was taken back with its payment';

create trigger refund_append_only before update or delete on billing.refund for each row execute function billing.refuse_change();
create trigger refund_part_append_only before update or delete on billing.refund_part for each row execute function billing.refuse_change();
create trigger refund_step_append_only before update or delete on billing.refund_step for each row execute function billing.refuse_change();
create trigger reversal_append_only before update or delete on billing.reversal for each row execute function billing.refuse_change();

grant execute on function billing.queue_allocation(uuid[]) to goid_portal;
grant select on billing.refund, billing.refund_part, billing.refund_step, billing.reversal to goid_portal, goid_console, goid_employer, goid_worker;
grant select on billing.refund_destination to goid_portal, goid_console, goid_employer, goid_worker;
grant insert on billing.refund, billing.refund_part, billing.refund_destination to goid_portal, goid_employer;
grant insert on billing.refund_step to goid_portal, goid_employer, goid_console;
grant insert on billing.reversal to goid_employer;
grant select, insert on billing.reminder to goid_worker;
grant select on billing.reminder_choice to goid_portal, goid_employer, goid_worker;
grant insert, update on billing.reminder_choice to goid_portal, goid_employer;

-- Nobody says where money goes while a recovery of the account waits.
grant select on accounts.recovery to goid_employer;
