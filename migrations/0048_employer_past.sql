-- What an employer was before it is what it is: a month is assessed by what held on its first day (docs/decisions/0044-employer-past.md).
create table members.employer_past (
  employer_id uuid not null references members.employer,
  held_until date not null,
  scale text not null check (scale in ('large', 'medium', 'small', 'micro')),
  risk_class int not null check (risk_class between 1 and 5),
  labour_intensive boolean not null,
  primary key (employer_id, held_until)
);
comment on table members.employer_past is 'What decided about the contributions of an employer before it changed. What holds today stands in members.employer.';
comment on column members.employer_past.employer_id is 'internal: the employer';
comment on column members.employer_past.held_until is 'internal: the day from which it is otherwise';
comment on column members.employer_past.scale is 'internal: size class until then';
comment on column members.employer_past.risk_class is 'internal: work accident risk class until then';
comment on column members.employer_past.labour_intensive is 'internal: whether it was in one of the six industries of PP 7/2025 until then';
grant select on members.employer_past to goid_portal, goid_console, goid_employer, goid_api;
grant select, insert, delete on members.employer_past to goid_worker;
