-- A month in which savings stand below zero earns nothing and takes nothing from the months above zero. Years that were
-- closed before this column was there were reckoned with such months in the sum, and stay as they were credited.
alter table ledger.closed_year add column below_zero text not null default 'weighed' check (below_zero in ('weighed', 'nothing'));
comment on column ledger.closed_year.below_zero is 'internal: whether months below zero are weighed against those above, or count for nothing';

create or replace function ledger.allow_closing_only() returns trigger language plpgsql as $$
begin
  if old.state = 'closing' and new.state = 'closed'
    and (new.year, new.method, new.rate, new.opening_weight, new.month_weights, new.below_zero, new.began_at)
    = (old.year, old.method, old.rate, old.opening_weight, old.month_weights, old.below_zero, old.began_at)
  then
    return new;
  end if;
  raise exception 'a year changes only from closing to closed' using errcode = 'integrity_constraint_violation';
end $$;
