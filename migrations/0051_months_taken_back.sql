-- A month that was reported by mistake is taken back by a correction to nothing: a further revision without wage and shares.
-- holds contributions.contribution: the rule of the wage gets wider, without reading the rows
alter table contributions.contribution drop constraint contribution_wage_check, add constraint contribution_wage_check
  check (wage > 0 or (wage = 0 and revision > 0 and employer_id is not null and jht_employer is null and jht_employee is null
    and jp_employer is null and jp_employee is null and jkk_employer is null and jkk_employee is null
    and jkm_employer is null and jkm_employee is null)) not valid;
comment on column contributions.contribution.wage is 'personal: the wage or income reported, whole rupiah; 0 where a correction takes the month back';
