create schema members;

create table members.employer (
  employer_id uuid primary key,
  npp text not null constraint employer_npp unique,
  name text not null,
  scale text not null check (scale in ('large', 'medium', 'small', 'micro')),
  sector text not null,
  risk_class int not null check (risk_class between 1 and 5),
  labour_intensive boolean not null,
  province_code text not null,
  address text,
  registered_on date not null
);

create table members.person (
  person_id uuid primary key,
  full_name text not null,
  birth_date date not null,
  birth_place text,
  sex text not null check (sex in ('L', 'P')),
  address text,
  province_code text,
  national_number_sealed bytea not null,
  mother_name_sealed bytea,
  email_sealed bytea,
  phone_sealed bytea,
  sealed_digest bytea not null
);

create table members.national_number (
  index bytea primary key,
  person_id uuid not null constraint national_number_person unique references members.person
);

create table members.membership (
  person_id uuid not null references members.person,
  membership_id uuid not null,
  member_number text not null,
  employer_id uuid references members.employer,
  segment text not null check (segment in ('PU', 'BPU', 'PMI', 'JAKON')),
  started_on date not null,
  ended_on date,
  primary key (person_id, membership_id),
  check (ended_on >= started_on),
  check ((employer_id is null) = (segment in ('BPU', 'PMI')))
);
create index membership_employer on members.membership (employer_id) where employer_id is not null;

create table members.member_number (
  member_number text primary key,
  person_id uuid not null,
  membership_id uuid not null,
  foreign key (person_id, membership_id) references members.membership
);

create table members.family (
  person_id uuid not null references members.person,
  relation text not null check (relation in ('spouse', 'child', 'parent', 'sibling')),
  full_name text not null,
  birth_date date,
  primary key (person_id, relation, full_name)
);

comment on table members.employer is 'Employers as the institution registered them.';
comment on column members.employer.employer_id is 'internal: identifier of the employer';
comment on column members.employer.npp is 'internal: registration number of the employer (NPP), as it stands in files';
comment on column members.employer.name is 'internal: name shown to its workers';
comment on column members.employer.scale is 'internal: size class, decides which programmes are mandatory (Perpres 109/2013 Ps.6)';
comment on column members.employer.sector is 'internal: line of business';
comment on column members.employer.risk_class is 'internal: work accident risk class 1 to 5 (PP 44/2015)';
comment on column members.employer.labour_intensive is 'internal: in one of the six industries of PP 7/2025';
comment on column members.employer.province_code is 'internal: province of the place of work';
comment on column members.employer.address is 'internal: business address';
comment on column members.employer.registered_on is 'internal: day of registration';
comment on table members.person is 'One row per human being, whatever the number of cards.';
comment on column members.person.person_id is 'internal: identifier of the person';
comment on column members.person.full_name is 'personal: name as on the identity card';
comment on column members.person.birth_date is 'personal: decides pension age and benefits';
comment on column members.person.birth_place is 'personal: as on the identity card';
comment on column members.person.sex is 'personal: L or P, as on the identity card';
comment on column members.person.address is 'personal: where letters go';
comment on column members.person.province_code is 'personal: province of residence';
comment on column members.person.national_number_sealed is 'secret: NIK, sealed for its own index';
comment on column members.person.mother_name_sealed is 'secret: maiden name of the mother, sealed; used to check identity';
comment on column members.person.email_sealed is 'secret: e-mail address from the institution''s records, sealed';
comment on column members.person.phone_sealed is 'secret: phone number from the institution''s records, sealed';
comment on column members.person.sealed_digest is 'secret: keyed hash of mother''s name, e-mail and phone, so that an import sees a change without opening them';
comment on table members.national_number is 'Finds a person by NIK without storing it.';
comment on column members.national_number.index is 'secret: blind index, the keyed hash of the NIK';
comment on column members.national_number.person_id is 'internal: whose NIK it is';
comment on table members.membership is 'One row per card: a person at one employer, or by himself.';
comment on column members.membership.person_id is 'internal: whose card it is';
comment on column members.membership.membership_id is 'internal: identifier of the card';
comment on column members.membership.member_number is 'personal: KPJ, opaque digits';
comment on column members.membership.employer_id is 'internal: the employer, empty for the self-employed and migrant workers';
comment on column members.membership.segment is 'internal: PU, BPU, PMI or JAKON, decides the rates';
comment on column members.membership.started_on is 'personal: first day of the membership';
comment on column members.membership.ended_on is 'personal: last day of the membership, empty while it runs';
comment on table members.member_number is 'Finds a card by its KPJ.';
comment on column members.member_number.member_number is 'personal: KPJ, opaque digits';
comment on column members.member_number.person_id is 'internal: whose card it is';
comment on column members.member_number.membership_id is 'internal: the card';
comment on table members.family is 'The family register of a person: who would receive benefits.';
comment on column members.family.person_id is 'internal: whose family it is';
comment on column members.family.relation is 'personal: spouse, child, parent or sibling';
comment on column members.family.full_name is 'personal: name of the relative';
comment on column members.family.birth_date is 'personal: birth date of the relative, empty when unknown';

grant usage on schema members to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;
-- Signing in finds a person by card; what the register says about people is none of its business.
grant select on members.member_number to goid_sso;
grant select on members.person, members.national_number, members.membership, members.member_number, members.employer, members.family to goid_portal, goid_console, goid_api;
grant select on members.membership, members.member_number, members.employer to goid_employer;
grant select, insert, update on members.person, members.national_number, members.membership, members.member_number, members.employer, members.family to goid_worker;
