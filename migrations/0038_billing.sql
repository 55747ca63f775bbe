-- Bills of employers, the payments that came in for them, and what each payment was used for. Only grows.
create schema billing;
create sequence billing.bill_number minvalue 1000000001;

-- Twelve digits, the last two check the others (ISO/IEC 7064, MOD 97-10): a digit typed wrong at a bank names no bill.
create function billing.new_billing_code() returns text language sql volatile as $$
  select n || lpad((98 - (n * 100) % 97)::text, 2, '0') from (select nextval('billing.bill_number') as n) s
$$;

-- Time-ordered ids in a set (UUID version 7 by layout, RFC 9562 §5.7), because PostgreSQL 15 has no uuidv7().
create function billing.new_bill_id(at timestamptz) returns uuid language sql volatile as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(r, 14, 3) || '8' || substr(r, 18))::uuid
  from (select replace(gen_random_uuid()::text, '-', '') as r) s
$$;

create table billing.bill (
  payer_id uuid not null,
  month text collate "C" not null check (month ~ '^\d{4}-\d{2}$'),
  bill_id uuid not null constraint bill_id_once unique,
  billing_code text not null default billing.new_billing_code() constraint bill_code_once unique,
  segment text not null,
  due_on date not null,
  penalty_rate int not null check (penalty_rate >= 0),
  issued_on date not null,
  primary key (payer_id, month)
);
comment on table billing.bill is 'What a payer owes for one month: one bill, to which every report and correction of the month adds a charge.';
comment on column billing.bill.payer_id is 'internal: the employer that pays';
comment on column billing.bill.month is 'internal: the month the work was done';
comment on column billing.bill.bill_id is 'internal: id of the bill';
comment on column billing.bill.billing_code is 'internal: what the payer names at the bank; an address, no secret';
comment on column billing.bill.segment is 'internal: segment of the workers, decides when it is due';
comment on column billing.bill.due_on is 'internal: last day to pay in time';
comment on column billing.bill.penalty_rate is 'internal: 1/1000 % of what is late for each month begun, by the law of the month';
comment on column billing.bill.issued_on is 'internal: day of the first charge';

create table billing.charge (
  payer_id uuid not null,
  month text collate "C" not null,
  charge_id uuid not null,
  kind text not null check (kind in ('contributions', 'correction', 'penalty')),
  for_month text collate "C" not null check (for_month ~ '^\d{4}-\d{2}$'),
  workers int not null,
  jht bigint not null default 0,
  jp bigint not null default 0,
  jkk bigint not null default 0,
  jkm bigint not null default 0,
  penalty bigint not null default 0 check (penalty >= 0),
  amount bigint not null generated always as (jht + jp + jkk + jkm + penalty) stored,
  jp_deferred bigint not null default 0,
  charged_on date not null,
  primary key (payer_id, month, for_month, kind, charge_id),
  foreign key (payer_id, month) references billing.bill,
  check (kind = 'penalty' or penalty = 0),
  check (kind <> 'contributions' or month = for_month)
);
comment on table billing.charge is 'One addition to a bill: what a report or a correction comes to, or a penalty. Never changed.';
comment on column billing.charge.payer_id is 'internal: the payer';
comment on column billing.charge.month is 'internal: month of the bill';
comment on column billing.charge.charge_id is 'internal: run that gathered it, or the allocation that a penalty follows from';
comment on column billing.charge.kind is 'internal: contributions as first reported, what a correction adds or takes off, or a penalty';
comment on column billing.charge.for_month is 'internal: month the work was done; of a penalty the month that was paid late';
comment on column billing.charge.workers is 'internal: how many rows it gathers';
comment on column billing.charge.jht is 'internal: whole rupiah of old-age savings; below zero when a correction lowers it';
comment on column billing.charge.jp is 'internal: whole rupiah of pension';
comment on column billing.charge.jkk is 'internal: whole rupiah of work accident';
comment on column billing.charge.jkm is 'internal: whole rupiah of death';
comment on column billing.charge.penalty is 'internal: whole rupiah of penalty';
comment on column billing.charge.amount is 'internal: the sum';
comment on column billing.charge.jp_deferred is 'internal: part of jp that may be paid later without penalty (PP 49/2020)';
comment on column billing.charge.charged_on is 'internal: day of the charge';

create table billing.payment (
  bank text not null check (bank ~ '^[a-z0-9-]{2,20}$'),
  bank_reference text not null check (length(bank_reference) between 1 and 64),
  payment_id uuid not null constraint payment_id_once unique,
  billing_code text not null,
  payer_id uuid,
  amount bigint not null check (amount > 0),
  paid_on date not null,
  received_at timestamptz not null,
  matched_by uuid,
  primary key (bank, bank_reference)
);
create index payment_payer on billing.payment (payer_id, paid_on) where payer_id is not null;
create index payment_unmatched on billing.payment (received_at) where payer_id is null;
comment on table billing.payment is 'Money that a bank told us of, once for each bank and reference.';
comment on column billing.payment.bank is 'internal: short name of the bank, as in the settings';
comment on column billing.payment.bank_reference is 'internal: the bank''s own number of the payment';
comment on column billing.payment.payment_id is 'internal: id of the payment';
comment on column billing.payment.billing_code is 'internal: code that the payer named';
comment on column billing.payment.payer_id is 'internal: whose bill the code names; empty while nobody knows';
comment on column billing.payment.amount is 'internal: whole rupiah';
comment on column billing.payment.paid_on is 'internal: day on which the bank took the money';
comment on column billing.payment.received_at is 'internal: when we heard of it';
comment on column billing.payment.matched_by is 'internal: account of the officer who said whose it is';

create table billing.allocation (
  payer_id uuid not null,
  month text collate "C" not null,
  allocation_id uuid not null,
  payment_id uuid not null,
  amount bigint not null check (amount <> 0),
  paid_on date not null,
  allocated_at timestamptz not null,
  primary key (payer_id, month, allocation_id),
  foreign key (payer_id, month) references billing.bill
);
comment on table billing.allocation is 'Part of a payment used for a bill; below zero where a correction gave it free again. Never changed.';
comment on column billing.allocation.payer_id is 'internal: the payer';
comment on column billing.allocation.month is 'internal: month of the bill';
comment on column billing.allocation.allocation_id is 'internal: id of this use of the payment';
comment on column billing.allocation.payment_id is 'internal: the payment';
comment on column billing.allocation.amount is 'internal: whole rupiah';
comment on column billing.allocation.paid_on is 'internal: day on which the money was paid, decides whether it was late';
comment on column billing.allocation.allocated_at is 'internal: when it was used for this';

create table billing.declaration (
  payer_id uuid not null,
  month text collate "C" not null check (month ~ '^\d{4}-\d{2}$'),
  declaration_id uuid not null,
  member_number text not null,
  income bigint not null check (income > 0),
  declared_at timestamptz not null,
  primary key (payer_id, month, declaration_id)
);
comment on table billing.declaration is 'What the self-employed declare to earn in a month, before they pay for it; the newest counts. Never changed.';
comment on column billing.declaration.payer_id is 'internal: the card of the self-employed person';
comment on column billing.declaration.month is 'personal: the month';
comment on column billing.declaration.declaration_id is 'internal: id of this declaration, and of the charge that it leads to';
comment on column billing.declaration.member_number is 'personal: number of the card (KPJ)';
comment on column billing.declaration.income is 'personal: declared income, whole rupiah';
comment on column billing.declaration.declared_at is 'internal: when it was declared';

create function billing.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'bills only grow: % of %.% is refused', lower(tg_op), tg_table_schema, tg_table_name
    using errcode = 'integrity_constraint_violation', hint = 'Correct a mistake by another charge or payment.';
end $$;
create trigger charge_append_only before update or delete on billing.charge for each row execute function billing.refuse_change();
create trigger allocation_append_only before update or delete on billing.allocation for each row execute function billing.refuse_change();
create trigger bill_append_only before update or delete on billing.bill for each row execute function billing.refuse_change();
create trigger payment_never_deleted before delete on billing.payment for each row execute function billing.refuse_change();
create trigger declaration_append_only before update or delete on billing.declaration for each row execute function billing.refuse_change();
create trigger charge_never_truncated before truncate on billing.charge for each statement execute function billing.refuse_change();
create trigger allocation_never_truncated before truncate on billing.allocation for each statement execute function billing.refuse_change();
create trigger payment_never_truncated before truncate on billing.payment for each statement execute function billing.refuse_change();

-- Which run put a row onto a bill. Rows that were imported as paid or posted never come onto one.
alter table contributions.contribution add column charge_id uuid;
comment on column contributions.contribution.charge_id is 'internal: the charge of the bill that it stands on; empty while on none';
-- What was reported lately and stands on no bill yet; nearly empty most of the time.
-- holds contributions.contribution: read once for each index of what waits for a bill; who reports or pays waits for some seconds
create index contribution_unbilled on contributions.contribution (employer_id)
  where charge_id is null and paid_on is null and posted_on is null and employer_id is not null;
create index contribution_correction_unbilled on contributions.contribution (employer_id)
  where charge_id is null and revision > 0 and employer_id is not null;
grant update (charge_id) on contributions.contribution to goid_worker;

-- The one job that the face of the banks may queue: what came in is used for the bills of these payers.
create function billing.queue_allocation(payers uuid[]) returns void language sql security definer set search_path = pg_catalog as $$
  select graphile_worker.add_job('billing.allocate', payload => json_build_object('payerIds', payers), max_attempts => 18);
$$;
revoke all on function billing.queue_allocation(uuid[]) from public;
grant execute on function billing.queue_allocation(uuid[]) to goid_employer, goid_console, goid_worker;

-- The one job that the member's face may queue here: a declared month gets its bill.
create function billing.queue_own_bill(payer uuid, of_month text) returns void language sql security definer set search_path = pg_catalog as $$
  select graphile_worker.add_job('billing.own_bill', payload => json_build_object('payerId', payer, 'month', of_month), max_attempts => 18);
$$;
revoke all on function billing.queue_own_bill(uuid, text) from public;
grant execute on function billing.queue_own_bill(uuid, text) to goid_portal, goid_worker;

grant usage on schema billing to goid_portal, goid_console, goid_employer, goid_worker;
grant select on billing.bill, billing.charge, billing.payment, billing.allocation to goid_portal, goid_console, goid_employer, goid_worker;
grant insert on billing.payment to goid_employer, goid_worker;
grant select on billing.declaration to goid_portal, goid_console, goid_worker;
grant insert on billing.declaration to goid_portal;
grant insert on billing.bill, billing.charge, billing.allocation to goid_worker;
grant update (payer_id, matched_by) on billing.payment to goid_console, goid_worker;
grant usage on sequence billing.bill_number to goid_worker;
