-- No penalty by a rule that nobody has seen in a source: what of a charge stays free of it.
alter table billing.charge add column penalty_free bigint not null default 0;
comment on column billing.charge.penalty_free is 'internal: part of the contributions on which no penalty is counted, because the due day of their segment is uncertain';

-- The home address is the member's own to change; what stood before stays known.
create table members.address_change (
  change_id uuid primary key,
  person_id uuid not null references members.person,
  changed_at timestamptz not null,
  address_before text,
  province_code_before text
);
create index address_change_person on members.address_change (person_id, changed_at);
comment on table members.address_change is 'What the register held before the member changed the home address, so that no file puts it back. Kept as long as the person.';
comment on column members.address_change.change_id is 'internal: id of the change';
comment on column members.address_change.person_id is 'internal: whose address it is';
comment on column members.address_change.changed_at is 'internal: when';
comment on column members.address_change.address_before is 'personal: the home address before, empty when there was none';
comment on column members.address_change.province_code_before is 'personal: the province before';
grant select, insert on members.address_change to goid_portal;
grant select on members.address_change to goid_worker;
grant update (address, province_code) on members.person to goid_portal;

-- The family on record decides who receives: who is missing, wrong or no family is asked for like the other corrections.
-- holds privacy.correction: a rule is taken off and a wider one put on without reading the rows, which is done in an instant
alter table privacy.correction drop constraint correction_fields_check;
alter table privacy.correction add constraint correction_fields_check check (fields <@ array['full_name', 'birth_date', 'national_number', 'family'] and cardinality(fields) > 0) not valid;

create table members.family_change (
  correction_id uuid not null references members.correction,
  place int not null,
  person_id uuid not null references members.person,
  relation_before text,
  full_name_before text,
  birth_date_before date,
  relation_after text,
  full_name_after text,
  birth_date_after date,
  primary key (correction_id, place),
  check (full_name_before is not null or full_name_after is not null),
  check ((relation_before is null) = (full_name_before is null) and (relation_after is null) = (full_name_after is null))
);
create index family_change_person on members.family_change (person_id);
comment on table members.family_change is 'What a correction changed in the family on record: a person added, removed or described right. A file does not bring back what was taken off. Kept as long as the person.';
comment on column members.family_change.correction_id is 'internal: the correction, with its case and officers';
comment on column members.family_change.place is 'internal: place in the request, from 0';
comment on column members.family_change.person_id is 'internal: the member whose family it is';
comment on column members.family_change.relation_before is 'personal: relation before, empty where somebody was added';
comment on column members.family_change.full_name_before is 'personal: name before';
comment on column members.family_change.birth_date_before is 'personal: birth date before, where it was known';
comment on column members.family_change.relation_after is 'personal: relation now, empty where somebody was removed';
comment on column members.family_change.full_name_after is 'personal: name now';
comment on column members.family_change.birth_date_after is 'personal: birth date now, where it is known';
grant select, insert on members.family_change to goid_worker;
grant delete on members.family to goid_worker;
