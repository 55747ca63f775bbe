-- The ledger by years: postings in partitions, a snapshot at the end of each closed year, and what closing one leaves.

-- Savings may be held in parts (UU 4/2023 Ps. 188: akun utama, akun tambahan). Until the law says how, there is the main one.
alter table ledger.ledger_account add column part text check (part in ('main', 'additional'));
comment on column ledger.ledger_account.part is 'internal: part of the savings, main or additional; empty is main';
-- holds ledger.ledger_account: one row for each person, read once for the index that takes the place of the old one
create unique index ledger_account_owner_part on ledger.ledger_account (owner_id, kind, (coalesce(part, 'main'))) where owner_id is not null;
drop index ledger.ledger_account_owner;

-- Postings are moved once, in the order of the account, and counted before the old table goes: about 3 s of CPU for a million.
-- holds ledger.posting: a table cannot become partitioned in place; nobody reads or writes the books meanwhile
drop trigger posting_append_only on ledger.posting;
drop trigger posting_never_truncated on ledger.posting;
drop trigger posting_balanced on ledger.posting;
alter table ledger.posting rename to posting_before;
alter index ledger.posting_pkey rename to posting_before_pkey;

create table ledger.posting (
  ledger_account_id bigint not null,
  entry_id uuid not null,
  amount bigint not null check (amount <> 0),
  year smallint not null default extract(year from now() at time zone 'Asia/Jakarta'),
  primary key (ledger_account_id, year, entry_id)
) partition by list (year);

create table ledger.year_end (
  ledger_account_id bigint not null,
  year smallint not null,
  balance bigint not null,
  contributions bigint not null,
  returns bigint not null,
  payments bigint not null,
  corrections bigint not null,
  movements int not null,
  primary key (ledger_account_id, year)
) partition by list (year);

create table ledger.closed_year (
  year smallint primary key,
  state text not null check (state in ('closing', 'closed')),
  method text not null,
  rate int not null check (rate between 0 and 100000),
  opening_weight smallint not null check (opening_weight > 0),
  month_weights smallint[] not null check (cardinality(month_weights) = 12),
  began_at timestamptz not null,
  closed_at timestamptz,
  check ((state = 'closed') = (closed_at is not null))
);

create table ledger.year_part (
  year smallint not null,
  first_account bigint not null,
  last_account bigint not null,
  accounts int not null,
  balance bigint not null,
  returns bigint not null,
  remainder bigint not null,
  primary key (year, first_account)
);

create table ledger.carried (
  ledger_account_id bigint not null,
  year smallint not null,
  entry_id uuid not null,
  amount bigint not null,
  primary key (ledger_account_id, year, entry_id)
);

create table ledger.rewarded (
  ledger_account_id bigint not null,
  year smallint not null,
  entry_id uuid not null,
  weight bigint not null,
  primary key (ledger_account_id, year, entry_id)
);

comment on table ledger.posting is 'One line of an entry: whole rupiah onto (positive) or off (negative) an account. Never changed. A partition for each year.';
comment on column ledger.posting.ledger_account_id is 'internal: the account';
comment on column ledger.posting.entry_id is 'internal: the entry';
comment on column ledger.posting.amount is 'personal: whole rupiah';
comment on column ledger.posting.year is 'internal: the year of the day from which it counts, or in which it was entered pending; says where to look, not what counts';
comment on table ledger.year_end is 'Where an account stood at the end of a closed year, and what moved it in that year.';
comment on column ledger.year_end.ledger_account_id is 'internal: the account';
comment on column ledger.year_end.year is 'internal: the closed year';
comment on column ledger.year_end.balance is 'personal: whole rupiah at the end of the year';
comment on column ledger.year_end.contributions is 'personal: contributions of the year';
comment on column ledger.year_end.returns is 'personal: returns of the year';
comment on column ledger.year_end.payments is 'personal: payments of the year, negative';
comment on column ledger.year_end.corrections is 'personal: corrections of the year';
comment on column ledger.year_end.movements is 'internal: number of postings that counted in the year';
comment on table ledger.closed_year is 'A year into which nothing is dated any more, and the terms of the return that its savings got.';
comment on column ledger.closed_year.year is 'internal: key';
comment on column ledger.closed_year.state is 'internal: closing while returns are credited, then closed; never back';
comment on column ledger.closed_year.method is 'internal: name of the method by which months are weighed';
comment on column ledger.closed_year.rate is 'internal: yearly rate in 1/1000 percent';
comment on column ledger.closed_year.opening_weight is 'internal: months that the opening balance is weighed with; a whole year';
comment on column ledger.closed_year.month_weights is 'internal: months that a posting of January, February and so on is weighed with';
comment on column ledger.closed_year.began_at is 'internal: when closing began';
comment on column ledger.closed_year.closed_at is 'internal: when all accounts were credited and the totals tied';
comment on table ledger.year_part is 'A range of accounts credited for a year, in the transaction of its postings: where closing goes on, and its control totals.';
comment on column ledger.year_part.year is 'internal: the year';
comment on column ledger.year_part.first_account is 'internal: first account of the range';
comment on column ledger.year_part.last_account is 'internal: last account of the range';
comment on column ledger.year_part.accounts is 'internal: savings accounts with a snapshot';
comment on column ledger.year_part.balance is 'internal: sum of their balances at the end of the year, whole rupiah';
comment on column ledger.year_part.returns is 'internal: sum of the returns credited at the end of the year, whole rupiah';
comment on column ledger.year_part.remainder is 'internal: sum of what rounding down left, in parts of a rupiah: 1 / (100000 x opening_weight)';
comment on table ledger.carried is 'Postings written in a closed year that did not count at its end: pending, or counting from a later day.';
comment on column ledger.carried.ledger_account_id is 'internal: the account';
comment on column ledger.carried.year is 'internal: the closed year over whose end it was carried';
comment on column ledger.carried.entry_id is 'internal: the entry';
comment on column ledger.carried.amount is 'personal: whole rupiah, as posted';
comment on table ledger.rewarded is 'Months of a balance for which a return was given within the year, so that the yearly return leaves them out.';
comment on column ledger.rewarded.ledger_account_id is 'internal: the account';
comment on column ledger.rewarded.year is 'internal: the year';
comment on column ledger.rewarded.entry_id is 'internal: the entry of the return given';
comment on column ledger.rewarded.weight is 'personal: rupiah times months';

-- What is written is balanced, has its entry and account, and is not dated into a year that is closed.
create or replace function ledger.refuse_unbalanced() returns trigger language plpgsql as $$
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
  if exists (
    select from (select entry_id, min(year) as year from written group by entry_id) w join ledger.entry e using (entry_id)
    join ledger.closed_year c on c.year >= w.year
    where c.state = 'closed' or e.kind <> 'return'
  ) then
    raise exception 'a posting is dated into a closed year' using errcode = 'integrity_constraint_violation',
      hint = 'What comes late is entered in the open year.';
  end if;
  return null;
end $$;

-- A year is closed for all days up to its end. While it is closing, only its return is still entered.
create function ledger.refuse_closed_year() returns trigger language plpgsql as $$
begin
  if new.effective_on is not null and exists (
    select from ledger.closed_year c where c.year >= extract(year from new.effective_on)
      and (c.state = 'closed' or new.kind <> 'return')
  ) then
    raise exception 'the year of % is closed', new.effective_on using errcode = 'integrity_constraint_violation',
      hint = 'What comes late is entered in the open year.';
  end if;
  return new;
end $$;
create trigger entry_in_open_year before insert or update on ledger.entry for each row execute function ledger.refuse_closed_year();

create function ledger.allow_closing_only() returns trigger language plpgsql as $$
begin
  if old.state = 'closing' and new.state = 'closed' and (new.year, new.method, new.rate, new.opening_weight, new.month_weights, new.began_at)
    = (old.year, old.method, old.rate, old.opening_weight, old.month_weights, old.began_at)
  then
    return new;
  end if;
  raise exception 'a year changes only from closing to closed' using errcode = 'integrity_constraint_violation';
end $$;
create trigger closed_year_closes_only before update on ledger.closed_year for each row execute function ledger.allow_closing_only();
create trigger closed_year_never_deleted before delete on ledger.closed_year for each row execute function ledger.refuse_change();
create trigger closed_year_never_truncated before truncate on ledger.closed_year for each statement execute function ledger.refuse_change();
create trigger year_part_append_only before update or delete on ledger.year_part for each row execute function ledger.refuse_change();
create trigger year_part_never_truncated before truncate on ledger.year_part for each statement execute function ledger.refuse_change();
create trigger carried_append_only before update or delete on ledger.carried for each row execute function ledger.refuse_change();
create trigger carried_never_truncated before truncate on ledger.carried for each statement execute function ledger.refuse_change();
create trigger rewarded_append_only before update or delete on ledger.rewarded for each row execute function ledger.refuse_change();
create trigger rewarded_never_truncated before truncate on ledger.rewarded for each statement execute function ledger.refuse_change();

-- Partitions for a year with their guards: those of the parent do not see what goes to a partition by its own name.
-- Years that nobody foresaw lie together in one partition, which is slower and nothing else.
create function ledger.open_year(wanted int) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if to_regclass(format('ledger.posting_%s', wanted)) is not null
    or exists (select from ledger.posting where year = wanted) or exists (select from ledger.year_end where year = wanted) then
    return;
  end if;
  perform ledger.add_partitions(wanted::text, format('for values in (%s)', wanted));
end $$;

create function ledger.add_partitions(suffix text, bounds text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('create table ledger.posting_%s partition of ledger.posting %s', suffix, bounds);
  execute format('create trigger posting_never_truncated before truncate on ledger.posting_%s for each statement execute function ledger.refuse_change()', suffix);
  execute format('create trigger posting_balanced after insert on ledger.posting_%s referencing new table as written for each statement execute function ledger.refuse_unbalanced()', suffix);
  execute format('create table ledger.year_end_%s partition of ledger.year_end %s', suffix, bounds);
  execute format('create trigger year_end_never_truncated before truncate on ledger.year_end_%s for each statement execute function ledger.refuse_change()', suffix);
end $$;

do $$ begin
  perform ledger.add_partitions('other', 'default');
  for wanted in 2015..2032 loop perform ledger.add_partitions(wanted::text, format('for values in (%s)', wanted)); end loop;
end $$;

insert into ledger.posting (ledger_account_id, entry_id, amount, year)
select p.ledger_account_id, p.entry_id, p.amount, extract(year from coalesce(e.effective_on, (e.entered_at at time zone 'Asia/Jakarta')::date))
from ledger.posting_before p left join ledger.entry e using (entry_id)
order by p.ledger_account_id, p.entry_id;
do $$ begin
  if (select (count(*), sum(amount)) from ledger.posting) is distinct from (select (count(*), sum(amount)) from ledger.posting_before) then
    raise exception 'the postings were not all moved';
  end if;
end $$;
drop table ledger.posting_before;

create trigger posting_append_only before update or delete on ledger.posting for each row execute function ledger.refuse_change();
create trigger posting_never_truncated before truncate on ledger.posting for each statement execute function ledger.refuse_change();
create trigger posting_balanced after insert on ledger.posting
  referencing new table as written for each statement execute function ledger.refuse_unbalanced();
create trigger year_end_append_only before update or delete on ledger.year_end for each row execute function ledger.refuse_change();
create trigger year_end_never_truncated before truncate on ledger.year_end for each statement execute function ledger.refuse_change();

-- Waits until nobody writes entries, so that nothing on its way is dated into a year that begins to close.
create function ledger.wait_for_writers() returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  lock table ledger.entry in share row exclusive mode;
end $$;

revoke all on function ledger.open_year(int), ledger.add_partitions(text, text), ledger.wait_for_writers() from public;
grant execute on function ledger.open_year(int), ledger.wait_for_writers() to goid_worker;
grant select on ledger.posting, ledger.year_end, ledger.closed_year, ledger.year_part, ledger.carried, ledger.rewarded
  to goid_portal, goid_console, goid_employer, goid_api, goid_worker;
grant insert on ledger.posting, ledger.year_end, ledger.closed_year, ledger.year_part, ledger.carried, ledger.rewarded to goid_worker;
grant update (state, closed_at) on ledger.closed_year to goid_worker;
