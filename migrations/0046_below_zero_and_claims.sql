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

-- That a bank returned a refund can be said by mistake: it is taken back, and can be said anew, in a further turn.
alter table billing.refund_step add column turn smallint not null default 0;
comment on column billing.refund_step.turn is 'internal: how often it was said before that the bank returned it, and taken back';
-- holds billing.refund_step: a key of few rows takes the place of a narrower one; the program before writes turn 0
alter table billing.refund_step drop constraint refund_step_pkey, add constraint refund_step_pkey primary key (refund_id, step, turn);
-- holds billing.refund_step: the closed list of steps gets one more, without reading the rows
alter table billing.refund_step drop constraint refund_step_step_check, add constraint refund_step_step_check
  check (step in ('checked', 'approved', 'refused', 'withdrawn', 'sent', 'returning', 'not_returned', 'returned')) not valid;
-- holds billing.refund_step: few rows, one statement
create unique index refund_return_decided_once on billing.refund_step (refund_id, turn) where step in ('not_returned', 'returned');
comment on column billing.refund_step.step is 'internal: checked, approved, refused, withdrawn by who asked, sent in a file, said to be returned by the bank, which was a mistake, or confirmed to be; refused, withdrawn and returned set the money free';

create table billing.claim_step (
  payment_id uuid not null,
  turn smallint not null,
  step text not null check (step in ('said', 'taken_back', 'confirmed')),
  outcome text not null check (outcome in ('paid_back', 'given_up')),
  reference text not null check (length(reference) between 1 and 64),
  done_by uuid not null,
  done_at timestamptz not null,
  primary key (payment_id, turn, step)
);
create unique index claim_decided_once on billing.claim_step (payment_id, turn) where step <> 'said';
comment on table billing.claim_step is 'What became of money that went out as a refund of a payment that its bank took back: one officer says how it ended, another confirms it. Never changed.';
comment on column billing.claim_step.payment_id is 'internal: the payment that the bank took back';
comment on column billing.claim_step.turn is 'internal: how often it was said before, and taken back';
comment on column billing.claim_step.step is 'internal: said by one officer, taken back by an officer, or confirmed by another';
comment on column billing.claim_step.outcome is 'internal: whether the payer gave the money back, or nobody asks for it any more';
comment on column billing.claim_step.reference is 'internal: number under which the money came in or the decision stands';
comment on column billing.claim_step.done_by is 'internal: account of the officer';
comment on column billing.claim_step.done_at is 'internal: when';
create trigger claim_step_append_only before update or delete on billing.claim_step for each row execute function billing.refuse_change();
grant select on billing.claim_step to goid_console, goid_worker;
grant insert on billing.claim_step to goid_console;
