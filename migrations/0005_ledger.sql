-- The ledger: accounts, balanced entries, postings. It only grows; it knows no contribution law.
create schema ledger;

create table ledger.ledger_account (
  ledger_account_id bigint generated always as identity primary key,
  kind text not null check (kind in ('savings', 'control')),
  owner_id uuid,
  name text,
  check ((kind = 'savings') = (owner_id is not null)),
  check ((kind = 'control') = (name is not null))
);
create unique index ledger_account_owner on ledger.ledger_account (owner_id, kind) where owner_id is not null;
create unique index ledger_account_name on ledger.ledger_account (name) where name is not null;

create table ledger.entry (
  entry_id uuid primary key,
  state text not null check (state in ('pending', 'posted', 'voided')),
  kind text not null check (kind in ('contribution', 'return', 'payment', 'correction')),
  reason text not null,
  fund text not null,
  period text collate "C" check (period ~ '^\d{4}(-\d{2})?$'),
  payer_id uuid,
  effective_on date,
  corrects_entry_id uuid,
  entered_at timestamptz not null,
  check ((state = 'posted') = (effective_on is not null))
);

create table ledger.posting (
  ledger_account_id bigint not null,
  entry_id uuid not null,
  amount bigint not null check (amount <> 0),
  primary key (ledger_account_id, entry_id)
);

comment on table ledger.ledger_account is 'Who or what money belongs to: the savings of a person, or a control account of the institution.';
comment on column ledger.ledger_account.ledger_account_id is 'internal: key';
comment on column ledger.ledger_account.kind is 'internal: savings of a person, or control';
comment on column ledger.ledger_account.owner_id is 'internal: the person whose savings these are';
comment on column ledger.ledger_account.name is 'internal: name of a control account, such as payable:JKK';
comment on table ledger.entry is 'A balanced set of postings with one reason. Its key is made by who enters it, so that entering twice fails.';
comment on column ledger.entry.entry_id is 'internal: key and idempotency key';
comment on column ledger.entry.state is 'internal: pending, then posted or voided; never back';
comment on column ledger.entry.kind is 'internal: contribution, return, payment or correction';
comment on column ledger.entry.reason is 'internal: why it was entered, a name';
comment on column ledger.entry.fund is 'internal: which programme of protection the money is for';
comment on column ledger.entry.period is 'internal: the month or year the money is for';
comment on column ledger.entry.payer_id is 'internal: the employer that pays, empty when members pay themselves';
comment on column ledger.entry.effective_on is 'internal: the day from which it counts, empty until posted';
comment on column ledger.entry.corrects_entry_id is 'internal: the entry that this one takes the place of or corrects';
comment on column ledger.entry.entered_at is 'internal: when it was written';
comment on table ledger.posting is 'One line of an entry: whole rupiah onto (positive) or off (negative) an account. Never changed.';
comment on column ledger.posting.ledger_account_id is 'internal: the account';
comment on column ledger.posting.entry_id is 'internal: the entry';
comment on column ledger.posting.amount is 'personal: whole rupiah';

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger only grows: % of %.% is refused', lower(tg_op), tg_table_schema, tg_table_name
    using errcode = 'integrity_constraint_violation', hint = 'Correct a mistake by another entry.';
end $$;

create trigger posting_append_only before update or delete on ledger.posting for each row execute function ledger.refuse_change();
create trigger posting_never_truncated before truncate on ledger.posting for each statement execute function ledger.refuse_change();
create trigger entry_never_deleted before delete on ledger.entry for each row execute function ledger.refuse_change();
create trigger entry_never_truncated before truncate on ledger.entry for each statement execute function ledger.refuse_change();
create trigger ledger_account_never_changed before update or delete on ledger.ledger_account for each row execute function ledger.refuse_change();
create trigger ledger_account_never_truncated before truncate on ledger.ledger_account for each statement execute function ledger.refuse_change();

-- The one change there is: a pending entry becomes posted (with the day from which it counts) or voided.
create function ledger.allow_settlement_only() returns trigger language plpgsql as $$
begin
  if old.state = 'pending' and new.state in ('posted', 'voided')
    and (new.entry_id, new.kind, new.reason, new.fund, new.entered_at) = (old.entry_id, old.kind, old.reason, old.fund, old.entered_at)
    and (new.period, new.payer_id, new.corrects_entry_id) is not distinct from (old.period, old.payer_id, old.corrects_entry_id)
  then
    return new;
  end if;
  raise exception 'an entry changes only from pending to posted or voided' using errcode = 'integrity_constraint_violation';
end $$;
create trigger entry_settles_only before update on ledger.entry for each row execute function ledger.allow_settlement_only();

-- Postings of an entry are written in one statement; what that statement adds to each entry is zero.
create function ledger.refuse_unbalanced() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select entry_id, sum(amount) as total from written group by entry_id) w
    left join ledger.entry e using (entry_id)
    where w.total <> 0 or e.entry_id is null
  ) then
    raise exception 'postings of an entry do not add up to zero, or name no entry' using errcode = 'integrity_constraint_violation';
  end if;
  if exists (
    select from (select distinct ledger_account_id from written) w
    where not exists (select from ledger.ledger_account a where a.ledger_account_id = w.ledger_account_id)
  ) then
    raise exception 'a posting names no ledger account' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger posting_balanced after insert on ledger.posting
  referencing new table as written for each statement execute function ledger.refuse_unbalanced();

grant usage on schema ledger to goid_portal, goid_console, goid_employer, goid_api, goid_worker;
grant select on all tables in schema ledger to goid_portal, goid_console, goid_employer, goid_api, goid_worker;
grant insert on ledger.ledger_account, ledger.entry, ledger.posting to goid_worker;
grant update (state, effective_on) on ledger.entry to goid_worker;
