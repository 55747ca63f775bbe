create schema contributions;

create table contributions.batch (
  batch_id int generated always as identity primary key,
  imported_at timestamptz not null,
  rows_read int not null,
  rows_refused int not null
);

-- One wide row for each card, month and revision: a share that is null belongs to a programme not joined.
create table contributions.contribution (
  person_id uuid not null,
  membership_id uuid not null,
  month text collate "C" not null check (month ~ '^\d{4}-\d{2}$'),
  revision smallint not null default 0,
  segment text not null,
  employer_id uuid,
  wage bigint not null check (wage > 0),
  jht_employer bigint,
  jht_employee bigint,
  jp_employer bigint,
  jp_employee bigint,
  jp_deferred bigint,
  jkk_employer bigint,
  jkk_employee bigint,
  jkm_employer bigint,
  jkm_employee bigint,
  jkp_from_jkk bigint,
  jkp_from_jkm bigint,
  jkp_from_state bigint,
  discounts text,
  reported_on date not null,
  billed_on date,
  paid_on date,
  posted_on date,
  batch_id int not null,
  posting_group uuid not null,
  primary key (person_id, membership_id, month, revision),
  check (posted_on is null or paid_on is not null)
);
-- What a payer has not paid yet: asked for at every import, for the payers of the file.
create index contribution_unpaid on contributions.contribution ((coalesce(employer_id, membership_id)), month)
  where paid_on is null and posted_on is null;
create index contribution_open on contributions.contribution (posting_group) where posted_on is null;

comment on table contributions.batch is 'One row for each file of contributions taken.';
comment on column contributions.batch.batch_id is 'internal: key';
comment on column contributions.batch.imported_at is 'internal: when it was taken';
comment on column contributions.batch.rows_read is 'internal: rows in the file';
comment on column contributions.batch.rows_refused is 'internal: rows not taken';
comment on table contributions.contribution is 'What was reported for a card and month, and the shares assessed from it by the law of that month.';
comment on column contributions.contribution.person_id is 'internal: whose contribution';
comment on column contributions.contribution.membership_id is 'internal: the card it was reported for';
comment on column contributions.contribution.month is 'personal: the month the work was done';
comment on column contributions.contribution.revision is 'internal: 0 as reported first, counting up with each correction';
comment on column contributions.contribution.segment is 'internal: segment of the card, decides how it was assessed';
comment on column contributions.contribution.employer_id is 'personal: who reported it, empty for the self-employed';
comment on column contributions.contribution.wage is 'personal: reported wage or declared income, whole rupiah';
comment on column contributions.contribution.jht_employer is 'personal: old-age savings, share of the employer';
comment on column contributions.contribution.jht_employee is 'personal: old-age savings, share of the worker';
comment on column contributions.contribution.jp_employer is 'personal: pension, share of the employer';
comment on column contributions.contribution.jp_employee is 'personal: pension, share of the worker';
comment on column contributions.contribution.jp_deferred is 'personal: part of the pension share that may be paid later (PP 49/2020)';
comment on column contributions.contribution.jkk_employer is 'personal: work accident, share of the employer';
comment on column contributions.contribution.jkk_employee is 'personal: work accident, paid by the self-employed';
comment on column contributions.contribution.jkm_employer is 'personal: death, share of the employer';
comment on column contributions.contribution.jkm_employee is 'personal: death, paid by the self-employed';
comment on column contributions.contribution.jkp_from_jkk is 'personal: part of JKK set aside for JKP; not billed';
comment on column contributions.contribution.jkp_from_jkm is 'personal: part of JKM set aside for JKP; not billed';
comment on column contributions.contribution.jkp_from_state is 'personal: part that the state pays for JKP; not billed';
comment on column contributions.contribution.discounts is 'internal: ids of the discount rules applied, separated by spaces';
comment on column contributions.contribution.reported_on is 'personal: day of the report';
comment on column contributions.contribution.billed_on is 'personal: day of the bill, empty until then';
comment on column contributions.contribution.paid_on is 'personal: day of payment, empty until then';
comment on column contributions.contribution.posted_on is 'personal: day of posting to the ledger, empty until then';
comment on column contributions.contribution.batch_id is 'internal: the file it came with';
comment on column contributions.contribution.posting_group is 'internal: ledger entries of this row; an entry ends in 01 JHT, 02 JP, 03 JKK, 04 JKM instead of 00';

grant usage on schema contributions to goid_portal, goid_console, goid_employer, goid_api, goid_worker;
grant select on contributions.contribution to goid_portal, goid_console, goid_employer, goid_api, goid_worker;
grant select on contributions.batch to goid_console, goid_worker;
grant insert on contributions.contribution, contributions.batch to goid_worker;
grant update (billed_on, paid_on, posted_on, posting_group) on contributions.contribution to goid_worker;
