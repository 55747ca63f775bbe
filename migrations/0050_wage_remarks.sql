-- Wages to look at again before a filing counts: under the minimum of their month, or too large to be believed at once.
create table filings.wage_remark (
  filing_id uuid not null,
  membership_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('below_floor', 'below_lowest', 'below_province', 'very_large', 'far_above_last')),
  wage bigint not null,
  compared bigint not null,
  legal_source text,
  is_example boolean not null,
  of_kind int not null,
  primary key (filing_id, membership_id, kind)
);
comment on table filings.wage_remark is 'Wages of a filing that are pointed out to the clerk before it counts; nothing is refused for them.';
comment on column filings.wage_remark.filing_id is 'internal: the filing';
comment on column filings.wage_remark.membership_id is 'internal: the card';
comment on column filings.wage_remark.person_id is 'internal: whose card it is';
comment on column filings.wage_remark.kind is 'internal: under the floor, the lowest or the province''s minimum wage, very large, or far above the last one';
comment on column filings.wage_remark.wage is 'personal: wage of this filing';
comment on column filings.wage_remark.compared is 'personal: what it was compared with: the minimum wage, the limit, or the last wage';
comment on column filings.wage_remark.legal_source is 'internal: where the minimum wage is written; empty for a large wage';
comment on column filings.wage_remark.is_example is 'internal: the demonstration made the minimum wage up';
comment on column filings.wage_remark.of_kind is 'internal: how many the filing has of the kind, named or not';

grant select on filings.wage_remark to goid_employer, goid_worker;
grant insert, delete, update (person_id) on filings.wage_remark to goid_worker;
