-- The yearly return of old-age savings: what was declared, and what was paid out within a year.
create table contributions.declared_return (
  year smallint not null,
  kind text not null check (kind in ('declared', 'provisional')),
  revision smallint not null,
  rate int not null check (rate between 0 and 100000),
  method text not null,
  source text not null,
  is_example boolean not null,
  declared_at timestamptz not null,
  primary key (year, kind, revision)
);

create table contributions.pay_out (
  person_id uuid not null,
  pay_out_id uuid not null,
  paid_on date not null,
  savings bigint not null check (savings > 0),
  return_amount bigint not null check (return_amount >= 0),
  rate int not null,
  method text not null,
  entered_at timestamptz not null,
  primary key (person_id, pay_out_id)
);

comment on table contributions.declared_return is 'The rate that the institution declared for a year, or the provisional one for savings paid within it. The last revision holds.';
comment on column contributions.declared_return.year is 'internal: the year';
comment on column contributions.declared_return.kind is 'internal: declared for the whole year, or provisional for what is paid within it';
comment on column contributions.declared_return.revision is 'internal: counting up; a rate is declared anew, never changed';
comment on column contributions.declared_return.rate is 'internal: yearly rate in 1/1000 percent';
comment on column contributions.declared_return.method is 'internal: name of the method by which months are weighed';
comment on column contributions.declared_return.source is 'internal: the decision or announcement it was taken from';
comment on column contributions.declared_return.is_example is 'internal: made up for the demonstration';
comment on column contributions.declared_return.declared_at is 'internal: when it was entered';
comment on table contributions.pay_out is 'Old-age savings paid out, with the provisional return that was paid with them: where a payment of the ledger comes from.';
comment on column contributions.pay_out.person_id is 'internal: whose savings';
comment on column contributions.pay_out.pay_out_id is 'internal: key; the ledger entries end in 05 return and 06 payment instead of 00';
comment on column contributions.pay_out.paid_on is 'personal: day of the payment';
comment on column contributions.pay_out.savings is 'personal: what left the balance, without the return, whole rupiah';
comment on column contributions.pay_out.return_amount is 'personal: provisional return paid with it, whole rupiah';
comment on column contributions.pay_out.rate is 'internal: provisional rate in 1/1000 percent';
comment on column contributions.pay_out.method is 'internal: name of the method by which months were weighed';
comment on column contributions.pay_out.entered_at is 'internal: when it was written';

create function contributions.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of %.% is refused', lower(tg_op), tg_table_schema, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger declared_return_append_only before update or delete on contributions.declared_return for each row execute function contributions.refuse_change();
create trigger pay_out_append_only before update or delete on contributions.pay_out for each row execute function contributions.refuse_change();

grant select on contributions.declared_return, contributions.pay_out to goid_portal, goid_console, goid_employer, goid_api, goid_worker;
grant insert on contributions.declared_return, contributions.pay_out to goid_worker;

-- Those of the corrections, looked through in a transaction of their own, in which others read and write.
alter table contributions.contribution validate constraint contribution_corrected;
alter table contributions.contribution validate constraint contribution_reverses;
